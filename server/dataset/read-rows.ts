import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { openCsv } from "@/core/dataset/csv";
import { csvTableOf, parseAnnotationCsvRow, parseItemCsvRow, parsePredictionCsvRow } from "@/core/dataset/csv-tables";
import type { DatasetRecord, RecordOptions } from "@/core/dataset/dataset-record";
import { readJsonl } from "@/core/dataset/jsonl";
import { type LinkedRow, parsePredictionLine } from "@/core/dataset/parse-linked-row";
import { type ParsedRecord, parseRecordLine } from "@/core/dataset/parse-record";

export interface FileRow {
  line: number;
  raw: string;
  /** What may stand only once in a file: the item, or the item's prediction of one run; answers repeat freely. */
  identity(record: DatasetRecord): string;
  /** Equal for rows of equal content. */
  fingerprint: string;
  parsed: ParsedRecord;
}

export type FileFormat = "jsonl" | "csv";
const NO_COUNTS = { annotations: 0, predictions: 0 };
const fingerprintOf = (raw: string) => createHash("sha256").update(raw).digest("base64url").slice(0, 22);
const itemIdentity = (record: DatasetRecord) => record.id ?? "";

/** JSONL when the first thing in the file is a brace, else CSV. */
export async function sniffFormat(path: string): Promise<FileFormat> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const start = buffer
      .subarray(0, bytesRead)
      .toString("utf8")
      .replace(/^\uFEFF/, "")
      .trimStart();
    return start.startsWith("{") ? "jsonl" : "csv";
  } finally {
    await file.close();
  }
}

/** The rows of a file, each parsed or with the reason why not. */
export function openRows(
  chunks: AsyncIterable<Uint8Array>,
  format: FileFormat,
  options: RecordOptions,
): AsyncGenerator<FileRow> {
  return format === "csv" ? csvRows(chunks, options) : jsonlRows(chunks, options);
}

async function* jsonlRows(chunks: AsyncIterable<Uint8Array>, options: RecordOptions): AsyncGenerator<FileRow> {
  let isPredictions: boolean | null = null;
  for await (const { line, raw, error } of readJsonl(chunks)) {
    if (raw === undefined) {
      yield {
        line,
        raw: "",
        fingerprint: "",
        identity: itemIdentity,
        parsed: { ok: false, ...error, field: "", counts: NO_COUNTS },
      };
      continue;
    }
    isPredictions ??= /"probs"\s*:/.test(raw) && !/"(text|image)"\s*:/.test(raw) && !/"predictions"\s*:/.test(raw);
    const parsed = isPredictions
      ? asPart(parsePredictionLine(raw, line, options), predictionPart)
      : parseRecordLine(raw, line, options);
    yield {
      line,
      raw,
      fingerprint: fingerprintOf(raw),
      identity: isPredictions ? predictionIdentity : itemIdentity,
      parsed,
    };
  }
}

async function* csvRows(chunks: AsyncIterable<Uint8Array>, options: RecordOptions): AsyncGenerator<FileRow> {
  const { header, rows } = await openCsv(chunks);
  const table = csvTableOf(header);
  for await (const row of rows) {
    const raw = JSON.stringify(row.cells);
    const base = { line: row.line, raw, fingerprint: fingerprintOf(raw) };
    if (table === "predictions")
      yield {
        ...base,
        identity: predictionIdentity,
        parsed: asPart(parsePredictionCsvRow(header, row, options), predictionPart),
      };
    else if (table === "annotations")
      yield {
        ...base,
        identity: (record) => `${record.id} ${base.fingerprint}`,
        parsed: asPart(parseAnnotationCsvRow(header, row, options), annotationPart),
      };
    else yield { ...base, identity: itemIdentity, parsed: parseItemCsvRow(header, row, options) };
  }
}

function predictionIdentity({ id, predictions: [prediction] }: DatasetRecord): string {
  return JSON.stringify([id, prediction?.model, prediction?.run, prediction?.fold]);
}

const emptyRecord = (line: number, id: string): DatasetRecord => ({
  line,
  id,
  text: null,
  image: null,
  sha256: null,
  label: null,
  split: null,
  group: null,
  observedAt: null,
  meta: new Map(),
  predictions: [],
  annotations: [],
  adjudications: [],
  embedding: null,
  excluded: null,
  resolved: null,
  extra: new Map(),
});

type Part = Pick<DatasetRecord, "predictions" | "annotations">;
const predictionPart = (value: DatasetRecord["predictions"][number] | null): Part => ({
  predictions: value ? [value] : [],
  annotations: [],
});
const annotationPart = (value: DatasetRecord["annotations"][number]): Part => ({
  predictions: [],
  annotations: [value],
});

/** A row beside the items as a record without payload, which adds to an item that is there. */
function asPart<V>(row: LinkedRow<V>, part: (value: V) => Part): ParsedRecord {
  if (!row.ok) return row;
  const found = part(row.value);
  const counts = { annotations: found.annotations.length, predictions: found.predictions.length };
  return {
    ok: true,
    record: { ...emptyRecord(row.line, row.id), ...found },
    normalised: row.normalised,
    warnings: [],
    counts,
  };
}
