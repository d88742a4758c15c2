import fc from "fast-check";
import { expect, it } from "vitest";
import { clopperPearson, exactUpperBound, logGamma, wilson } from "./binomial-interval";
import { isDefined } from "./estimate";

function limits(estimate: ReturnType<typeof wilson>): [number, number] {
  if (!isDefined(estimate) || estimate.low === undefined || estimate.high === undefined) throw new Error("no interval");
  return [estimate.low, estimate.high];
}

it("reproduces scipy's exact two-sided limits", () => {
  expect(limits(clopperPearson(0, 100))).toEqual([0, expect.closeTo(0.03621669264517641, 13)]);
  const [low, high] = limits(clopperPearson(5, 100));
  expect(low).toBeCloseTo(0.016431879182052155, 13);
  expect(high).toBeCloseTo(0.11283491110546275, 13);
});

it.each([
  [0, 10, 0.2588655508930522],
  [0, 59, 0.04950760988822693],
  [0, 100, 0.029513049607039925],
  [1, 100, 0.046559811453538935],
  [5, 100, 0.1022533776432745],
  [10, 1000, 0.016903175120562504],
  [0, 299, 0.009969146792899269],
])("one-sided bound of %i of %i equals scipy's", (k, n, bound) => {
  expect(exactUpperBound(k, n, 0.05)).toBeCloseTo(bound, 13);
});

it("reproduces Newcombe's (1998) Wilson intervals", () => {
  const cases: [number, number, number, number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [5, 100, 0.0215436, 0.1117505],
  ];
  for (const [k, n, low, high] of cases) {
    const [l, h] = limits(wilson(k, n));
    expect(l).toBeCloseTo(low, 4);
    expect(h).toBeCloseTo(high, 4);
  }
});

it("is undefined without items and refuses what is no count", () => {
  expect(wilson(0, 0)).toEqual({ undefinedBecause: "no items", n: 0 });
  expect(clopperPearson(0, 0)).toEqual({ undefinedBecause: "no items", n: 0 });
  expect(() => wilson(3, 2)).toThrow(RangeError);
  expect(() => wilson(0.5, 2)).toThrow(RangeError);
});

it("has limits around the share, mirrored when k and n - k swap", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const k = Math.round(share * n);
      for (const interval of [wilson, clopperPearson]) {
        const [low, high] = limits(interval(k, n));
        const [mirroredLow, mirroredHigh] = limits(interval(n - k, n));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(k / n);
        expect(high).toBeGreaterThanOrEqual(k / n);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeCloseTo(1 - mirroredHigh, 10);
        expect(high).toBeCloseTo(1 - mirroredLow, 10);
      }
    }),
    { numRuns: 60 },
  );
});

it("logGamma equals the logarithm of factorials", () => {
  let factorial = 1;
  for (let k = 1; k < 100; k++) {
    expect(Math.abs(logGamma(k) - Math.log(factorial))).toBeLessThan(1e-13 * Math.max(1, Math.log(factorial)));
    factorial *= k;
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14);
});
