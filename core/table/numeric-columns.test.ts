import { expect, it } from "vitest";
import type { RowData } from "../item/row-data";
import { numericColumns } from "./numeric-columns";

it("takes columns of numbers, and neither words, constants nor row numbers", () => {
  const rows = Array.from(
    { length: 40 },
    (_, k): RowData => [
      ["row", k + 1],
      ["name", `tree ${k}`],
      ["height", k === 7 ? null : (k * 7) % 5],
      ["price", `${(k * 3) % 7}.5`],
      ["year", 2020],
      ["mostly", k % 4 === 0 ? "n/a" : (k * 5) % 3],
    ],
  );
  const { columns, dims, vectors } = numericColumns([...rows, null]);
  expect(columns).toEqual(["height", "price"]);
  expect(dims).toBe(2);
  expect([...vectors.subarray(0, 4)]).toEqual([0, 0.5, 2, 3.5]);
  expect(vectors[14]).toBeNaN();
  expect([...vectors.subarray(80)]).toEqual([Number.NaN, Number.NaN]);
});

it("finds nothing in nothing", () => {
  expect(numericColumns([null, [["a", "x"]]])).toMatchObject({ columns: [], dims: 0 });
});
