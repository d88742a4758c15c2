import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { goldenSet, isGoldenHere } from "./fixtures/golden-sets";
import { labelQuality } from "./label-quality";
import { qualityOrder } from "./quality-order";

it("is the mean of the two mid-ranks over N", () => {
  const { rankMean, order } = qualityOrder({
    selfConfidence: [0.9, 0.1, 0.1, 0.5],
    normalizedMargin: [0.8, 0.2, 0.1, 0.3],
  });
  expect([...rankMean]).toEqual([1, (1.5 + 2) / 8, (1.5 + 1) / 8, 0.75]);
  expect([...order]).toEqual([2, 1, 3, 0]);
});

it("equal items are ordered by self-confidence, then by item", () => {
  expect([...qualityOrder({ selfConfidence: [0.2, 0.2, 0.2], normalizedMargin: [0.5, 0.5, 0.5] }).order]).toEqual([
    0, 1, 2,
  ]);
  // ranks (1, 2) and (2, 1): the same R, the lower self-confidence first
  expect([...qualityOrder({ selfConfidence: [0.3, 0.2], normalizedMargin: [0.1, 0.4] }).order]).toEqual([1, 0]);
});

it("keeps an item that is worse in both scores in front, and stays in (0, 1]", () => {
  const score = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(score, score, (confidence, margin) => {
      const { rankMean, order } = qualityOrder({ selfConfidence: confidence, normalizedMargin: margin });
      const position = Array.from(order).map((_, item) => order.indexOf(item));
      for (let a = 0; a < 6; a++) {
        expect(rankMean[a]).toBeGreaterThan(0);
        expect(rankMean[a]).toBeLessThanOrEqual(1);
        for (let b = 0; b < 6; b++)
          if ((confidence[a] ?? 0) < (confidence[b] ?? 0) && (margin[a] ?? 0) < (margin[b] ?? 0))
            expect(position[a]).toBeLessThan(position[b] ?? -1);
      }
    }),
  );
});

describe.skipIf(!isGoldenHere)("golden sets", () => {
  it("MNIST: first ten", () => {
    const { probs, given, classes } = goldenSet("mnist");
    const { rankMean, order } = qualityOrder(labelQuality(probs, given, classes));
    expect([...order.subarray(0, 10)]).toEqual([2597, 947, 9729, 3520, 1681, 582, 2462, 1226, 1014, 6597]);
    const expected = [0.0001, 0.0002, 0.0003, 0.0004, 0.0005, 0.0006, 0.0007, 0.0008, 0.0009, 0.00105];
    expected.forEach((value, rank) => {
      expect(rankMean[order[rank] ?? -1]).toBeCloseTo(value, 15);
    });
  });

  it("20news: first ten", () => {
    const { probs, given, classes } = goldenSet("20news");
    const { rankMean, order } = qualityOrder(labelQuality(probs, given, classes));
    expect([...order.subarray(0, 10)]).toEqual([6053, 6907, 5121, 5105, 6845, 2869, 6567, 1601, 1970, 4596]);
    [0.002124269782262347, 0.0021906532129580456, 0.002257036643653744].forEach((value, rank) => {
      expect(rankMean[order[rank] ?? -1]).toBeCloseTo(value, 15);
    });
  });
});
