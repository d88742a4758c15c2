import { entropies } from "../prediction/entropies";
import type { Estimate } from "../statistics/estimate";
import { type ConfidentJoint, confidentJoint, noiseRates } from "./confident-joint";
import { labelIssues } from "./label-issues";
import { confidenceWeightedEntropies, type LabelQuality, labelQuality } from "./label-quality";

/** Everything label quality says about one set of predictions and given labels. */
export interface ScoreReport extends LabelQuality {
  entropiesNats: Float64Array;
  confidenceWeightedEntropies: Float64Array;
  joint: ConfidentJoint;
  /** 1 - trace of the estimated joint. */
  noiseRate: Estimate;
  /** Suspected items by filter, ascending. */
  issues: Record<"pruneByNoiseRate" | "pruneByClass" | "both" | "confidentLearning" | "predictedNeqGiven", Int32Array>;
}

/**
 * Scores, confident joint, noise rate and the issue set of every filter that rests on the joint or the prediction.
 *
 * @param probs row-major N x K, divided by their row sums where they were read. @param given index of each item's given label.
 * Cost: O(N K + K^2 log K).
 */
export function scoreReport(
  probs: Float32Array | Float64Array,
  given: ArrayLike<number>,
  classes: number,
): ScoreReport {
  const joint = confidentJoint(probs, given, classes);
  const quality = labelQuality(probs, given, classes);
  const entropiesNats = entropies(probs, classes);
  const pruneByNoiseRate = labelIssues(probs, given, classes, "prune_by_noise_rate", joint);
  const pruneByClass = labelIssues(probs, given, classes, "prune_by_class", joint);
  const isByClass = new Set(pruneByClass);
  const n = given.length;
  return {
    ...quality,
    entropiesNats,
    confidenceWeightedEntropies: confidenceWeightedEntropies(quality.selfConfidence, entropiesNats, classes),
    joint,
    noiseRate:
      n === 0
        ? { undefinedBecause: "no items", n }
        : {
            value: noiseRates(joint).labelErrorShare,
            n,
            method: "1 - trace of the estimated joint (confident learning, model-based)",
          },
    issues: {
      pruneByNoiseRate,
      pruneByClass,
      both: pruneByNoiseRate.filter((item) => isByClass.has(item)),
      confidentLearning: labelIssues(probs, given, classes, "confident_learning", joint),
      predictedNeqGiven: labelIssues(probs, given, classes, "predicted_neq_given", joint),
    },
  };
}
