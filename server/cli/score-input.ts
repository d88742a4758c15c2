import { RowProblem } from "@/core/dataset/dataset-problem";
import {
  type LabelTable,
  type ProbabilityTable,
  parseLabelsCsv,
  parseLabelsJsonl,
  parseProbabilitiesCsv,
  parseProbabilitiesJsonl,
} from "@/core/dataset/score-tables";
import { decodeTextLines } from "@/core/dataset/text-lines";
import { normaliseName } from "@/core/label-set/label-name";
import { type MatrixReport, normalizeRows } from "@/core/prediction/probability-matrix";
import { InputError } from "./command";
import { formatOf, parsed, readInput, readNpy } from "./input-file";

/** Predictions as estimators read them, each row divided by its sum. */
export interface Predictions extends MatrixReport {
  file: string;
  values: Float64Array;
  rows: number;
  classes: number;
  names: string[] | undefined;
  ids: string[] | undefined;
}

export interface GivenLabels {
  /** Class indices; -1 for an item without a given label. */
  given: Int32Array;
  ids: string[] | undefined;
}

/** Label names in column order, one a line. */
export function readClassNames(file: string): string[] {
  return parsed(file, () => Array.from(decodeTextLines(readInput(file)), ({ text }) => normaliseName(text)));
}

export function readPredictions(file: string, sumTolerance: number): Predictions {
  const { values, rows, classes, names, ids, rowName } = predictionTable(file);
  if (classes < 2) throw new InputError(`${file}: label quality needs at least two classes, there is ${classes}.`);
  try {
    return { file, values, rows, classes, names, ids, ...normalizeRows(values, classes, { sumTolerance, rowName }) };
  } catch (error) {
    throw error instanceof RowProblem ? new InputError(`${file}: ${error.message}`) : error;
  }
}

function predictionTable(file: string) {
  const format = formatOf(file);
  if (format !== "npy") {
    const parse = format === "csv" ? parseProbabilitiesCsv : parseProbabilitiesJsonl;
    const table: ProbabilityTable = parsed(file, () => parse(readInput(file)));
    const rows = table.lines.length;
    const rowName = (row: number) => `line ${table.lines[row]}`;
    return { ...table, rows, classes: rows === 0 ? (table.names?.length ?? 0) : table.values.length / rows, rowName };
  }
  const array = readNpy(file);
  const { shape, kind } = array.header;
  if (!("values" in array) || kind !== "f")
    throw new InputError(
      `${file}: predictions must be floats (f2, f4 or f8), the dtype is ${kind}${array.header.size}.`,
    );
  const [rows, classes] = shape;
  if (shape.length !== 2 || rows === undefined || classes === undefined)
    throw new InputError(
      `${file}: predictions must have two axes (items, classes), the shape is (${shape.join(", ")}).`,
    );
  return {
    values: array.values,
    rows,
    classes,
    names: undefined,
    ids: undefined,
    rowName: (row: number) => `row ${row}`,
  };
}

export function readGivenLabels(file: string, classes: number, names: readonly string[] | undefined): GivenLabels {
  const format = formatOf(file);
  if (format !== "npy") {
    const parse = format === "csv" ? parseLabelsCsv : parseLabelsJsonl;
    const { labels, ids, lines }: LabelTable = parsed(file, () => parse(readInput(file)));
    return { given: indicesOfTexts(file, labels, { classes, names, rowName: (row) => `line ${lines[row]}` }), ids };
  }
  const array = readNpy(file);
  const { shape } = array.header;
  if (!(shape.length === 1 || (shape.length === 2 && shape[1] === 1)))
    throw new InputError(`${file}: labels must have one axis (items), the shape is (${shape.join(", ")}).`);
  if (shape.length === 2)
    process.stderr.write(`${file}: the shape (${shape.join(", ")}) is read as one column of labels\n`);
  const rowName = (row: number) => `row ${row}`;
  if ("texts" in array)
    return { given: indicesOfTexts(file, array.texts.map(normaliseName), { classes, names, rowName }), ids: undefined };
  return { given: indicesOfNumbers(file, array.values, classes), ids: undefined };
}

function indicesOfNumbers(file: string, values: Float64Array, classes: number): Int32Array {
  const given = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (!Number.isInteger(value)) throw new InputError(`${file}: row ${row}: the label ${value} is no class index.`);
    if (value < -1 || value >= classes)
      throw new InputError(
        `${file}: row ${row}: the label ${value} is outside 0..${classes - 1} (-1: no given label).`,
      );
    given[row] = value;
  }
  return given;
}

/** Names where every label is a known name, else indices. */
function indicesOfTexts(
  file: string,
  labels: readonly string[],
  {
    classes,
    names,
    rowName,
  }: { classes: number; names: readonly string[] | undefined; rowName: (row: number) => string },
): Int32Array {
  const position = new Map(names?.map((name, k) => [name, k]));
  if (labels.every((label) => label === "" || position.has(label)))
    return Int32Array.from(labels, (label) => position.get(label) ?? -1);
  return Int32Array.from(labels, (label, row) => {
    if (label === "") return -1;
    const index = /^(-1|\d+)$/.test(label) ? Number(label) : Number.NaN;
    if (index >= -1 && index < classes) return index;
    const remedy = names
      ? `; the classes are ${names.slice(0, 20).join(", ")}`
      : "; name the classes with --classes FILE";
    throw new InputError(
      `${file}: ${rowName(row)}: the label "${label}" is no class index in 0..${classes - 1}${remedy}.`,
    );
  });
}
