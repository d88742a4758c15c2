import type { RowData } from "../item/row-data";
import { cellNumber } from "./row-vector";

/** A column is one of numbers when so many of its cells are; the others count as missing. */
const NUMERIC_SHARE = 0.95;

/**
 * The columns that hold numbers, in the order of their first appearance, and one row of them per item (items x columns,
 * NaN where a value is missing). A column in which every number is the same, or all differ and count upwards by one
 * (a row number), tells nothing and is left out.
 */
export function numericColumns(rows: readonly (RowData | null)[]): {
  columns: string[];
  vectors: Float32Array;
  dims: number;
} {
  const seen = new Map<string, { numbers: Float32Array; given: number }>();
  for (const [item, row] of rows.entries())
    for (const [name, value] of row ?? []) {
      const column = seen.get(name) ?? { numbers: new Float32Array(rows.length).fill(Number.NaN), given: 0 };
      seen.set(name, column);
      if (value !== null && value !== "") column.given += 1;
      const number = cellNumber(value);
      if (number !== null) column.numbers[item] = number;
    }
  const kept = [...seen].filter(([, { numbers, given }]) => {
    const values = numbers.filter((value) => !Number.isNaN(value));
    const isNumeric = values.length > 0 && values.length >= NUMERIC_SHARE * given;
    return isNumeric && values.some((value) => value !== values[0]) && !isCounter(values);
  });
  const dims = kept.length;
  const vectors = new Float32Array(rows.length * dims);
  for (const [d, [, { numbers }]] of kept.entries())
    for (let item = 0; item < rows.length; item++) vectors[item * dims + d] = numbers[item] as number;
  return { columns: kept.map(([name]) => name), vectors, dims };
}

const isCounter = (values: Float32Array) =>
  values.length > 2 && values.every((value, k) => k === 0 || value === (values[k - 1] as number) + 1);
