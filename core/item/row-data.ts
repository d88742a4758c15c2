import { describeType } from "../label-set/label-name";

export type RowValue = string | number | boolean | null;
/** One row of a table: column and value, in the order of the columns; a plain object would move number-like names to the front. */
export type RowData = [column: string, value: RowValue][];

export const MAX_ROW_COLUMNS = 1000;
export const MAX_ROW_BYTES = 2 ** 20;
const MAX_COLUMN_NAME = 200;

export type RowProblemAt = { column: string | null; message: string };

/** Why this cannot be a row of a table, and in which column; null when it can. */
export function rowDataProblem(entries: readonly (readonly [string, unknown])[]): RowProblemAt | null {
  if (entries.length === 0 || entries.length > MAX_ROW_COLUMNS)
    return { column: null, message: `A row has 1 to ${MAX_ROW_COLUMNS} columns; found ${entries.length}.` };
  let bytes = 0;
  for (const [column, value] of entries) {
    const message = columnProblem(column) ?? valueProblem(value);
    if (message) return { column, message };
    // at most 3 bytes a UTF-16 unit: only rows that could be too long are measured
    bytes += 3 * (column.length + (typeof value === "string" ? value.length : 24));
  }
  const size = bytes > MAX_ROW_BYTES ? new TextEncoder().encode(JSON.stringify(entries)).length : bytes;
  return size > MAX_ROW_BYTES
    ? { column: null, message: `The row has ${size} bytes; at most ${MAX_ROW_BYTES} are allowed.` }
    : null;
}

function columnProblem(column: string): string | null {
  const length = [...column].length;
  if (length < 1 || length > MAX_COLUMN_NAME)
    return `The name of a column has 1 to ${MAX_COLUMN_NAME} characters; found ${length}.`;
  return /\p{Cc}/u.test(column) ? "The name of a column holds a control character." : null;
}

function valueProblem(value: unknown): string | null {
  if (typeof value === "number" && !Number.isFinite(value)) return "The number is too large.";
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return null;
  return `Expected text, a number, true, false or null; found ${describeType(value)}.`;
}

/**
 * The value that a cell of a CSV file holds: a number or a boolean only where writing it gives the same cell again, so that
 * 007 and 1.50 stay texts; nothing when the cell is empty.
 */
export function cellValue(cell: string): RowValue {
  if (cell === "") return null;
  if (cell === "true" || cell === "false") return cell === "true";
  const number = Number(cell);
  return Number.isFinite(number) && String(number) === cell ? number : cell;
}

/**
 * A row in one line, for lists: the first columns with their values.
 *
 * @example rowSummary([["age", 41], ["city", "Oulu"]]) // "age: 41 · city: Oulu"
 */
export function rowSummary(data: RowData, maxLength = 240): string {
  let summary = "";
  for (const [column, value] of data) {
    const part = `${column}: ${value === null ? "–" : value}`;
    summary += summary === "" ? part : ` · ${part}`;
    if (summary.length >= maxLength) break;
  }
  return summary.length > maxLength ? `${summary.slice(0, maxLength - 1)}…` : summary;
}
