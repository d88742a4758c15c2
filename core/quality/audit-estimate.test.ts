import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import { isDefined } from "../statistics/estimate";
import { auditEstimate } from "./audit-estimate";
import { curatedAccuracy } from "./curated-accuracy";
import { correctionEffect, errorsRemaining } from "./errors-remaining";
import golden from "./fixtures/estimators.json";
import { neymanAllocation } from "./neyman-allocation";
import { pairedModels } from "./paired-models";
import { type StratumCount, stratifiedRate, stratifiedVariance } from "./stratified-rate";

function strataOf({ N, n, x }: { N: number[]; n: number[]; x: number[] }): StratumCount[] {
  return N.map((size, h) => ({ size, sampled: n[h] as number, found: x[h] as number }));
}

describe("golden audits", () => {
  it.each(golden.audit.map((audit) => [audit.x.join("/"), audit] as const))("%s", (_, audit) => {
    const strata = strataOf(audit);
    const [low, high] = audit.mover_jeffreys_95 as [number, number];
    const rate = stratifiedRate(strata);
    expect(rate).toMatchObject({
      value: expect.closeTo(audit.p, 14),
      low: expect.closeTo(low, 12),
      high: expect.closeTo(high, 12),
    });
    expect(stratifiedVariance(strata)).toMatchObject({ value: expect.closeTo(audit.var, 16) });
    expect(errorsRemaining(strata)).toMatchObject({
      value: expect.closeTo(audit.errors, 9),
      high: expect.closeTo(10_000 * high, 7),
    });
  });

  it("one stratum with 6 of 300", () => {
    const rate = stratifiedRate([{ size: 10_000, sampled: 300, found: 6 }]);
    expect(rate).toMatchObject({
      value: 0.02,
      low: expect.closeTo(0.0083899727, 9),
      high: expect.closeTo(0.0407557591, 9),
    });
  });
});

describe("errors remaining after a review", () => {
  const strata = strataOf({ N: [8000, 1500, 500], n: [100, 100, 100], x: [1, 6, 41] });

  it("known fixes are taken off, errors introduced are added", () => {
    expect(errorsRemaining(strata, { fixed: 100, introduced: 10 })).toMatchObject({
      value: expect.closeTo(285, 9),
      low: expect.closeTo(275.35827 - 90, 4),
      high: expect.closeTo(678.77569 - 90, 4),
    });
    expect(errorsRemaining(strata, { fixed: 300, introduced: 0 })).toMatchObject({ low: 0 });
  });

  it("a change is no fix by itself: without a sample of the changes there is no figure", () => {
    const unknown = correctionEffect({ changed: 200 });
    expect(unknown).toEqual({
      fixed: { undefinedBecause: "no audit sample", n: 0 },
      introduced: { undefinedBecause: "no audit sample", n: 0 },
      atMostFixed: 200,
    });
    expect(errorsRemaining(strata, unknown)).toEqual({ undefinedBecause: "no audit sample", n: 300 });
  });

  it("estimated fixes widen the interval", () => {
    const effect = correctionEffect({ changed: 200, sample: { examined: 50, fixed: 40, introduced: 2 } });
    expect(effect).toMatchObject({
      fixed: { value: expect.closeTo(160, 9) },
      introduced: { value: expect.closeTo(8, 9) },
    });
    const [estimated, known] = [
      errorsRemaining(strata, effect),
      errorsRemaining(strata, { fixed: 160, introduced: 8 }),
    ];
    if (!isDefined(estimated) || !isDefined(known)) throw new Error("no errors");
    expect(estimated.value).toBeCloseTo(known.value, 9);
    expect(estimated.low).toBeLessThan(known.low as number);
    expect(estimated.high).toBeGreaterThan(known.high as number);
  });
});

describe("three outcomes", () => {
  it("wrong leads; ambiguous and the auditors' disagreement stand beside it", () => {
    const audit = auditEstimate([{ size: 10_000, wrong: 6, ambiguous: 9, right: 285, disagreed: 30 }]);
    expect(audit).toMatchObject({
      wrong: { value: 0.02, n: 300 },
      ambiguous: { value: 0.03 },
      disagreement: { value: 0.1 },
      errors: { value: 200, low: expect.closeTo(83.899727, 5), high: expect.closeTo(407.557591, 5) },
    });
  });

  it("undefined where a stratum was not examined, or nothing is there", () => {
    const empty = { size: 10, wrong: 0, ambiguous: 0, right: 0, disagreed: 0 };
    expect(auditEstimate([empty]).errors).toEqual({ undefinedBecause: "stratum without sample", n: 0 });
    expect(auditEstimate([]).wrong).toEqual({ undefinedBecause: "no items", n: 0 });
    expect(stratifiedVariance([{ size: 9, sampled: 1, found: 0 }])).toEqual({
      undefinedBecause: "too few items",
      n: 1,
    });
    expect(() => stratifiedRate([{ size: 5, sampled: 6, found: 1 }])).toThrow(
      "1 found of 6 examined of 5 is not a sample",
    );
  });
});

