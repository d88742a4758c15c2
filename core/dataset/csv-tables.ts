import type { CsvRow } from "./csv";
import type { DatasetAnnotation, DatasetPrediction, RecordOptions } from "./dataset-record";
import type { JsonObject } from "./json-row";
import { type LinkedRow, parseAnnotationRow, parsePredictionRow } from "./parse-linked-row";
import { type ParsedRecord, parseRecord, type RowRejection } from "./parse-record";

/** `wide`: items with one model's probabilities in the same row. */
export const CSV_TABLES = ["items", "wide", "predictions", "annotations"] as const;
export type CsvTable = (typeof CSV_TABLES)[number];

const PROBABILITY = /^(?:prob[_.]|probs\.|p_)(.+)$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Which of our tables a header belongs to. */
export function csvTableOf(header: readonly string[]): CsvTable {
  const has = (...names: string[]) => names.some((name) => header.includes(name));
  if (has("annotator")) return "annotations";
  const hasProbabilities = has("probs") || header.some((name) => PROBABILITY.test(name));
  if (!hasProbabilities) return "items";
  return has("label", "text", "image", "file_name", "split") ? "wide" : "predictions";
}

/** The class names that the columns of probabilities name, in their order. */
export function probabilityColumns(header: readonly string[]): string[] {
  return header.flatMap((name) => PROBABILITY.exec(name)?.[1] ?? []);
}

/** A row of items.csv, or of a wide table, as a record. */
export function parseItemCsvRow(header: readonly string[], row: CsvRow, options: RecordOptions): ParsedRecord {
  return row.error ? rejected(row.error) : parseRecord(itemJson(header, row.cells, options), row.line, options);
}

/** A row of predictions.csv. */
export function parsePredictionCsvRow(
  header: readonly string[],
  row: CsvRow,
  options: RecordOptions,
): LinkedRow<DatasetPrediction | null> {
  return row.error ? rejected(row.error) : parsePredictionRow(predictionJson(header, row.cells), row.line, options);
}

/** A row of annotations.csv. */
export function parseAnnotationCsvRow(
  header: readonly string[],
  row: CsvRow,
  options: RecordOptions,
): LinkedRow<DatasetAnnotation> {
  return row.error ? rejected(row.error) : parseAnnotationRow(annotationJson(header, row.cells), row.line, options);
}

function rejected({ code, message }: NonNullable<CsvRow["error"]>): RowRejection {
  return { ok: false, code, field: "", message, counts: { annotations: 0, predictions: 0 } };
}

type Target = Map<string, unknown>;

/** The cells that are not empty, by column; columns that begin with `_` are notes of ours. */
function filled(header: readonly string[], cells: readonly string[]): [name: string, cell: string][] {
  return header.flatMap((name, i): [string, string][] => {
    const cell = cells[i] ?? "";
    return cell === "" || name === "" || name.startsWith("_") ? [] : [[name, cell]];
  });
}

const ITEM_COLUMNS: Readonly<Record<string, string>> = {
  id: "id",
  text: "text",
  image: "image",
  sha256: "sha256",
  label: "label",
  split: "split",
  group: "group",
  observed_at: "observedAt",
};

function itemJson(header: readonly string[], cells: readonly string[], options: RecordOptions): JsonObject {
  const item: Target = new Map();
  const nested = {
    meta: new Map() as Target,
    resolved: new Map() as Target,
    posterior: new Map() as Target,
    unknown: new Map() as Target,
  };
  for (const [name, cell] of filled(header, cells)) {
    const key = Object.hasOwn(ITEM_COLUMNS, name) ? ITEM_COLUMNS[name] : undefined;
    if (key) item.set(key, cell);
    else if (name.startsWith("meta.")) nested.meta.set(name.slice(5), cell);
    else if (name.startsWith("resolved.")) nested.resolved.set(name.slice(9), cell);
    else if (name.startsWith("posterior_")) nested.posterior.set(name.slice(10), numberOr(cell));
    else if (name.startsWith("embedding.")) item.set("embedding", { name: name.slice(10), vector: jsonOr(cell) });
    else if (name === "file_name") addFileName(item, cell, { hasId: header.includes("id"), options });
    else if (name !== "probs" && !PROBABILITY.test(name)) nested.unknown.set(name, cell);
  }
  if (nested.posterior.size > 0) nested.resolved.set("posterior", Object.fromEntries(nested.posterior));
  if (nested.resolved.size > 0) item.set("resolved", Object.fromEntries(nested.resolved));
  if (nested.meta.size > 0) item.set("meta", Object.fromEntries(nested.meta));
  if (nested.unknown.size > 0) item.set("extra", { item: Object.fromEntries(nested.unknown) });
  const probs = probabilitiesOf(header, cells);
  if (probs !== null) item.set("predictions", [{ probs }]);
  return Object.fromEntries(item);
}

