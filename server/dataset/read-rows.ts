import { open } from "node:fs/promises";
import { type CsvRow, openCsvBatches } from "@/core/dataset/csv";
import {
  type CsvTable,
  csvTableOf,
  parseAnnotationCsvRow,
  parseItemCsvRow,
  parsePredictionCsvRow,
} from "@/core/dataset/csv-tables";
import { type DatasetRecord, NONE, type RecordOptions } from "@/core/dataset/dataset-record";
import { textFingerprint } from "@/core/dataset/import-report";
import { type JsonlLine, readJsonlBatches } from "@/core/dataset/jsonl";
import { type LinkedRow, parsePredictionLine } from "@/core/dataset/parse-linked-row";
import { type ParsedRecord, parseRecordLine } from "@/core/dataset/parse-record";

export interface FileRow {
  line: number;
  raw: string;
  /** What may stand only once in a file: the item, or the item's prediction of one run; answers repeat freely. */
  identity(record: DatasetRecord, raw: string): string;
  parsed: ParsedRecord;
}

export type FileFormat = "jsonl" | "csv";
const NO_COUNTS = { annotations: 0, predictions: 0 };
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

/** The rows of a file, a chunk at a time, each parsed or with the reason why not. */
export function openRows(
  chunks: AsyncIterable<Uint8Array>,
  format: FileFormat,
  options: RecordOptions,
): AsyncGenerator<Iterable<FileRow>> {
  return format === "csv" ? csvRows(chunks, options) : jsonlRows(chunks, options);
}

const isPredictionsFile = (raw: string) =>
  /"probs"\s*:/.test(raw) && !/"(text|image|audio|data)"\s*:/.test(raw) && !/"predictions"\s*:/.test(raw);

async function* jsonlRows(chunks: AsyncIterable<Uint8Array>, options: RecordOptions) {
  let isPredictions: boolean | null = null;
  function* parsed(lines: readonly JsonlLine[]): Generator<FileRow> {
    for (const line of lines) {
      if (line.raw !== undefined) isPredictions ??= isPredictionsFile(line.raw);
      yield jsonlRow(line, isPredictions ?? false, options);
    }
  }
  for await (const lines of readJsonlBatches(chunks)) yield parsed(lines);
}

function jsonlRow({ line, raw, error }: JsonlLine, isPredictions: boolean, options: RecordOptions): FileRow {
  if (raw === undefined)
    return { line, raw: "", identity: itemIdentity, parsed: { ok: false, ...error, field: "", counts: NO_COUNTS } };
  return isPredictions
    ? {
        line,
        raw,
        identity: predictionIdentity,
        parsed: asPart(parsePredictionLine(raw, line, options), predictionPart),
      }
    : { line, raw, identity: itemIdentity, parsed: parseRecordLine(raw, line, options) };
}

async function* csvRows(chunks: AsyncIterable<Uint8Array>, options: RecordOptions) {
  const { header, batches } = await openCsvBatches(chunks);
  const table = csvTableOf(header, options.media);
  function* parsed(rows: readonly CsvRow[]): Generator<FileRow> {
    for (const row of rows) yield csvRow({ header, table, options }, row);
  }
  for await (const rows of batches) yield parsed(rows);
}

function csvRow(
  { header, table, options }: { header: readonly string[]; table: CsvTable; options: RecordOptions },
  row: CsvRow,
): FileRow {
  const { line, cells } = row;
  const raw = JSON.stringify(cells);
  if (table === "predictions") {
    const parsed = asPart(parsePredictionCsvRow(header, row, options), predictionPart);
    return { line, raw, identity: predictionIdentity, parsed };
  }
  if (table === "annotations") {
    const parsed = asPart(parseAnnotationCsvRow(header, row, options), annotationPart);
    return { line, raw, identity: answerIdentity, parsed };
  }
  return { line, raw, identity: itemIdentity, parsed: parseItemCsvRow(header, row, options) };
}

const answerIdentity = ({ id }: DatasetRecord, raw: string) => `${id} ${raw.length} ${textFingerprint(raw, 3)}`;

function predictionIdentity({ id, predictions: [prediction] }: DatasetRecord): string {
  return JSON.stringify([id, prediction?.model, prediction?.run, prediction?.fold]);
}

const emptyRecord = (line: number, id: string): DatasetRecord => ({
  line,
  id,
  text: null,
  image: null,
  audio: null,
  data: null,
  sha256: null,
  label: null,
  split: null,
  group: null,
  observedAt: null,
  meta: NONE,
  predictions: [],
  annotations: [],
  adjudications: [],
  embedding: null,
  excluded: null,
  resolved: null,
  extra: NONE,
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
