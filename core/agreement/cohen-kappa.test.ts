import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDefined } from "../statistics/estimate";
import { cohenKappa } from "./cohen-kappa";
import golden from "./fixtures/golden-agreement.json";

describe("published values", () => {
  const cells = golden.tables.flatMap(({ name, table, ...kappas }) =>
    (["none", "linear", "quadratic"] as const).map((weights) => ({ name, table, weights, expected: kappas[weights] })),
  );

  it.each(cells)("$name, weights $weights (statsmodels)", ({ table, weights, expected }) => {
    const kappa = cohenKappa(table.flat(), table.length, weights);
    if (!isDefined(kappa)) throw new Error(kappa.undefinedBecause);
    const [low = 0, high = 0] = expected.ci;
    expect(kappa.value).toBeCloseTo(expected.kappa, 12);
    expect(kappa.low).toBeCloseTo(Math.max(-1, low), 12);
    expect(kappa.high).toBeCloseTo(Math.min(1, high), 12);
    expect(kappa.n).toBe(table.flat().reduce((sum, count) => sum + count));
  });
});

it("is undefined without a shared item and with one label, not with two that never meet", () => {
  expect(cohenKappa([0, 0, 0, 0], 2)).toEqual({ undefinedBecause: "no overlap", n: 0 });
  expect(cohenKappa([0, 0, 0, 7], 2)).toEqual({ undefinedBecause: "no variation", n: 7 });
  expect(cohenKappa([0, 7, 0, 0], 2)).toMatchObject({ value: 0, n: 7 });
  expect(() => cohenKappa([1, 2, 3], 2)).toThrow(RangeError);
});

const table = fc.array(fc.nat(20), { minLength: 9, maxLength: 9 });

describe("laws", () => {
  it("swapping the annotators, renaming labels and doubling every item change nothing", () => {
    fc.assert(
      fc.property(table, (counts) => {
        const kappa = cohenKappa(counts, 3);
        const swapped = cohenKappa(
          counts.map((_, cell) => counts[(cell % 3) * 3 + Math.floor(cell / 3)] ?? 0),
          3,
        );
        const renamed = cohenKappa([...counts].reverse(), 3);
        const doubled = cohenKappa(
          counts.map((count) => 2 * count),
          3,
        );
        for (const other of [swapped, renamed, doubled]) {
          if (isDefined(kappa)) expect(isDefined(other) && other.value).toBeCloseTo(kappa.value, 12);
          else expect(isDefined(other)).toBe(false);
        }
      }),
    );
  });

  it("stays in -1..1 with its limits around it; 1 for perfect agreement", () => {
    fc.assert(
      fc.property(table, fc.constantFrom("none", "linear", "quadratic"), (counts, weights) => {
        const kappa = cohenKappa(counts, 3, weights);
        if (!isDefined(kappa)) return;
        expect(kappa.value).toBeLessThanOrEqual(1);
        expect(kappa.low).toBeGreaterThanOrEqual(-1);
        expect(kappa.low).toBeLessThanOrEqual(kappa.value);
        expect(kappa.high).toBeGreaterThanOrEqual(kappa.value);
        expect(kappa.high).toBeLessThanOrEqual(1);
      }),
    );
    expect(cohenKappa([5, 0, 0, 3], 2)).toMatchObject({ value: 1, high: 1 });
  });
});
