import { cellValue, type RowValue } from "../item/row-data";
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

/** Which of our tables a header belongs to. In a project of table rows a column of its own may begin like a probability. */
export function csvTableOf(header: readonly string[], media: RecordOptions["media"] = "text"): CsvTable {
  const has = (...names: string[]) => names.some((name) => header.includes(name));
  if (has("annotator")) return "annotations";
  const hasProbabilities = has("probs") || header.some((name) => PROBABILITY.test(name));
  if (!hasProbabilities) return "items";
  if (media === "table" && !has("model")) return "wide";
  return has("label", "text", "image", "audio", "file_name", "split") ? "wide" : "predictions";
}

/** The class names that the columns of probabilities name, in their order. */
export function probabilityColumns(header: readonly string[]): string[] {
  return header.flatMap((name) => PROBABILITY.exec(name)?.[1] ?? []);
}

/** A row of items.csv, or of a wide table, as a record. */
export function parseItemCsvRow(header: readonly string[], row: CsvRow, options: RecordOptions): ParsedRecord {
  if (row.error) return rejected(row.error);
  const { json, dataColumns } = itemJson(header, row.cells, options);
  return parseRecord(json, row.line, options, { idSource: null, dataColumns });
}

/** A row of predictions.csv. */
export function parsePredictionCsvRow(
  header: readonly string[],
  row: CsvRow,
  options: RecordOptions,
): LinkedRow<DatasetPrediction | null> {
  return row.error
    ? rejected(row.error)
    : parsePredictionRow(predictionJson(header, row.cells, options), row.line, options);
}

/** A row of annotations.csv. */
export function parseAnnotationCsvRow(
  header: readonly string[],
  row: CsvRow,
  options: RecordOptions,
): LinkedRow<DatasetAnnotation> {
  return row.error
    ? rejected(row.error)
    : parseAnnotationRow(annotationJson(header, row.cells, options), row.line, options);
}

function rejected({ code, message }: NonNullable<CsvRow["error"]>): RowRejection {
  return { ok: false, code, field: "", message, counts: { annotations: 0, predictions: 0 } };
}

type Target = Map<string, unknown>;

/** What a header says, found out once for all of its rows. */
type Layout = {
  media: RecordOptions["media"];
  /** Columns that begin with `_` are notes of ours. */
  named: readonly { at: number; name: string }[];
  probabilities: readonly { at: number; label: string }[];
  /** Where a list of all probabilities stands; -1 when there is none. */
  listAt: number;
  isProbability: ReadonlySet<string>;
  /** Columns of the row that is judged, or shown beside what is. */
  data: readonly { at: number; column: string }[];
};
const layouts = new WeakMap<readonly string[], Layout>();

function layoutOf(header: readonly string[], { media, labels }: RecordOptions): Layout {
  const known = layouts.get(header);
  if (known?.media === media) return known;
  const probabilities = header.flatMap((name, at) => {
    const label = PROBABILITY.exec(name)?.[1];
    // of a row's own columns only those that name a label are probabilities
    return label === undefined || (media === "table" && labels && !labels.has(label)) ? [] : [{ at, label }];
  });
  const named = namedColumns(header);
  const isProbability = new Set(probabilities.map(({ at }) => header[at] ?? ""));
  const layout: Layout = {
    media,
    named,
    probabilities,
    listAt: header.indexOf("probs"),
    isProbability,
    data: named.flatMap(({ at, name }) => {
      if (name.startsWith("data.")) return name === "data." ? [] : [{ at, column: name.slice(5) }];
      return media === "table" && !isProbability.has(name) && !isOurs(name) ? [{ at, column: name }] : [];
    }),
  };
  layouts.set(header, layout);
  return layout;
}

const namedColumns = (header: readonly string[]) =>
  header.flatMap((name, at) => (name === "" || name.startsWith("_") ? [] : [{ at, name }]));

/** Whether a column means something else than a value of the row. */
const isOurs = (name: string) =>
  ITEM_COLUMNS.has(name) ||
  name === "probs" ||
  name === "file_name" ||
  /^(?:meta|resolved|embedding)\.|^posterior_/.test(name);

/** The cells that are not empty, by column. */
function filled(
  header: readonly string[],
  cells: readonly string[],
  options: RecordOptions,
): [name: string, cell: string][] {
  const found: [string, string][] = [];
  for (const { at, name } of layoutOf(header, options).named) {
    const cell = cells[at] ?? "";
    if (cell !== "") found.push([name, cell]);
  }
  return found;
}

