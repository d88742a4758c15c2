import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { DatasetFileError, type RowCode } from "@/core/dataset/dataset-problem";
import { DEFAULT_RECORD_OPTIONS, generatedId, labelOrder, type RecordOptions } from "@/core/dataset/dataset-record";
import { ImportCounter, RowLedger, writeReject } from "@/core/dataset/import-report";
import type { ParsedRecord } from "@/core/dataset/parse-record";
import { projectLabels } from "@/db/queries/projects";
import { invalid, OperationError } from "../errors";
import type { JobContext } from "../jobs/job-context";
import { type StoredImage, storeImage } from "../media/store-image";
import { authorize } from "../permission";
import { ownUpload } from "../upload/receive-upload";
import { decideRows, type PendingRow } from "./decide-rows";
import { contentHashOf } from "./import-plan";
import { type ImportSurroundings, type PlannedRow, writeRows } from "./import-writer";
import { readArchive } from "./read-archive";
import { openRows, sniffFormat } from "./read-rows";
import { StartImportInput } from "./start-import";

const CHUNK = 500;
const LISTED_ERRORS = 100;
const PREVIEW = 20;

type Images = Map<string, StoredImage | { problem: string }>;

/** Decodes and keeps every image of the zip; one that is no image is a problem of the rows that name it. */
async function readImages(context: JobContext, path: string | null): Promise<Images> {
  const images: Images = new Map();
  if (path === null) return images;
  for await (const { name, bytes, done, total } of readArchive(path)) {
    if (bytes === null) images.set(name, { problem: "The image is larger than 25 MB." });
    else
      images.set(
        name,
        await storeImage(context.data, bytes).catch((error: unknown) => {
          if (error instanceof OperationError) return { problem: error.message };
          throw error;
        }),
      );
    await context.report({ done, total, phase: "reading images" });
  }
  return images;
}

const optionsOf = (input: StartImportInput, media: "image" | "text", names: string[]): RecordOptions => ({
  ...DEFAULT_RECORD_OPTIONS,
  media,
  labels: labelOrder(names),
  sumTolerance: input.sumTolerance,
  scale: input.scale,
  fileMode: input.mode,
  fileTime: input.annotatedAt,
  modelName: input.modelName,
  outOfSample: input.outOfSample,
  idRule: input.idRule,
});

/** Appends rejected rows to a file that can be corrected and imported again. */
function rejectsFile(path: string) {
  const partial = `${path}.partial`;
  const stream = createWriteStream(partial);
  let count = 0;
  return {
    async add(line: string) {
      count++;
      if (!stream.write(`${line}\n`)) await once(stream, "drain");
    },
    async finish() {
      stream.end();
      await once(stream, "finish");
      await rename(partial, path);
      return count;
    },
  };
}

