import { describe, expect, it } from "vitest";
import { fromFloat16, toFloat16 } from "./float16";

describe("float16", () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65520, 0x7c00],
    [0.333251953125, 0x3555],
    [2 ** -24, 0x0001],
    [2 ** -14, 0x0400],
    [Number.POSITIVE_INFINITY, 0x7c00],
  ])("packs %d as IEEE 754 says", (value, half) => {
    expect(toFloat16(value)).toBe(half);
  });

  it("rounds to the nearest, ties to even", () => {
    expect(toFloat16(1 + 2 ** -11)).toBe(0x3c00);
    expect(toFloat16(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(toFloat16(1 + 2 ** -11 + 2 ** -20)).toBe(0x3c01);
    expect(toFloat16(1.5 * 2 ** -24)).toBe(0x0002);
    expect(toFloat16(2.5 * 2 ** -24)).toBe(0x0002);
  });

  it("gives every half back", () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = fromFloat16(half);
      if (Number.isNaN(value)) expect((toFloat16(value) & 0x7fff) > 0x7c00).toBe(true);
      else if (toFloat16(value) !== half) expect.fail(`${half.toString(16)} came back as ${toFloat16(value)}`);
    }
  });
});
