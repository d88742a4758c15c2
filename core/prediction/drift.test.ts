import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../quality/fixtures/estimators.json";
import { createRandom } from "../random";
import { classDrift } from "./drift";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov";

describe("golden values", () => {
  it.each(golden.drift.map((drift) => [drift.a.join("/"), drift.b.join("/"), drift] as const))(
    "%s against %s",
    (_a, _b, drift) => {
      expect(classDrift(drift.a, drift.b)).toMatchObject({
        stabilityIndex: { value: expect.closeTo(drift.psi, 12), limit: expect.closeTo(drift.psi_null95, 12) },
        jensenShannonBits: { value: expect.closeTo(drift.js_bits, 12), limit: expect.closeTo(drift.js_null95, 12) },
      });
    },
  );

  it("Kolmogorov-Smirnov with exact p", () => {
    const { a, b, D, p } = golden.ks;
    expect(kolmogorovSmirnov(a, b)).toMatchObject({
      value: expect.closeTo(D, 12),
      p: expect.closeTo(p, 12),
      isExact: true,
      isAlarm: false,
    });
  });
});

describe("classes", () => {
  it("pools rare ones, and with the next larger while they are still rare", () => {
    expect(classDrift([500, 490, 2, 8, 0], [500, 489, 3, 8, 0])).toMatchObject({ stabilityIndex: { classes: 3 } });
    expect(classDrift([500, 490, 2, 0], [500, 489, 3, 0])).toMatchObject({ stabilityIndex: { classes: 2 } });
  });

  it("is undefined for an empty batch and a single class", () => {
    expect(classDrift([0, 0], [3, 4])).toEqual({ undefinedBecause: "empty batch", n: 7 });
    expect(classDrift([9, 0], [8, 0])).toEqual({ undefinedBecause: "no variation", n: 17 });
    expect(() => classDrift([1], [1, 2])).toThrow(RangeError);
  });

  it("symmetry, bounds and names of classes", () => {
    const counts = fc.array(fc.nat(400), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const [own, swapped, renamed] = [
          classDrift(a, b),
          classDrift(b, a),
          classDrift(a.toReversed(), b.toReversed()),
        ];
        if ("undefinedBecause" in own || "undefinedBecause" in swapped || "undefinedBecause" in renamed) {
          expect(own).toEqual(swapped);
          return;
        }
        expect(own.stabilityIndex.value).toBeGreaterThanOrEqual(0);
        expect(own.jensenShannonBits.value).toBeLessThanOrEqual(1);
        // tied rare classes may be pooled in another order
        expect(own.jensenShannonBits.value).toBeCloseTo(swapped.jensenShannonBits.value, 10);
        if (own.stabilityIndex.classes === 3)
          expect(own.stabilityIndex.value).toBeCloseTo(renamed.stabilityIndex.value, 10);
        const same = classDrift(a, a);
        if ("stabilityIndex" in same) expect([same.stabilityIndex.value, same.jensenShannonBits.value]).toEqual([0, 0]);
      }),
    );
  });

  it("alarms on about 5 % of pairs without drift", () => {
    const random = createRandom(4);
    const draw = (n: number) => {
      const counts = [0, 0, 0, 0];
      for (let at = 0; at < n; at++) {
        const u = random();
        const k = u < 0.7 ? 0 : u < 0.9 ? 1 : u < 0.98 ? 2 : 3;
        counts[k] = (counts[k] ?? 0) + 1;
      }
      return counts;
    };
    let alarms = 0;
    for (let run = 0; run < 1000; run++) {
      const drift = classDrift(draw(500), draw(700));
      if ("stabilityIndex" in drift && drift.stabilityIndex.isAlarm) alarms++;
    }
    // .05 within three standard errors of 1,000 runs and the recorded .047 .. .054
    expect(Math.abs(alarms / 1000 - 0.05)).toBeLessThan(0.0207 + 0.004);
  });
});

describe("confidence", () => {
  /** Share of all orderings whose distance is at least that of the given one, by trying them all. */
  function byEnumeration(a: number[], b: number[]): number {
    const pooled = [...a, ...b];
    const distance = (chosen: number[]) => {
      const [x, y] = [chosen, pooled.map((_, k) => k).filter((k) => !chosen.includes(k))];
      const share = (of: number[], value: number) =>
        of.filter((k) => (pooled[k] as number) <= value).length / of.length;
      return Math.max(...pooled.map((value) => Math.abs(share(x, value) - share(y, value))));
    };
    const choose = (from: number, left: number): number[][] =>
      left === 0
        ? [[]]
        : pooled
            .map((_, k) => k)
            .slice(from)
            .flatMap((k) => choose(k + 1, left - 1).map((rest) => [k, ...rest]));
    const all = choose(0, a.length).map(distance);
    const own = distance(a.map((_, k) => k));
    return all.filter((value) => value >= own - 1e-12).length / all.length;
  }

  it("the exact p is the share of all orderings, ties taken together", () => {
    const values = fc.array(fc.nat(5), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const result = kolmogorovSmirnov(a, b);
        if ("undefinedBecause" in result) throw new Error(result.undefinedBecause);
        expect(result.p).toBeCloseTo(byEnumeration(a, b), 10);
      }),
      { numRuns: 60 },
    );
  });

  it("large samples go by the limit; the exact and the limiting p are near each other at the switch", () => {
    const of = (n: number, shift: number) => Float64Array.from({ length: n }, (_, k) => (k + 0.5) / n + shift);
    const [exact, limit] = [kolmogorovSmirnov(of(100, 0), of(100, 0.13)), kolmogorovSmirnov(of(101, 0), of(100, 0.13))];
    if ("undefinedBecause" in exact || "undefinedBecause" in limit) throw new Error("undefined");
    expect([exact.isExact, limit.isExact]).toEqual([true, false]);
    expect(Math.abs(exact.p - limit.p)).toBeLessThan(0.08);
    expect(kolmogorovSmirnov(of(300, 0), of(300, 0.2))).toMatchObject({ isAlarm: true });
    expect(kolmogorovSmirnov(of(300, 0), of(300, 0))).toMatchObject({ value: 0, isAlarm: false });
  });

  it("is undefined for an empty batch", () => {
    expect(kolmogorovSmirnov([], [0.5])).toEqual({ undefinedBecause: "empty batch", n: 1 });
  });
});
