import { describe, expect, it } from "vitest";
import { entropies } from "../prediction/entropies";
import { normalizedEntropy } from "../prediction/uncertainty";
import { ascendingOrder } from "../statistics/ranks";
import { goldenJson, goldenResult, goldenSet, isGoldenHere } from "./fixtures/golden-sets";
import { labelIssues, shareOfIssues } from "./label-issues";
import { confidenceWeightedEntropies, confidenceWeightedEntropy, labelQuality } from "./label-quality";

/** cleanlab 2.9.0's formula of the score, from its source: P(given) and x are clipped from below at 1e-6. */
function clipped(row: readonly number[], given: number): number {
  const confidence = Math.max(row[given] ?? 0, 1e-6);
  const x = normalizedEntropy(row) / confidence;
  return Math.log(x + 1) / Math.max(x, 1e-6);
}

describe("confidence-weighted entropy without a clip", () => {
  it("a confident item that agrees is fine, not the worst of all", () => {
    const row = [1 - 1e-9, 1e-9, 0];
    expect(clipped(row, 0)).toBeLessThan(0.05);
    expect(confidenceWeightedEntropy(row, 0)).toBeGreaterThan(0.999999);
  });

  it("a nearly one-hot item with another given label is suspicious, not fine", () => {
    const row = [1 - 1e-9, 1e-9, 0];
    expect(clipped(row, 1)).toBeGreaterThan(0.98);
    expect(confidenceWeightedEntropy(row, 1)).toBeLessThan(0.16);
  });
});

describe.skipIf(!isGoldenHere)("on the golden sets", () => {
  it.each([
    ["mnist", 14, 913],
    ["20news", 0, 518],
  ] as const)("%s: agreeing items among the first 100 and 1,000 by confidence-weighted entropy", (name, few, many) => {
    const { probs, given, classes } = goldenSet(name);
    const { selfConfidence } = labelQuality(probs, given, classes);
    const scores = confidenceWeightedEntropies(selfConfidence, entropies(probs, classes), classes);
    const other = new Set(labelIssues(probs, given, classes, "predicted_neq_given"));
    const order = ascendingOrder(scores);
    const agreeing = (first: number) => order.subarray(0, first).filter((item) => !other.has(item)).length;
    expect([agreeing(100), agreeing(1000)]).toEqual([few, many]);
    // what is recorded of cleanlab: none of the first 200 disagrees on MNIST
    const recorded = goldenResult(name, "method='confidence_weighted_entropy', adjust_pred_probs=False)") as {
      lowest200_stable_argsort: number[];
    };
    const first = recorded.lowest200_stable_argsort.slice(0, 100);
    expect(first.filter((item) => !other.has(item))).toHaveLength(100);
  });

  it.each([
    ["mnist", 15, 8, 1],
    ["20news", 95, 48, 42],
  ] as const)("%s: a share of one half cuts the ranked list, not each cell", (name, all, half, theirs) => {
    const { probs, given, classes } = goldenSet(name);
    const issues = labelIssues(probs, given, classes);
    const { selfConfidence } = labelQuality(probs, given, classes);
    const ranked = [...issues].sort((a, b) => (selfConfidence[a] ?? 0) - (selfConfidence[b] ?? 0) || a - b);
    const kept = shareOfIssues(ranked, 0.5);
    expect([issues.length, kept.length]).toEqual([all, half]);
    expect(Math.max(...kept.map((item) => selfConfidence[item] ?? 1))).toBeLessThanOrEqual(
      Math.min(...ranked.slice(half).map((item) => selfConfidence[item] ?? 0)),
    );
    expect(goldenResult(name, "filter_by='prune_by_noise_rate', frac_noise=0.5")).toEqual({ num_issues: theirs });
  });

  it("20news: three filters differ because 61 items have P(given) = 0 and an unstable sort picks among them", () => {
    const sets = goldenJson("canonical-filters.json") as Record<
      string,
      { filters: Record<string, { num_issues: number; "same_as_cleanlab_2.9.0": boolean }> }
    >;
    const filters = Object.entries(sets["20news"]?.filters ?? {});
    const different = filters.filter(([, filter]) => !filter["same_as_cleanlab_2.9.0"]).map(([name]) => name);
    expect(different.sort()).toEqual(["both", "low_self_confidence", "prune_by_class"]);
    const { probs, given, classes } = goldenSet("20news");
    const { selfConfidence } = labelQuality(probs, given, classes);
    expect(selfConfidence.filter((confidence) => confidence === 0)).toHaveLength(61);
    // ours: of equal ones the earlier item
    const lowest = labelIssues(probs, given, classes, "low_self_confidence");
    const zeros = Array.from(selfConfidence.keys()).filter((item) => selfConfidence[item] === 0);
    expect([...lowest]).toEqual(zeros.slice(0, 55));
    expect(labelIssues(probs, given, classes, "both")).toHaveLength(45);
    expect(goldenResult("20news", "filter_by='both', n_jobs=1)")).toMatchObject({ num_issues: 47 });
  });

  it("equal issues stand in item order, whichever way the data are handed in", () => {
    const { probs, given, classes } = goldenSet("20news");
    const again = labelIssues(Float32Array.from(probs), Int32Array.from(given), classes);
    expect(again).toEqual(labelIssues(probs, given, classes));
  });
});
