import fc from "fast-check";
import { expect, it } from "vitest";
import { chiSquareQuantile } from "./chi-square";
import { normalQuantile } from "./normal";

it.each([
  [0.95, 1, 3.841458820694124],
  [0.95, 2, 5.991464547107979],
  [0.95, 9, 16.918977604620448],
  [0.05, 4, 0.7107230213973239],
  [0.95, 99, 123.2252214533618],
  [0, 3, 0],
])("share %d below, %d degrees of freedom: %d", (p, degrees, quantile) => {
  expect(chiSquareQuantile(p, degrees)).toBeCloseTo(quantile, 9);
});

it("one degree of freedom is the square of a normal, two an exponential", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (p) => {
      expect(chiSquareQuantile(p, 1)).toBeCloseTo(normalQuantile((1 + p) / 2) ** 2, 8);
      expect(chiSquareQuantile(p, 2)).toBeCloseTo(-2 * Math.log(1 - p), 8);
    }),
  );
  expect(() => chiSquareQuantile(1, 2)).toThrow(RangeError);
});
