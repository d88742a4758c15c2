import fc from "fast-check";
import { expect, it } from "vitest";
import { midRanks, roundHalfEven, roundKeepingSum } from "./ranks";

it("gives equal values the mean of their ranks", () => {
  expect([...midRanks([3, 1, 3])]).toEqual([2.5, 1, 2.5]);
  expect([...midRanks([0, 0, 0, 5])]).toEqual([2, 2, 2, 4]);
  expect([...midRanks([])]).toEqual([]);
});

it("rounds exact halves to the even number", () => {
  expect([0.5, 1.5, 2.5, 3.5, -1.5, 2.4, 2.6].map(roundHalfEven)).toEqual([0, 2, 2, 4, -2, 2, 3]);
});

it("moves the largest remainder up, ties to the higher index, and the smallest down, ties to the lower", () => {
  expect([...roundKeepingSum([0.4, 0.4, 0.4, 0.4, 0.4])]).toEqual([0, 0, 0, 1, 1]);
  expect([...roundKeepingSum([0.6, 0.6, 0.6, 0.6, 0.6])]).toEqual([0, 0, 1, 1, 1]);
  // the exact halves of 20news, row 3 (cleanlab 2.9.0)
  expect([...roundKeepingSum([3.5, 381.5, 3.5])]).toEqual([3, 381, 4]);
});

it("keeps the rounded sum and moves no value by more than 1.5", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
      const rounded = roundKeepingSum(values);
      expect(rounded.reduce((a, b) => a + b)).toBe(roundHalfEven(values.reduce((a, b) => a + b)));
      values.forEach((value, k) => {
        expect(Number.isInteger(rounded[k])).toBe(true);
        expect(Math.abs((rounded[k] ?? 0) - value)).toBeLessThanOrEqual(1.5);
      });
    }),
  );
});

it("midRanks do not depend on the order of values", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 6 })), (values) => {
      const ranks = midRanks(values);
      const backwards = midRanks([...values].reverse()).reverse();
      expect([...ranks]).toEqual([...backwards]);
      expect(ranks.reduce((a, b) => a + b, 0)).toBe((values.length * (values.length + 1)) / 2);
    }),
  );
});
