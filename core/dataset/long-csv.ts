import { CSV_DELIMITERS } from "./csv";
import { DatasetFileError } from "./dataset-problem";
import type { DistinctBytes } from "./distinct-bytes";
import { checkTextStart, decodeUtf8 } from "./utf8";

const [TAB, LF, CR, SPACE, QUOTE] = [9, 10, 13, 32, 34];

/**
 * A CSV file of few short columns, read as bytes without an object per row: UTF-8, delimiter taken from the header, quoted cells,
 * LF, CRLF or CR. After `nextRow` the wanted cells can be asked for; blank lines are skipped, a row with another number of
 * cells than the header and a broken quote end the reading with the line.
 */
export class LongCsv {
  /** Line on which the current row begins; the header is line 1. */
  line = 1;
  private at: number;
  private nextLine = 1;
  private readonly delimiter: number;
  private readonly cells: number;
  private readonly wanted: Int32Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** Whether a cell holds doubled quotes. */
  private readonly doubled: Uint8Array;

  /** @param columnsOf the positions of the wanted columns, given the header. */
  constructor(
    private readonly bytes: Uint8Array,
    columnsOf: (header: readonly string[]) => number[],
  ) {
    this.at = checkTextStart(bytes);
    const start = this.at;
    let end = start;
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++;
    const text = decodeUtf8(bytes.subarray(start, end), { line: 1, byteOffset: start });
    if (text.trim() === "") throw new DatasetFileError("csv-header", "The file has no header row.", { line: 1 });
    const counts = CSV_DELIMITERS.map((candidate) => text.split(candidate).length);
    const delimiter = CSV_DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
    const header = text.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
    this.delimiter = delimiter.charCodeAt(0);
    this.cells = header.length;
    this.starts = new Int32Array(this.cells);
    this.ends = new Int32Array(this.cells);
    this.doubled = new Uint8Array(this.cells);
    this.wanted = Int32Array.from(columnsOf(header));
    this.at = end;
    this.endLine();
  }

  /** Moves to the next row; false at the end of the file. */
  nextRow(): boolean {
    while (this.at < this.bytes.length && this.isBlankLine()) this.endLine();
    if (this.at >= this.bytes.length) return false;
    this.line = this.nextLine;
    let count = 0;
    for (;;) {
      if (count < this.cells) this.doubled[count] = 0;
      this.readCell(count++);
      if (this.bytes[this.at] !== this.delimiter) break;
      this.at++;
    }
    if (count !== this.cells)
      throw new DatasetFileError(
        "csv-columns",
        `Line ${this.line}: the row has ${count} cells; the header has ${this.cells}.`,
        { line: this.line },
      );
    this.endLine();
    return true;
  }

  isEmpty(wanted: number): boolean {
    const cell = this.wanted[wanted] as number;
    return this.starts[cell] === this.ends[cell];
  }

  /** The number of a wanted cell of this row among the distinct values seen in its column. */
  indexIn(values: DistinctBytes, wanted: number): number {
    const cell = this.wanted[wanted] as number;
    const [start, end] = [this.starts[cell] as number, this.ends[cell] as number];
    if (!this.doubled[cell]) return values.indexOf(this.bytes, start, end);
    const single = this.bytes.slice(start, end).filter((byte, k, all) => byte !== QUOTE || isFirstOfPair(all, k));
    return values.indexOf(single, 0, single.length);
  }

  /** A wanted cell of this row as text. */
  text(wanted: number): string {
    const cell = this.wanted[wanted] as number;
    const [start, end] = [this.starts[cell] as number, this.ends[cell] as number];
    const text = decodeUtf8(this.bytes.subarray(start, end), { line: this.line, byteOffset: start });
    return this.doubled[cell] ? text.replaceAll('""', '"') : text;
  }

  private isBlankLine(): boolean {
    let at = this.at;
    while (this.bytes[at] === SPACE || (this.bytes[at] === TAB && this.delimiter !== TAB)) at++;
    const isBlank = at >= this.bytes.length || this.bytes[at] === LF || this.bytes[at] === CR;
    if (isBlank) this.at = at;
    return isBlank;
  }

  /** Steps over a line break. */
  private endLine(): void {
    if (this.bytes[this.at] === CR && this.bytes[this.at + 1] === LF) this.at += 2;
    else if (this.at < this.bytes.length) this.at++;
    this.nextLine++;
  }

  private readCell(cell: number): void {
    const { bytes } = this;
    let [at, end] = [this.at, 0];
    while (bytes[at] === SPACE) at++;
    const isQuoted = bytes[at] === QUOTE;
    let start = at;
    if (isQuoted) {
      start++;
      end = this.closingQuote(start, cell);
      at = end + 1;
      while (bytes[at] === SPACE) at++;
      if (!this.isCellEnd(at)) throw this.quoteError();
    } else {
      while (!this.isCellEnd(at)) {
        if (bytes[at] === QUOTE) throw this.quoteError();
        at++;
      }
      end = at;
    }
    this.at = at;
    while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
    while (start < end && (bytes[start] === SPACE || bytes[start] === TAB)) start++;
    this.starts[cell] = start;
    this.ends[cell] = end;
  }

  private isCellEnd(at: number): boolean {
    if (at >= this.bytes.length) return true;
    const byte = this.bytes[at];
    return byte === this.delimiter || byte === LF || byte === CR;
  }

  private closingQuote(start: number, cell: number): number {
    const { bytes } = this;
    for (let at = start; at < bytes.length; at++) {
      if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) this.nextLine++;
      if (bytes[at] !== QUOTE) continue;
      if (bytes[at + 1] !== QUOTE) return at;
      this.doubled[cell] = 1;
      at++;
    }
    throw this.quoteError();
  }

  private quoteError(): DatasetFileError {
    return new DatasetFileError(
      "csv-quote",
      `A quote is not closed, or stands inside a cell, in the record of line ${this.line}.`,
      { line: this.line },
    );
  }
}

/** Whether the quote at k is the one of a doubled quote that stays. */
function isFirstOfPair(bytes: Uint8Array, k: number): boolean {
  let before = 0;
  while (bytes[k - 1 - before] === QUOTE) before++;
  return before % 2 === 0;
}
