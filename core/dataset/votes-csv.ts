import type { VoteColumns } from "../annotation/ratings";
import { normaliseName } from "../label-set/label-name";
import { DatasetFileError } from "./dataset-problem";
import { DistinctBytes } from "./distinct-bytes";
import { LongCsv } from "./long-csv";
import { decodeUtf8, firstInvalidUtf8 } from "./utf8";

/** Votes of a file in long form: indices into the three lists of names, one vote per row that has a label, in file order. */
export interface VotesFile extends VoteColumns {
  /** Item ids in the order in which they first appear. */
  items: string[];
  /** By code point. */
  annotators: string[];
  /** By code point. */
  labels: string[];
  /** Rows without a label: no vote, not a class of their own. */
  rowsWithoutLabel: number;
}

const COLUMNS = [
  ["item", "task", "question", "id", "unit"],
  ["annotator", "worker", "rater", "user", "coder"],
  ["label", "answer", "value", "rating", "code"],
] as const;

/**
 * Reads `item,annotator,label`, one vote a row; other columns are ignored, other usual names of the three are known.
 *
 * Repeated (item, annotator) pairs are all kept, in file order: whoever groups the votes takes the last, or all where the
 * data declare repeated measurements. Names are NFC without outer white space. Throws `DatasetFileError` with the line of
 * the first row that cannot be read.
 *
 * Cost: O(bytes), no object per row.
 *
 * @example parseVotesCsv(bytes of "item,annotator,label\na,1,yes\na,2,no\n").labels // ["no", "yes"]
 */
export function parseVotesCsv(bytes: Uint8Array): VotesFile {
  const csv = new LongCsv(bytes, columnsOf);
  const found = [new DistinctBytes(), new DistinctBytes(), new DistinctBytes()] as const;
  const rows = new Rows();
  let rowsWithoutLabel = 0;
  while (csv.nextRow()) {
    if (csv.isEmpty(2)) {
      rowsWithoutLabel++;
      continue;
    }
    for (const column of [0, 1] as const)
      if (csv.isEmpty(column))
        throw new DatasetFileError(
          column === 0 ? "id-missing" : "annotator-invalid",
          `Line ${csv.line}: the ${COLUMNS[column][0]} is empty.`,
          { line: csv.line },
        );
    rows.add(csv.indexIn(found[0], 0), csv.indexIn(found[1], 1), csv.indexIn(found[2], 2));
  }
  const [items, annotators, labels] = found.map((values) => names(values, bytes)) as [string[], string[], string[]];
  return { ...named(rows, [items, annotators, labels]), rowsWithoutLabel };
}

/** Positions of item, annotator and label in the header. */
function columnsOf(header: readonly string[]): number[] {
  const lower = header.map((name) => name.toLowerCase());
  return COLUMNS.map((known) => {
    const name = known.find((candidate) => lower.includes(candidate));
    if (name === undefined)
      throw new DatasetFileError(
        "csv-header",
        `The header has no column "${known[0]}"; expected item,annotator,label, found ${header.join(",")}.`,
        { line: 1 },
      );
    return lower.indexOf(name);
  });
}

/** Three growing columns. */
class Rows {
  length = 0;
  columns = [new Int32Array(4096), new Int32Array(4096), new Int32Array(4096)] as [Int32Array, Int32Array, Int32Array];

  add(item: number, annotator: number, label: number): void {
    if (this.length === this.columns[0].length)
      this.columns = this.columns.map((column) => {
        const larger = new Int32Array(2 * column.length);
        larger.set(column);
        return larger;
      }) as [Int32Array, Int32Array, Int32Array];
    this.columns[0][this.length] = item;
    this.columns[1][this.length] = annotator;
    this.columns[2][this.length] = label;
    this.length++;
  }
}

function names(values: DistinctBytes, bytes: Uint8Array): string[] {
  try {
    return Array.from({ length: values.size }, (_, k) =>
      normaliseName(decodeUtf8(values.at(k), { line: null, byteOffset: 0 })),
    );
  } catch {
    const byteOffset = firstInvalidUtf8(bytes);
    let line = 1;
    for (let at = 0; at < byteOffset; at++) if (bytes[at] === 10) line++;
    throw new DatasetFileError(
      "encoding",
      `The file is not UTF-8: the first wrong sequence is at line ${line}, byte ${byteOffset}.`,
      { line, byteOffset },
    );
  }
}

/** The rows with the final indices: equal normalised names are one, annotators and labels stand by code point. */
function named(rows: Rows, [items, annotators, labels]: [string[], string[], string[]]) {
  const [item, annotator, label] = [distinct(items), distinct(annotators, byCodePoint), distinct(labels, byCodePoint)];
  const column = (k: 0 | 1 | 2, of: Int32Array) =>
    rows.columns[k].subarray(0, rows.length).map((index) => of[index] as number);
  return {
    items: item.names,
    annotators: annotator.names,
    labels: label.names,
    item: column(0, item.of),
    annotator: column(1, annotator.of),
    label: column(2, label.of),
  };
}

function distinct(values: readonly string[], order?: (a: string, b: string) => number) {
  const names = [...new Set(values)];
  if (order) names.sort(order);
  const position = new Map(names.map((name, k) => [name, k]));
  return { names, of: Int32Array.from(values, (value) => position.get(value) as number) };
}

/** Order of texts by code point; `<` would put characters beyond U+FFFF before some below it. */
export function byCodePoint(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [x, y] = [a.codePointAt(at) as number, b.codePointAt(at) as number];
    if (x !== y) return x - y;
    if (x > 0xffff) at++;
  }
  return a.length - b.length;
}
