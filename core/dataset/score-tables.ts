import { normaliseName } from "../label-set/label-name";
import { DatasetFileError } from "./dataset-problem";
import { isObject } from "./json-row";
import { LongCsv } from "./long-csv";
import { decodeTextLines } from "./text-lines";

/** Probabilities of a text file, one row per item. */
export interface ProbabilityTable {
  /** Row-major, as they stand in the file. */
  values: Float64Array;
  /** Names of the labels in column order, where the file has them. */
  names: string[] | undefined;
  ids: string[] | undefined;
  /** Line of each row. */
  lines: number[];
}

/** Given labels of a text file, as written; empty where an item has none. */
export interface LabelTable {
  labels: string[];
  ids: string[] | undefined;
  lines: number[];
}

const ID_COLUMNS = ["id", "item"];
const LABEL_COLUMNS = ["label", "given_label", "given", "y"];
const PROBABILITY_COLUMN = /^(?:prob[_.]|probs\.|p_)(.+)$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Reads probabilities from CSV: columns `prob_<label>`, `probs.<label>` or `p_<label>`, or, where there are none such, every column
 * but `id`. Throws `DatasetFileError` with the line.
 */
export function parseProbabilitiesCsv(bytes: Uint8Array): ProbabilityTable {
  let names: string[] = [];
  let hasIds = false;
  const csv = new LongCsv(bytes, (header) => {
    const id = header.findIndex((name) => ID_COLUMNS.includes(name.toLowerCase()));
    hasIds = id >= 0;
    const marked = [...header.keys()].filter((k) => PROBABILITY_COLUMN.test(header[k] ?? ""));
    const columns = marked.length > 0 ? marked : [...header.keys()].filter((k) => k !== id);
    names = columns.map((k) => normaliseName((header[k] ?? "").replace(PROBABILITY_COLUMN, "$1")));
    if (names.length < 2)
      throw new DatasetFileError("csv-header", "The file has fewer than two columns of probabilities.", { line: 1 });
    return hasIds ? [...columns, id] : columns;
  });
  const [values, ids, lines]: [number[], string[], number[]] = [[], [], []];
  while (csv.nextRow()) {
    for (let k = 0; k < names.length; k++) values.push(probability(csv.text(k), names[k] as string, csv.line));
    if (hasIds) ids.push(csv.text(names.length));
    lines.push(csv.line);
  }
  return { values: Float64Array.from(values), names, ids: hasIds ? ids : undefined, lines };
}

function probability(cell: string, name: string, line: number): number {
  if (cell === "")
    throw new DatasetFileError("probs-incomplete", `Line ${line}: no probability for "${name}".`, { line });
  if (!NUMBER.test(cell))
    throw new DatasetFileError("probs-type", `Line ${line}: "${cell}" for "${name}" is not a number.`, { line });
  return Number(cell);
}

/** Reads given labels from CSV: a column `label` (also `given_label`, `given`, `y`), or the only column besides `id`. */
export function parseLabelsCsv(bytes: Uint8Array): LabelTable {
  let hasIds = false;
  const csv = new LongCsv(bytes, (header) => {
    const lower = header.map((name) => name.toLowerCase());
    const id = lower.findIndex((name) => ID_COLUMNS.includes(name));
    hasIds = id >= 0;
    const others = [...lower.keys()].filter((k) => k !== id);
    const named = LABEL_COLUMNS.map((name) => lower.indexOf(name)).find((k) => k >= 0);
    const label = named ?? (others.length === 1 ? others[0] : undefined);
    if (label === undefined) throw new DatasetFileError("csv-header", 'The header has no column "label".', { line: 1 });
    return hasIds ? [label, id] : [label];
  });
  const [labels, ids, lines]: [string[], string[], number[]] = [[], [], []];
  while (csv.nextRow()) {
    labels.push(normaliseName(csv.text(0)));
    if (hasIds) ids.push(csv.text(1));
    lines.push(csv.line);
  }
  return { labels, ids: hasIds ? ids : undefined, lines };
}

/** Reads probabilities from JSON lines `{"id": ..., "probs": [...]}`; probs may be an object by label name. */
export function parseProbabilitiesJsonl(bytes: Uint8Array): ProbabilityTable {
  const [values, ids, lines]: [number[], string[], number[]] = [[], [], []];
  let names: string[] | undefined;
  let classes: number | undefined;
  for (const { line, json } of objects(bytes)) {
    const probs = json.probs ?? json.probabilities;
    let row: unknown[];
    if (Array.isArray(probs)) row = probs;
    else if (isObject(probs)) {
      names ??= Object.keys(probs).map(normaliseName);
      const byName = new Map(Object.entries(probs).map(([name, value]) => [normaliseName(name), value]));
      row = names.map((name) => byName.get(name));
      if (byName.size !== names.length) row = [];
    } else
      throw new DatasetFileError("probs-type", `Line ${line}: "probs" must be a list or an object of numbers.`, {
        line,
      });
    classes ??= row.length;
    if (row.length !== classes)
      throw new DatasetFileError("probs-length", `Line ${line}: ${row.length} probabilities, ${classes} before.`, {
        line,
      });
    for (const value of row) {
      if (typeof value !== "number")
        throw new DatasetFileError("probs-type", `Line ${line}: every probability must be a number.`, { line });
      values.push(value);
    }
    if (json.id !== undefined) ids.push(String(json.id));
    lines.push(line);
  }
  return { values: Float64Array.from(values), names, ids: ids.length === lines.length ? ids : undefined, lines };
}

/** Reads given labels from JSON lines `{"id": ..., "label": ...}`; a bare text or number a line is a label too. */
export function parseLabelsJsonl(bytes: Uint8Array): LabelTable {
  const [labels, ids, lines]: [string[], string[], number[]] = [[], [], []];
  for (const { line, value } of jsonLines(bytes)) {
    const label = isObject(value) ? (value.label ?? value.given ?? null) : value;
    if (label !== null && typeof label !== "string" && typeof label !== "number")
      throw new DatasetFileError("label-invalid", `Line ${line}: "label" must be text or a number.`, { line });
    labels.push(label === null ? "" : normaliseName(String(label)));
    if (isObject(value) && value.id !== undefined) ids.push(String(value.id));
    lines.push(line);
  }
  return { labels, ids: ids.length === lines.length && ids.length > 0 ? ids : undefined, lines };
}

function* objects(bytes: Uint8Array) {
  for (const { line, value } of jsonLines(bytes)) {
    if (!isObject(value)) throw new DatasetFileError("json-syntax", `Line ${line}: expected an object.`, { line });
    yield { line, json: value };
  }
}

/** The parsed lines of a JSONL file that is held in memory; blank lines are skipped. */
export function* jsonLines(bytes: Uint8Array): Generator<{ line: number; value: unknown }> {
  for (const { line, text } of decodeTextLines(bytes)) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new DatasetFileError("json-syntax", `Line ${line} is not JSON.`, { line });
    }
    yield { line, value };
  }
}
