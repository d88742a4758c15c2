import type { RowCode } from "@/core/dataset/dataset-problem";
import { type DatasetRecord, generatedId, type IdRule } from "@/core/dataset/dataset-record";
import { boxesBeyond } from "@/core/dataset/dataset-value";
import { type ImportCounter, RowLedger } from "@/core/dataset/import-report";
import { mediaPathOf } from "@/core/dataset/record-payload";
import type { MediaType } from "@/core/label-set/label-set";
import type { PendingRow } from "./decide-rows";
import { contentHashOf } from "./import-plan";
import type { MediaFiles } from "./read-media";
import type { FileRow } from "./read-rows";
import { findFiles, namedFile } from "./row-files";

function marksBeyond({ label, annotations }: DatasetRecord, image: { width: number; height: number }): string | null {
  for (const value of [label, ...annotations.map((one) => one.label)]) {
    const problem = value === null ? null : boxesBeyond(value, image);
    if (problem) return problem;
  }
  return null;
}

export type Judged =
  | { result: "take"; row: PendingRow }
  /** Counted already. */
  | { result: "duplicate" }
  | { result: "reject"; code: RowCode; field: string; message: string };

const reject = (code: RowCode, field: string, message: string): Judged => ({ result: "reject", code, field, message });
const DUPLICATE: Judged = { result: "duplicate" };

/** Decides what can be decided from the file alone: media, ids, and rows that stand twice. */
export class RowJudge {
  private readonly ledger = new RowLedger();

  constructor(private readonly of: { files: MediaFiles; media: MediaType; idRule: IdRule; counter: ImportCounter }) {}

  /** @param recordNumber of the row in its file, from 1. */
  judge(row: FileRow, recordNumber: number): Judged {
    const { media, idRule, counter } = this.of;
    const { line, raw, parsed } = row;
    if (!parsed.ok) return reject(parsed.code, parsed.field, parsed.message);
    const { record, counts, normalised, warnings } = parsed;
    for (const warning of warnings) counter.warn(line, warning);
    if (record.adjudications.length > 0)
      counter.warn(line, "Decisions of other adjudicators are not imported; the answers are.");
    if (record.predictions.some((one) => one.probs === null))
      counter.warn(line, "A prediction with one score only is not stored: scores need all probabilities.");
    const found = findFiles(record, this.of.files);
    if (!found.ok) return reject("media-invalid", found.field, found.problem);
    const { files } = found;
    const named = namedFile(files, media);
    if (record.sha256 !== null && named && named.sha256 !== record.sha256)
      return reject("media-invalid", "sha256", "The file has another SHA-256 than the row says.");
    const beyond = files.image ? marksBeyond(record, files.image) : null;
    if (beyond) return reject("label-invalid", "label", beyond);
    record.id ??= generatedId(idRule, {
      path: mediaPathOf(record, media),
      contentSha256: idRule === "content" ? contentHashOf(record, files, media) : "",
      recordNumber,
    });
    if (record.id === null)
      return reject("id-missing", "id", "The row has no id. Choose where ids come from, or add a column.");
    const entry = this.ledger.enter(row.identity(record, raw), line, raw);
    if (entry.result === "id-conflict")
      return reject("id-conflict", "id", `The id "${record.id}" stands in line ${entry.firstLine} with other content.`);
    if (entry.result === "duplicate") {
      counter.duplicate(line, entry.firstLine, counts);
      return DUPLICATE;
    }
    return { result: "take", row: { record, files, raw, counts, normalised } };
  }
}
