import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stratifiedFolds } from "./folds";

const ungrouped = (n: number) => Array.from({ length: n }, (_, i) => i);
const countOf = (folds: Int32Array, labels: readonly number[], fold: number, label: number) =>
  labels.filter((l, i) => l === label && folds[i] === fold).length;

describe("stratifiedFolds", () => {
  it("spreads every label evenly, and the items too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 5, maxLength: 80 }),
        fc.integer(),
        (labels, seed) => {
          const folds = stratifiedFolds({ labels, groups: ungrouped(labels.length), folds: 5, seed });
          for (const label of new Set(labels)) {
            const counts = [0, 1, 2, 3, 4].map((fold) => countOf(folds, labels, fold, label));
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }
          const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((f) => f === fold).length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(new Set(labels).size);
        },
      ),
    );
  });

  it("never cuts a group", () => {
    const items = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom("a", "b", "c", "d", 1, 2, 3)), {
      minLength: 20,
      maxLength: 60,
    });
    fc.assert(
      fc.property(items, fc.integer(), (pairs, seed) => {
        const groups = pairs.map(([, group]) => group);
        fc.pre(new Set(groups).size >= 3);
        const folds = stratifiedFolds({ labels: pairs.map(([label]) => label), groups, folds: 3, seed });
        for (const [i, group] of groups.entries()) expect(folds[i]).toBe(folds[groups.indexOf(group)]);
        expect(new Set(folds).size).toBe(3);
      }),
    );
  });

  it("depends on the seed only", () => {
    const options = { labels: ungrouped(40).map((i) => i % 4), groups: ungrouped(40), folds: 4 };
    expect(stratifiedFolds({ ...options, seed: 1 })).toEqual(stratifiedFolds({ ...options, seed: 1 }));
    expect(stratifiedFolds({ ...options, seed: 1 })).not.toEqual(stratifiedFolds({ ...options, seed: 2 }));
  });

  it("keeps text and number groups apart", () => {
    const folds = stratifiedFolds({ labels: [0, 0], groups: ["1", 1], folds: 2, seed: 3 });
    expect([...folds].sort()).toEqual([0, 1]);
  });

  it.each([1, 3, 2.5, Number.NaN])("refuses %s folds of two groups", (folds) => {
    expect(() => stratifiedFolds({ labels: [0, 1, 0], groups: ["a", "b", "a"], folds, seed: 1 })).toThrow(RangeError);
  });
});
