import { describe, expect, it } from "vitest";
import { cellNumber, rowVector } from "./row-vector";

const columns = { columns: ["height", "age"], mean: [170, 40], std: [10, 20] };

describe("rowVector", () => {
  it("takes the columns in the model's order, whatever the row's", () => {
    const row = [
      ["age", "60"],
      ["name", "Mia"],
      ["height", 175],
    ] as const;
    expect(rowVector(row, columns)).toEqual({ ok: true, values: Float32Array.from([0.5, 1]) });
  });

  it.each([
    [[["age", 1]], "The column “height” is missing in this row, and the model reads a number."],
    [[["height", null]], "The column “height” is empty, and the model reads a number."],
    [[["height", "tall"]], "The column “height” holds “tall”, and the model reads a number."],
    [[["height", true]], "The column “height” holds “true”, and the model reads a number."],
  ] as const)("refuses %j", (row, message) => expect(rowVector(row, columns)).toEqual({ ok: false, message }));
});

it.each([
  [" 1.5e3 ", 1500],
  ["-.5", -0.5],
  ["0x10", null],
  ["1,5", null],
  ["Infinity", null],
  [Number.NaN, null],
  ["", null],
] as const)("cellNumber(%j) is %j", (value, number) => expect(cellNumber(value)).toBe(number));
