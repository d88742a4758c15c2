import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softmax } from "../prediction/probabilities";
import { goldenResult, goldenSet, isGoldenHere } from "./fixtures/golden-sets";
import { confidenceWeightedEntropy, labelQuality, normalizedMargin, selfConfidence } from "./label-quality";

describe("golden rows (STATISTICS 2)", () => {
  it.each<[number[], number, number, number, number]>([
    [[0.5, 0.3, 0.2], 1, 0.3, 0.4, 0.4535217880191915],
    [[0.5, 0.3, 0.2], 0, 0.5, 0.6, 0.5632900077296104],
    [[1, 0, 0], 0, 1, 1, 1],
    [[1, 0, 0], 1, 0, 0, 0],
    [[1 / 3, 1 / 3, 1 / 3], 0, 1 / 3, 0.5, 0.4620981203732969],
    [[0.9, 0.1], 1, 0.1, 0.1, 0.3707289637138022],
    [[0.9999, 0.0001, 0], 1, 0.0001, 0.0001, 0.2508705508334526],
  ])("%j, given %i", (row, given, confidence, margin, entropy) => {
    expect(selfConfidence(row, given)).toBeCloseTo(confidence, 14);
    expect(normalizedMargin(row, given)).toBeCloseTo(margin, 14);
    expect(confidenceWeightedEntropy(row, given)).toBeCloseTo(entropy, 12);
  });

  it("a nearly one-hot wrong item stays near 0", () => {
    expect(confidenceWeightedEntropy([1 - 1e-9, 1e-9, 0], 1)).toBeCloseTo(0.15342210347, 7);
  });
});

const rows = fc.array(
  fc.record({
    logits: fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 4, maxLength: 4 }),
    given: fc.nat(3),
  }),
  { minLength: 1, maxLength: 20 },
);

it("one pass over all items gives what the row functions give; renaming labels changes nothing", () => {
  fc.assert(
    fc.property(rows, (items) => {
      const probs = Float64Array.from(items.flatMap(({ logits }) => [...softmax(logits)]));
      const mirrored = Float64Array.from(items.flatMap(({ logits }) => [...softmax(logits)].reverse()));
      const quality = labelQuality(
        probs,
        items.map((item) => item.given),
        4,
      );
      const renamed = labelQuality(
        mirrored,
        items.map((item) => 3 - item.given),
        4,
      );
      items.forEach(({ given }, i) => {
        const row = probs.subarray(4 * i, 4 * i + 4);
        expect(quality.selfConfidence[i]).toBe(selfConfidence(row, given));
        expect(quality.normalizedMargin[i]).toBe(normalizedMargin(row, given));
        expect(confidenceWeightedEntropy(row, given)).toBeGreaterThanOrEqual(0);
        expect(confidenceWeightedEntropy(row, given)).toBeLessThanOrEqual(1);
      });
      expect(renamed).toEqual(quality);
    }),
  );
});

it("with two labels all three scores order items alike", () => {
  const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(share, share, (p, q) => {
      fc.pre(Math.abs(p - q) > 1e-9);
      for (const score of [normalizedMargin, confidenceWeightedEntropy])
        expect(score([p, 1 - p], 0) < score([q, 1 - q], 0)).toBe(p < q);
    }),
  );
});

it("refuses shapes that do not fit", () => {
  expect(() => labelQuality(Float64Array.of(1, 0, 1), [0], 2)).toThrow(RangeError);
  expect(() => labelQuality(Float64Array.of(1, 0), [2], 2)).toThrow(RangeError);
  expect(() => labelQuality(Float64Array.of(1), [0], 1)).toThrow(RangeError);
  expect(() => selfConfidence([1, 0], -1)).toThrow(RangeError);
});

interface Scores {
  mean: number;
  min: number;
  lowest200_scores: number[];
  sample_indices: number[];
  sample_scores: number[];
}

describe.skipIf(!isGoldenHere)("golden sets", () => {
  it.each(["mnist", "20news"] as const)("%s: scores equal cleanlab 2.9.0", (name) => {
    const { probs, given, classes } = goldenSet(name);
    const quality = labelQuality(probs, given, classes);
    for (const [method, scores] of [
      ["self_confidence", quality.selfConfidence],
      ["normalized_margin", quality.normalizedMargin],
    ] as const) {
      const golden = goldenResult(
        name,
        `get_label_quality_scores(labels, pred_probs, method='${method}', adjust_pred_probs=False)`,
      ) as Scores;
      expect(scores.reduce((sum, score) => sum + score) / scores.length).toBeCloseTo(golden.mean, 12);
      const lowest = [...scores].sort((a, b) => a - b);
      expect(lowest[0]).toBe(golden.min);
      golden.lowest200_scores.forEach((score, rank) => {
        expect(lowest[rank]).toBeCloseTo(score, 14);
      });
      golden.sample_indices.forEach((index, k) => {
        expect(scores[index]).toBeCloseTo(golden.sample_scores[k] ?? -1, 14);
      });
    }
  });

  it.each([
    ["mnist", 0.9919163172613753, [2293, 1709, 4497, 2927, 2182, 2921, 947, 1226, 1039, 3778]],
    ["20news", 0.8153087226673673, null],
  ] as const)("%s: confidence-weighted entropy", (name, mean, lowest) => {
    const { probs, given, classes } = goldenSet(name);
    const scores = Array.from(given, (label, i) =>
      confidenceWeightedEntropy(probs.subarray(i * classes, (i + 1) * classes), label),
    );
    expect(scores.reduce((sum, score) => sum + score) / scores.length).toBeCloseTo(mean, 12);
    const order = [...scores.keys()].sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || a - b);
    if (lowest) expect(order.slice(0, 10)).toEqual(lowest);
  });
});
