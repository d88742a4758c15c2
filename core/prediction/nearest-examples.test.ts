import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosineSimilarity, distributionAffinity, NearestPerLabel, type Neighbour } from "./nearest-examples";

const vector = (n: number) => fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: n, maxLength: n });
const pair = fc.integer({ min: 1, max: 6 }).chain((n) => fc.tuple(vector(n), vector(n)));

describe("cosine similarity", () => {
  it("is symmetric, within -1 and 1, and blind to length", () => {
    fc.assert(
      fc.property(pair, fc.integer({ min: 1, max: 100 }), ([a, b], factor) => {
        const similarity = cosineSimilarity(a, b);
        expect(similarity).toBe(cosineSimilarity(b, a));
        expect(Math.abs(similarity)).toBeLessThanOrEqual(1);
        expect(
          cosineSimilarity(
            a.map((x) => factor * x),
            b,
          ),
        ).toBeCloseTo(similarity, 10);
      }),
    );
  });

  it("is 1 with itself, -1 with its opposite, 0 with nothing", () => {
    fc.assert(
      fc.property(
        vector(4).filter((a) => a.some((x) => Math.abs(x) > 1e-3)),
        (a) => {
          expect(cosineSimilarity(a, a)).toBeCloseTo(1, 12);
          expect(
            cosineSimilarity(
              a,
              a.map((x) => -x),
            ),
          ).toBeCloseTo(-1, 12);
          expect(cosineSimilarity(a, [0, 0, 0, 0])).toBe(0);
        },
      ),
    );
  });

  it("survives huge values", () => {
    expect(cosineSimilarity([1e150, 0], [1e150, 1e150])).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it("refuses vectors of two lengths", () => {
    expect(() => cosineSimilarity([1], [1, 2])).toThrow("1 and 2");
    expect(() => distributionAffinity([1], [1, 2])).toThrow("1 and 2");
  });
});

describe("the affinity of distributions", () => {
  it("is 1 for equal ones only, 0 where nothing overlaps", () => {
    expect(distributionAffinity([0.2, 0.8], [0.2, 0.8])).toBeCloseTo(1, 12);
    expect(distributionAffinity([1, 0], [0, 1])).toBe(0);
    expect(distributionAffinity([0.5, 0.5], [0.9, 0.1])).toBeCloseTo(Math.sqrt(0.45) + Math.sqrt(0.05), 12);
  });
});

describe("the nearest of each label", () => {
  it("are those that sorting everything would give, in whatever order they come", () => {
    const neighbour = fc.record({
      itemId: fc.integer({ min: 1, max: 10_000 }),
      label: fc.constantFrom("a", "b", "c"),
      similarity: fc.integer({ min: 0, max: 4 }).map((k) => k / 4),
    });
    const many = fc.uniqueArray(neighbour, { selector: ({ itemId }) => itemId, maxLength: 40 });
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (all, perLabel, labels) => {
        const nearest = new NearestPerLabel(perLabel);
        for (const one of all) nearest.add(one);
        const order = (a: Neighbour, b: Neighbour) => b.similarity - a.similarity || a.itemId - b.itemId;
        const sorted = all.toSorted(order);
        const expected = [...new Set(sorted.map(({ label }) => label))]
          .slice(0, labels)
          .map((label) => sorted.filter((one) => one.label === label).slice(0, perLabel));
        expect(nearest.labels(labels)).toEqual(expected);
      }),
    );
  });
});