/** Job: reads the whole file, reports every row exactly once and, unless it is a dry run, stores the good ones. */
export async function importDataset(context: JobContext, raw: unknown) {
  const input = StartImportInput.parse(raw);
  const { projectId } = input;
  const project = await authorize(context.store.read, { actor: context.actor, projectId, operation: "data.import" });
  const upload = await ownUpload(context, input.sha256);
  const zip = input.mediaSha256 === null ? null : await ownUpload(context, input.mediaSha256);
  const labels = await projectLabels(context.store.read, { projectId });
  const options = optionsOf(
    input,
    project.media,
    labels.map((label) => label.name),
  );
  const surroundings: ImportSurroundings = {
    input,
    jobId: context.jobId,
    now: context.now,
    actorEmail: context.actor.email,
    media: project.media,
    keys: new Map(labels.map((label) => [label.name, label.key])),
    classes: labels.map((label) => label.key),
  };
  const images = await readImages(context, zip?.path ?? null);
  const counter = new ImportCounter();
  const ledger = new RowLedger();
  const rejectsPath = `${context.data.upload(input.sha256)}.${context.jobId}.rejects.jsonl`;
  const rejects = rejectsFile(rejectsPath);
  const errors: { line: number; code: string; field: string; message: string }[] = [];
  const preview: { id: string | null; text: string | null; image: string | null; label: string | null }[] = [];
  let total = 0;
  let differing = 0;
  let pending: PendingRow[] = [];

  async function reject(
    line: number,
    code: RowCode,
    field: string,
    message: string,
    rawRow: string,
    counts: ParsedRecord["counts"],
  ) {
    counter.reject(code, counts);
    if (errors.length < LISTED_ERRORS) errors.push({ line, code, field, message });
    await rejects.add(writeReject({ line, code, field, message, raw: rawRow }));
  }

  async function flush() {
    const rows = pending;
    pending = [];
    const decisions = await decideRows(context.store.read, { rows, surroundings });
    const planned: PlannedRow[] = [];
    for (const [k, decision] of decisions.entries()) {
      const row = rows[k];
      if (!row) continue;
      if (decision.result === "reject")
        await reject(row.record.line, decision.code, decision.field, decision.message, row.raw, row.counts);
      else if (decision.result === "duplicate") {
        if (decision.differs) {
          differing++;
          counter.warn(
            row.record.line,
            `The item "${row.record.id}" is in the project and differs; it was left as it is.`,
          );
        }
        counter.duplicate(row.record.line, decision.firstLine, row.counts);
      } else {
        counter.accept(decision.result === "create" ? "created" : "updated", row);
        planned.push({ result: decision.result, record: decision.record, image: row.image });
      }
    }
    if (input.onExisting === "fail" && decisions.some((one) => one.result === "duplicate"))
      throw invalid("The file holds items that the project has already; by your choice the whole file is refused.");
    if (!input.dryRun && planned.length > 0)
      await context.store.transaction((tx) => writeRows(tx, planned, surroundings));
  }

  try {
    const format = input.format === "auto" ? await sniffFormat(upload.path) : input.format;
    const bytesRead = { done: 0 };
    const stream = createReadStream(upload.path, { highWaterMark: 1 << 18 });
    stream.on("data", (chunk) => {
      bytesRead.done += chunk.length;
    });
    for await (const row of openRows(stream, format, options)) {
      total++;
      if (!row.parsed.ok) {
        await reject(row.line, row.parsed.code, row.parsed.field, row.parsed.message, row.raw, row.parsed.counts);
        continue;
      }
      const { record, counts, normalised, warnings } = row.parsed;
      for (const warning of warnings) counter.warn(row.line, warning);
      if (record.adjudications.length > 0)
        counter.warn(row.line, "Decisions of other adjudicators are not imported; the answers are.");
      if (record.predictions.some((one) => one.probs === null))
        counter.warn(row.line, "A prediction with one score only is not stored: scores need all probabilities.");
      const image = record.image === null ? null : (images.get(record.image.normalize("NFC")) ?? null);
      if (image && "problem" in image) {
        await reject(row.line, "media-invalid", "image", image.problem, row.raw, counts);
        continue;
      }
      if (record.sha256 !== null && image && image.sha256 !== record.sha256) {
        await reject(
          row.line,
          "media-invalid",
          "sha256",
          "The file has another SHA-256 than the row says.",
          row.raw,
          counts,
        );
        continue;
      }
      const contentSha256 = contentHashOf(record, image);
      record.id ??= generatedId(input.idRule, { image: record.image, contentSha256, recordNumber: total });
      if (record.id === null) {
        await reject(
          row.line,
          "id-missing",
          "id",
          "The row has no id. Choose where ids come from, or add a column.",
          row.raw,
          counts,
        );
        continue;
      }
      const entry = ledger.enter(row.identity(record), row.line, row.fingerprint);
      if (entry.result === "id-conflict") {
        await reject(
          row.line,
          "id-conflict",
          "id",
          `The id "${record.id}" stands in line ${entry.firstLine} with other content.`,
          row.raw,
          counts,
        );
        continue;
      }
      if (entry.result === "duplicate") {
        counter.duplicate(row.line, entry.firstLine, counts);
        continue;
      }
      if (preview.length < PREVIEW)
        preview.push({
          id: record.id,
          text: record.text?.slice(0, 200) ?? null,
          image: record.image,
          label: record.label,
        });
      pending.push({ record, image, raw: row.raw, counts, normalised });
      if (pending.length >= CHUNK) {
        await flush();
        await context.report({
          done: bytesRead.done,
          total: upload.bytes,
          phase: input.dryRun ? "checking" : "importing",
        });
      }
    }
    await flush();
    const rejected = await rejects.finish();
    const report = counter.finishReport({
      state: input.dryRun ? "ready" : "done",
      file: { name: upload.name, bytes: upload.bytes, sha256: upload.sha256, encoding: "utf-8", detected: format },
      policy: { onExistingId: input.onExisting, scale: input.scale, sumTolerance: input.sumTolerance },
      total,
      rejects: rejected > 0 ? "rejects.jsonl" : null,
    });
    return { dryRun: input.dryRun, report, errors, preview, differing };
  } catch (error) {
    if (error instanceof DatasetFileError) {
      const place = error.line === null ? "" : `Line ${error.line}: `;
      throw invalid(`${place}${error.message}`);
    }
    throw error;
  }
}