describe("neymanAllocation", () => {
  it("rounds the golden allocation by the largest remainder", () => {
    const { N, p, n, alloc } = golden.neyman;
    const strata = N.map((size, h) => ({ size, rate: p[h] as number }));
    expect(neymanAllocation(strata, { n, minimum: 0 })).toEqual([171, 76, 53]);
    expect(alloc.map(Math.round)).toEqual([171, 76, 53]);
    // the smallest variance that is possible with 300 items
    const deviation = (counts: readonly number[]) =>
      Math.sqrt(
        N.reduce(
          (sum, size, h) =>
            sum + ((size / 10_000) ** 2 * (p[h] as number) * (1 - (p[h] as number))) / (counts[h] as number),
          0,
        ),
      );
    expect(deviation(alloc)).toBeCloseTo(golden.neyman.se_neyman, 12);
    expect(deviation([100, 100, 100])).toBeCloseTo(golden.neyman.se_equal, 12);
    expect(deviation([240, 45, 15])).toBeCloseTo(golden.neyman.se_prop, 12);
  });

  it("keeps minima and sizes", () => {
    expect(
      neymanAllocation(
        [
          { size: 10, rate: 0.5 },
          { size: 5000, rate: 0.01 },
        ],
        { n: 100 },
      ),
    ).toEqual([10, 90]);
    expect(
      neymanAllocation(
        [
          { size: 100, rate: 0 },
          { size: 100, rate: 1 },
        ],
        { n: 40 },
      ),
    ).toEqual([30, 30]);
    expect(
      neymanAllocation(
        [
          { size: 20, rate: 0 },
          { size: 40, rate: 0.5 },
        ],
        { n: 1000 },
      ),
    ).toEqual([20, 40]);
    const strata = fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 3000 }), rate: fc.double({ min: 0, max: 1, noNaN: true }) }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(strata, fc.integer({ min: 1, max: 2000 }), (all, n) => {
        const counts = neymanAllocation(all, { n });
        const least = all.reduce((sum, { size }) => sum + Math.min(30, size), 0);
        const most = all.reduce((sum, { size }) => sum + size, 0);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Math.min(most, Math.max(least, n)));
        counts.forEach((count, h) => {
          expect(count).toBeGreaterThanOrEqual(Math.min(30, all[h]?.size ?? 0));
          expect(count).toBeLessThanOrEqual(all[h]?.size ?? 0);
        });
      }),
    );
  });
});

describe("models on curated labels", () => {
  it("weighs strata; items left out shrink their stratum", () => {
    expect(curatedAccuracy([{ size: 10_000, judged: 300, right: 294, leftOut: 0 }])).toMatchObject({
      accuracy: { value: 0.98, low: expect.closeTo(0.9592442409, 9), high: expect.closeTo(0.9916100273, 9), n: 300 },
      leftOut: 0,
    });
    const two = curatedAccuracy([
      { size: 900, judged: 90, right: 90, leftOut: 0 },
      { size: 200, judged: 50, right: 25, leftOut: 50 },
    ]);
    expect(two).toMatchObject({ accuracy: { value: expect.closeTo(0.9 + 0.1 * 0.5, 12) }, leftOut: 50 });
  });

  it("does not exist without an audit sample", () => {
    expect(curatedAccuracy([]).accuracy).toEqual({ undefinedBecause: "no audit sample", n: 0 });
    expect(curatedAccuracy([{ size: 5, judged: 0, right: 0, leftOut: 3 }]).accuracy).toEqual({
      undefinedBecause: "stratum without sample",
      n: 0,
    });
    const random = createRandom(1);
    expect(pairedModels([], { random })).toEqual({ undefinedBecause: "no audit sample", n: 0 });
    expect(pairedModels([{ size: 4, onlyA: 0, onlyB: 0, both: 0, neither: 0 }], { random })).toEqual({
      undefinedBecause: "stratum without sample",
      n: 0,
    });
  });

  it("two models on the same items: the interval is that of a difference of paired shares", () => {
    const strata = [{ size: 1000, onlyA: 60, onlyB: 20, both: 300, neither: 20 }];
    const estimate = pairedModels(strata, { random: createRandom(5), resamples: 4000 });
    if (!isDefined(estimate)) throw new Error(estimate.undefinedBecause);
    expect(estimate.value).toBeCloseTo(0.1, 12);
    const deviation = Math.sqrt((80 / 400 - 0.01) / 400);
    // three Monte-Carlo standard errors of an outer quantile from 4,000 resamples
    expect(Math.abs((estimate.low as number) - (0.1 - 1.96 * deviation))).toBeLessThan(0.2 * deviation);
    expect(Math.abs((estimate.high as number) - (0.1 + 1.96 * deviation))).toBeLessThan(0.2 * deviation);
  });
});

describe("laws of the stratified rate", () => {
  const stratum = fc
    .record({ size: fc.integer({ min: 1, max: 5000 }), sampled: fc.nat(200), found: fc.nat(200) })
    .map(({ size, sampled, found }) => {
      const examined = Math.max(1, Math.min(size, sampled));
      return { size, sampled: examined, found: Math.min(examined, found) };
    });

  it("low <= value <= high in 0..1, whatever the order of strata; a complete census has no interval; the complement mirrors", () => {
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 5 }), (strata) => {
        const rate = stratifiedRate(strata);
        const reversed = stratifiedRate(strata.toReversed());
        const others = stratifiedRate(strata.map(({ found, ...rest }) => ({ ...rest, found: rest.sampled - found })));
        if (!isDefined(rate) || !isDefined(reversed) || !isDefined(others)) throw new Error("undefined");
        const { value, low = Number.NaN, high = Number.NaN } = rate;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value + 1e-15);
        expect(high).toBeGreaterThanOrEqual(value - 1e-15);
        expect(high).toBeLessThanOrEqual(1);
        expect(reversed.value).toBeCloseTo(value, 12);
        expect(others.value).toBeCloseTo(1 - value, 12);
        expect(others.low).toBeCloseTo(1 - high, 9);
        const census = stratifiedRate(strata.map(({ sampled, found }) => ({ size: sampled, sampled, found })));
        expect(census).toMatchObject({ low: expect.closeTo(isDefined(census) ? census.value : -1, 12) });
      }),
    );
  });
});