function addFileName(item: Target, cell: string, { hasId, options }: { hasId: boolean; options: RecordOptions }): void {
  if (!hasId) item.set("id", cell);
  if (options.media === "image" && !item.has("image")) item.set("image", cell);
}

/** Null when every cell is empty: the item has no prediction from this run. */
function probabilitiesOf(header: readonly string[], cells: readonly string[]): unknown {
  const list = cells[header.indexOf("probs")] ?? "";
  if (list !== "") return jsonOr(list);
  const probs: Target = new Map();
  for (const [i, name] of header.entries()) {
    const label = PROBABILITY.exec(name)?.[1];
    if (label !== undefined) probs.set(label, cells[i] === "" ? null : numberOr(cells[i] ?? ""));
  }
  return [...probs.values()].every((value) => value === null) ? null : Object.fromEntries(probs);
}

function predictionJson(header: readonly string[], cells: readonly string[]): JsonObject {
  const given = new Map<string, unknown>(filled(header, cells));
  const keys = { id: given.get("id"), model: given.get("model"), run: given.get("run"), at: given.get("at") };
  const unknown = [...given].filter(([name]) => !PREDICTION_COLUMNS.has(name) && !PROBABILITY.test(name));
  return {
    ...Object.fromEntries(unknown),
    ...keys,
    fold: numberOr(given.get("fold")),
    outOfSample: booleanOr(given.get("out_of_sample")),
    probs: probabilitiesOf(header, cells),
  };
}

const PREDICTION_COLUMNS = new Set(["id", "model", "run", "at", "fold", "out_of_sample", "probs"]);

const ANNOTATION_COLUMNS: Readonly<Record<string, { key: string; read: (cell: string) => unknown }>> = {
  id: { key: "id", read: String },
  uid: { key: "uid", read: String },
  annotator: { key: "annotator", read: String },
  kind: { key: "kind", read: String },
  label: { key: "label", read: String },
  certainty: { key: "certainty", read: String },
  at: { key: "at", read: String },
  duration_ms: { key: "durationMs", read: numberOr },
  mode: { key: "mode", read: String },
  channel: { key: "channel", read: String },
  queue: { key: "queue", read: String },
  question: { key: "question", read: String },
  late: { key: "late", read: booleanOr },
  arm_probability: { key: "armProbability", read: numberOr },
};

function annotationJson(header: readonly string[], cells: readonly string[]): JsonObject {
  const annotation: Target = new Map();
  const suggestion: Target = new Map();
  for (const [name, cell] of filled(header, cells)) {
    const column = Object.hasOwn(ANNOTATION_COLUMNS, name) ? ANNOTATION_COLUMNS[name] : undefined;
    if (column) annotation.set(column.key, column.read(cell));
    else if (name === "suggestion.prob") suggestion.set("prob", numberOr(cell));
    else if (name.startsWith("suggestion.")) suggestion.set(name.slice(11), cell);
    else if (name === "skipped") {
      if (booleanOr(cell) === true) annotation.set("kind", "skip");
    } else annotation.set(name, cell);
  }
  if (suggestion.size > 0) annotation.set("suggestion", Object.fromEntries(suggestion));
  return Object.fromEntries(annotation);
}

/** The number that a cell writes, or the cell itself, which the check of the field refuses by name. */
function numberOr(cell: unknown): unknown {
  return typeof cell === "string" && NUMBER.test(cell) ? Number(cell) : cell;
}

function booleanOr(cell: unknown): unknown {
  if (typeof cell !== "string") return cell;
  const word = cell.toLowerCase();
  return word === "true" ? true : word === "false" ? false : cell;
}

function jsonOr(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}
