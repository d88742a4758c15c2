import { expect, it } from "vitest";
import { createRandom } from "../random";
import { binomialDraw, multinomialDraw } from "./binomial-draw";

/** Chi-squared of observed draws against the binomial law, cells pooled to at least 20 expected draws. */
function chiSquared(n: number, p: number, draws: number, seed: number): { statistic: number; cells: number } {
  const random = createRandom(seed);
  const seen = new Float64Array(n + 1);
  for (let draw = 0; draw < draws; draw++) {
    const k = binomialDraw(n, p, random);
    seen[k] = (seen[k] ?? Number.NaN) + 1;
  }
  let [statistic, cells, observed, expected] = [0, 0, 0, 0];
  let logMass = n * Math.log1p(-p);
  for (let k = 0; k <= n; k++) {
    observed += seen[k] ?? 0;
    expected += draws * Math.exp(logMass);
    logMass += Math.log((n - k) / (k + 1)) + Math.log(p / (1 - p));
    if (expected < 20 && k < n) continue;
    if (expected >= 1) {
      statistic += (observed - expected) ** 2 / expected;
      cells++;
    }
    [observed, expected] = [0, 0];
  }
  return { statistic, cells };
}

it.each([
  [20, 0.1],
  [400, 0.02],
  [12, 0.8],
  [100, 0.3],
  [5000, 0.01],
  [60, 0.7],
])("draws follow Binomial(%i, %d)", (n, p) => {
  const { statistic, cells } = chiSquared(n, p, 40_000, 11);
  // five standard deviations of a chi-squared variable with cells - 1 degrees of freedom
  expect(cells).toBeGreaterThan(4);
  expect(statistic).toBeLessThan(cells - 1 + 5 * Math.sqrt(2 * (cells - 1)));
});

it("has no choice at the ends", () => {
  const random = createRandom(1);
  expect([binomialDraw(5, 0, random), binomialDraw(5, 1, random), binomialDraw(0, 0.5, random)]).toEqual([0, 5, 0]);
});

it("a multinomial draw always hands out all items, in proportion", () => {
  const random = createRandom(3);
  const shares = [5, 0, 15, 80];
  const counts = new Float64Array(4);
  const sums = new Float64Array(4);
  for (let draw = 0; draw < 2000; draw++) {
    multinomialDraw(100, shares, counts, random);
    expect(counts.reduce((a, b) => a + b)).toBe(100);
    counts.forEach((count, k) => {
      sums[k] = (sums[k] ?? 0) + count / 2000;
    });
  }
  // means of 2,000 draws: within five standard errors
  shares.forEach((share, k) => {
    const standardError = Math.sqrt((share * (1 - share / 100)) / 2000);
    expect(Math.abs((sums[k] ?? -1) - share)).toBeLessThanOrEqual(5 * standardError);
  });
});
