import { expect, it } from "vitest";
import { createRandom } from "../random";
import { bootstrapPatterns, evaluate, type PatternSums } from "./bootstrap";

/** The mean of 0/1 items as a pattern statistic, and the mean of ones among them as one that is undefined without ones. */
function shareOf(ones: number, zeros: number): PatternSums {
  return {
    multiplicity: [zeros, ones],
    start: Int32Array.of(0, 1, 3),
    index: Int32Array.of(0, 0, 1),
    values: Float64Array.of(1, 1, 1),
    totals: 2,
    statistics: 2,
    finish([n = 0, k = 0], out) {
      out[0] = k / n;
      out[1] = k > 0 ? 1 : Number.NaN;
    },
  };
}

it("evaluates the statistics at the given weights", () => {
  expect([...evaluate(shareOf(3, 1), [1, 3])]).toEqual([0.75, 1]);
  expect([...evaluate(shareOf(3, 1), [4, 0])]).toEqual([0, Number.NaN]);
});

it("has the closed-form jackknife of a mean", () => {
  const [share] = bootstrapPatterns(shareOf(30, 70), { resamples: 100, random: createRandom(1) });
  // sqrt(p (1 - p) / (n - 1)); acceleration = skewness / (6 sqrt n)
  expect(share?.jackknifeStandardError).toBeCloseTo(Math.sqrt(0.21 / 99), 12);
  expect(share?.acceleration).toBeCloseTo(0.4 / Math.sqrt(0.21) / 6 / 10, 12);
});

it("covers close to the exact binomial interval", () => {
  const [share] = bootstrapPatterns(shareOf(300, 700), { resamples: 20_000, random: createRandom(5) });
  // standard error .0145; BCa differs from p +- 1.96 se by far less than a fifth of it
  expect(share?.low).toBeCloseTo(0.3 - 1.96 * Math.sqrt(0.21 / 1000), 2);
  expect(share?.high).toBeCloseTo(0.3 + 1.96 * Math.sqrt(0.21 / 1000), 2);
  expect(share?.undefinedShare).toBe(0);
});

it("gives no interval where more than 5 % of the resamples are undefined, and nothing for an undefined statistic", () => {
  const [, rare] = bootstrapPatterns(shareOf(1, 99), { resamples: 1000, random: createRandom(2) });
  // no resample contains the single item with probability (1 - 1/100)^100 = .366
  expect(rare?.undefinedShare).toBeGreaterThan(0.29);
  expect(rare?.undefinedShare).toBeLessThan(0.45);
  expect(rare).not.toHaveProperty("low");
  expect(rare).not.toHaveProperty("jackknifeStandardError");
  expect(bootstrapPatterns(shareOf(0, 10), { resamples: 10, random: createRandom(2) })[1]).toBeUndefined();
});

it("is the same for the same seed", () => {
  const run = () => bootstrapPatterns(shareOf(30, 70), { resamples: 200, random: createRandom(9) });
  expect(run()).toEqual(run());
});