const ITEM_COLUMNS: ReadonlyMap<string, string> = new Map([
  ["id", "id"],
  ["text", "text"],
  ["image", "image"],
  ["audio", "audio"],
  ["sha256", "sha256"],
  ["label", "label"],
  ["split", "split"],
  ["group", "group"],
  ["observed_at", "observedAt"],
]);

function itemJson(header: readonly string[], cells: readonly string[], options: RecordOptions) {
  const { isProbability } = layoutOf(header, options);
  const item: Target = new Map();
  const nested = {
    meta: new Map() as Target,
    resolved: new Map() as Target,
    posterior: new Map() as Target,
    unknown: new Map() as Target,
  };
  for (const [name, cell] of filled(header, cells, options)) {
    const key = ITEM_COLUMNS.get(name);
    if (key) item.set(key, cell);
    else if (name === "probs" || isProbability.has(name)) continue;
    else if (name.startsWith("meta.")) nested.meta.set(name.slice(5), cell);
    else if (name.startsWith("resolved.")) nested.resolved.set(name.slice(9), cell);
    else if (name.startsWith("posterior_")) nested.posterior.set(name.slice(10), numberOr(cell));
    else if (name.startsWith("embedding.")) item.set("embedding", { name: name.slice(10), vector: jsonOr(cell) });
    else if (name === "file_name") addFileName(item, cell, { hasId: header.includes("id"), options });
    else if (options.media !== "table" && !name.startsWith("data.")) nested.unknown.set(name, cell);
  }
  if (nested.posterior.size > 0) nested.resolved.set("posterior", Object.fromEntries(nested.posterior));
  if (nested.resolved.size > 0) item.set("resolved", Object.fromEntries(nested.resolved));
  if (nested.meta.size > 0) item.set("meta", Object.fromEntries(nested.meta));
  if (nested.unknown.size > 0) item.set("extra", { item: Object.fromEntries(nested.unknown) });
  const data = rowCells(header, cells, options);
  if (data !== null) item.set("data", Object.fromEntries(data));
  const probs = probabilitiesOf(header, cells, options);
  if (probs !== null) item.set("predictions", [{ probs }]);
  return { json: Object.fromEntries(item), dataColumns: data && [...data.keys()] };
}

/** The cells of `data`, empty ones too; null when the header has none, or all are empty. */
function rowCells(header: readonly string[], cells: readonly string[], options: RecordOptions) {
  const { data } = layoutOf(header, options);
  if (!data.some(({ at }) => (cells[at] ?? "") !== "")) return null;
  return new Map<string, RowValue>(data.map(({ at, column }) => [column, cellValue(cells[at] ?? "")]));
}

function addFileName(item: Target, cell: string, { hasId, options }: { hasId: boolean; options: RecordOptions }): void {
  if (!hasId) item.set("id", cell);
  if (options.media !== "image" && options.media !== "audio") return;
  if (!item.has(options.media)) item.set(options.media, cell);
}

/** Null when every cell is empty: the item has no prediction from this run. */
function probabilitiesOf(header: readonly string[], cells: readonly string[], options: RecordOptions): unknown {
  const { listAt, probabilities } = layoutOf(header, options);
  const list = cells[listAt] ?? "";
  if (list !== "") return jsonOr(list);
  const probs: Target = new Map();
  for (const { at, label } of probabilities) probs.set(label, cells[at] === "" ? null : numberOr(cells[at] ?? ""));
  return [...probs.values()].every((value) => value === null) ? null : Object.fromEntries(probs);
}

function predictionJson(header: readonly string[], cells: readonly string[], options: RecordOptions): JsonObject {
  const { isProbability } = layoutOf(header, options);
  const given = new Map<string, unknown>(filled(header, cells, options));
  const keys = { id: given.get("id"), model: given.get("model"), run: given.get("run"), at: given.get("at") };
  const unknown = [...given].filter(([name]) => !PREDICTION_COLUMNS.has(name) && !isProbability.has(name));
  return {
    ...Object.fromEntries(unknown),
    ...keys,
    fold: numberOr(given.get("fold")),
    outOfSample: booleanOr(given.get("out_of_sample")),
    probs: probabilitiesOf(header, cells, options),
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
  offered: { key: "offered", read: numberOr },
  late: { key: "late", read: booleanOr },
  arm_probability: { key: "armProbability", read: numberOr },
};

function annotationJson(header: readonly string[], cells: readonly string[], options: RecordOptions): JsonObject {
  const annotation: Target = new Map();
  const suggestion: Target = new Map();
  for (const [name, cell] of filled(header, cells, options)) {
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
