/** One cell of an item's row. */
export type RowCell = readonly [column: string, value: string | number | boolean | null];

export interface RowColumns {
  columns: readonly string[];
  mean: readonly number[];
  std: readonly number[];
}
export type RowVector = { ok: true; values: Float32Array } | { ok: false; message: string };

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A cell as a number: a finite number, or a text that writes one; null for everything else. */
export function cellNumber(value: RowCell[1] | undefined): number | null {
  if (typeof value === "string" && !NUMBER.test(value.trim())) return null;
  const number = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/**
 * The numbers that a model reads from a row, each `(value - mean) / std` in float32:
 *
 *     fround(fround(fround(value) - mean) / std)
 *
 * A column that is missing, empty or no number refuses the row, because every stand-in would be a guess.
 */
export function rowVector(cells: readonly RowCell[], { columns, mean, std }: RowColumns): RowVector {
  const row = new Map(cells);
  const values = new Float32Array(columns.length);
  const f = Math.fround;
  for (const [k, column] of columns.entries()) {
    const number = cellNumber(row.get(column));
    if (number === null)
      return {
        ok: false,
        message: `The column “${column}” ${whatStands(row.get(column))}, and the model reads a number.`,
      };
    values[k] = f(f(f(number) - f(mean[k] ?? 0)) / f(std[k] ?? 1));
  }
  return { ok: true, values };
}

function whatStands(value: RowCell[1] | undefined): string {
  if (value === undefined) return "is missing in this row";
  return value === null || value === "" ? "is empty" : `holds “${String(value).slice(0, 40)}”`;
}
