import Papa from "papaparse";
import { DatasetFileError } from "./dataset-problem";
import { decodeChunks } from "./utf8";

export const CSV_DELIMITERS = [",", ";", "\t", "|"] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];
export const MAX_CSV_COLUMNS = 4096;
export const MAX_CELL_LENGTH = 2 ** 20;
/** A record may not be longer than this: an unclosed quote would swallow the rest of the file. */
const MAX_RECORD_LENGTH = 16 * 2 ** 20;

/** One record; `line` is where it begins, with the header as line 1. */
export type CsvRow = { line: number } & (
  | { cells: readonly string[]; error?: never }
  | { cells: readonly string[]; error: { code: "csv-columns" | "field-limit"; message: string } }
);
export type CsvFile = {
  header: readonly string[];
  delimiter: CsvDelimiter;
  rows: AsyncGenerator<CsvRow>;
};
/** The same file, all records of a chunk at once. */
export type CsvBatches = Omit<CsvFile, "rows"> & { batches: AsyncGenerator<CsvRow[]> };

type Parsed = { data: string[][]; errors: { row?: number; message: string }[]; meta: { cursor: number } };

/**
 * Opens a CSV file: UTF-8, delimiter taken from the header, quoted line breaks and doubled quotes, LF, CRLF or CR. Rows are
 * read as they are asked for; a row with another number of cells than the header carries an error, blank lines are skipped. A
 * broken quote ends the file with `DatasetFileError`, because nothing after it can be trusted. Cells are never converted.
 */
export async function openCsv(chunks: AsyncIterable<Uint8Array>): Promise<CsvFile> {
  const { batches, ...file } = await openCsvBatches(chunks);
  return { ...file, rows: flattened(batches) };
}

async function* flattened(batches: AsyncGenerator<CsvRow[]>): AsyncGenerator<CsvRow> {
  for await (const batch of batches) yield* batch;
}

export async function openCsvBatches(chunks: AsyncIterable<Uint8Array>): Promise<CsvBatches> {
  const texts = decodeChunks(chunks);
  let start = "";
  let isEnd = false;
  while (!isEnd && headerEnd(start, isEnd) === -1) {
    if (start.length > MAX_RECORD_LENGTH)
      throw new DatasetFileError("csv-header", "The file has no line break: is it a CSV file?", { line: 1 });
    const next = await texts.next();
    if (next.done) isEnd = true;
    else start += next.value;
  }
  const end = headerEnd(start, isEnd);
  if (end === -1 || start.slice(0, end).trim() === "")
    throw new DatasetFileError("csv-header", "The file has no header row.", { line: 1 });
  const delimiter = sniffDelimiter(start.slice(0, end));
  const newline = start.startsWith("\r\n", end) ? "\r\n" : start.startsWith("\r", end) ? "\r" : "\n";
  const records = readRecords(start, isEnd, texts, new Papa.Parser({ delimiter, newline, quoteChar: '"' }));
  let first: RawRow[] = [];
  while (first.length === 0) {
    const next = await records.next();
    if (next.done) throw new DatasetFileError("csv-header", "The file has no header row.", { line: 1 });
    first = next.value;
  }
  const header = checkedHeader(first.shift()?.cells ?? []);
  return { header, delimiter, batches: checkedBatches(first, records, header.length) };
}

/** Where the first line break outside quotes stands; -1 while it has not been read. */
function headerEnd(text: string, isEnd: boolean): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === "\n") return at;
    else if (!isQuoted && character === "\r" && (isEnd || at + 1 < text.length)) return at;
  }
  return isEnd ? text.length : -1;
}

function sniffDelimiter(header: string): CsvDelimiter {
  const bare = header.replace(/"[^"]*"/g, "");
  const counts = CSV_DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return CSV_DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

function checkedHeader(cells: readonly string[]): string[] {
  const header = cells.map((cell) => cell.trim().normalize("NFC"));
  if (header.length > MAX_CSV_COLUMNS) {
    throw new DatasetFileError(
      "csv-header",
      `The file has ${header.length} columns; at most ${MAX_CSV_COLUMNS} are allowed.`,
      { line: 1 },
    );
  }
  const seen = new Set<string>();
  for (const name of header) {
    if (seen.has(name))
      throw new DatasetFileError("csv-header", `The column "${name}" stands twice in the header.`, { line: 1 });
    seen.add(name);
  }
  return header;
}

type RawRow = { line: number; cells: string[] };

async function* readRecords(
  start: string,
  isEnd: boolean,
  texts: AsyncGenerator<string>,
  parser: Papa.Parser,
): AsyncGenerator<RawRow[]> {
  let buffer = start;
  let line = 1;
  let isLast = isEnd;
  for (;;) {
    const { data, errors, meta } = parser.parse(buffer, 0, !isLast) as Parsed;
    // the last record of a piece may be cut inside a quote: only what is complete can be judged
    const broken = errors.find(({ row }) => isLast || (row ?? 0) < data.length);
    const batch: RawRow[] = [];
    for (const cells of broken ? data.slice(0, broken.row ?? 0) : data) {
      batch.push({ line, cells });
      line++;
      for (const cell of cells) line += lineBreaks(cell);
    }
    yield batch;
    if (broken)
      throw new DatasetFileError(
        "csv-quote",
        `A quote is not closed, or stands inside a cell, in the record of line ${line}.`,
        { line },
      );
    if (isLast) return;
    buffer = buffer.slice(meta.cursor);
    if (buffer.length > MAX_RECORD_LENGTH) {
      throw new DatasetFileError("csv-quote", `The record of line ${line} does not end: is a quote not closed?`, {
        line,
      });
    }
    const next = await texts.next();
    if (next.done) isLast = true;
    else buffer += next.value;
  }
}

const lineBreaks = (cell: string) => (/[\r\n]/.test(cell) ? cell.split(/\r\n|\r|\n/).length - 1 : 0);

async function* checkedBatches(
  first: RawRow[],
  records: AsyncGenerator<RawRow[]>,
  columns: number,
): AsyncGenerator<CsvRow[]> {
  const isBlank = ({ cells }: RawRow) => cells.length === 1 && cells[0]?.trim() === "";
  const checked = (batch: RawRow[]) => batch.filter((row) => !isBlank(row)).map((row) => checkedRow(row, columns));
  yield checked(first);
  for await (const batch of records) yield checked(batch);
}

function checkedRow({ line, cells }: RawRow, columns: number): CsvRow {
  if (cells.length !== columns) {
    const message = `The row has ${cells.length} cells; the header has ${columns}.`;
    return { line, cells, error: { code: "csv-columns", message } };
  }
  if (cells.some((cell) => cell.length > MAX_CELL_LENGTH)) {
    const message = `A cell has more than ${MAX_CELL_LENGTH} characters.`;
    return { line, cells, error: { code: "field-limit", message } };
  }
  return { line, cells };
}
