import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellValue, MAX_ROW_COLUMNS, type RowData, rowDataProblem, rowSummary } from "./row-data";

describe("rowDataProblem", () => {
  it("takes flat values under any name", () => {
    const data: RowData = [
      ["10", 1],
      ["2", ""],
      ["__proto__", null],
      ["ok?", false],
    ];
    expect(rowDataProblem(data)).toBeNull();
  });

  it.each<[string, [string, unknown][], string | null]>([
    ["no column", [], null],
    ["too many columns", Array.from({ length: MAX_ROW_COLUMNS + 1 }, (_, k) => [`c${k}`, 1]), null],
    ["a nested value", [["a", { b: 1 }]], "a"],
    ["a list", [["a", [1]]], "a"],
    ["infinity", [["a", Number.POSITIVE_INFINITY]], "a"],
    ["a column without a name", [["", 1]], ""],
    ["a line break in a name", [["a\nb", 1]], "a\nb"],
    ["more than a mebibyte", [["a", "x".repeat(2 ** 20)]], null],
  ])("refuses %s", (_, entries, column) => {
    expect(rowDataProblem(entries)).toEqual({ column, message: expect.any(String) });
  });
});

describe("cellValue", () => {
  it.each([
    ["", null],
    ["42", 42],
    ["-0.5", -0.5],
    ["007", "007"],
    ["1.50", "1.50"],
    ["1e400", "1e400"],
    ["12345678901234567890", "12345678901234567890"],
    ["Infinity", "Infinity"],
    ["true", true],
    ["TRUE", "TRUE"],
    [" 1", " 1"],
  ])("%j", (cell, value) => {
    expect(cellValue(cell)).toBe(value);
  });

  it("writes back to the same cell", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String)), (cell) => {
        const value = cellValue(cell);
        expect(value === null ? "" : String(value)).toBe(cell);
      }),
    );
  });
});

describe("rowSummary", () => {
  it("is one line, cut where it gets long", () => {
    const data: RowData = [
      ["age", 41],
      ["city", null],
      ["note", "x".repeat(300)],
    ];
    expect(rowSummary(data.slice(0, 2))).toBe("age: 41 · city: –");
    expect(rowSummary(data, 40)).toHaveLength(40);
  });
});
