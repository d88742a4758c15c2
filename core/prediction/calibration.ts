import { wilson } from "../statistics/binomial-interval";
import type { Estimate } from "../statistics/estimate";
import { ascendingOrder } from "../statistics/ranks";
import { argmax } from "./probabilities";

/** Confidence of each item with a reference, and whether its prediction is right. */
export interface ScoredPredictions {
  /** p(1), the largest probability. */
  confidence: Float64Array;
  /** 1 where the most probable label is the reference. */
  isCorrect: Uint8Array;
}

export interface ReliabilityBin {
  n: number;
  meanConfidence: number;
  /** Share of right predictions with Wilson's 95 % interval. */
  accuracy: Estimate;
}

export interface Calibration {
  accuracy: Estimate;
  meanConfidence: Estimate;
  /** Expected calibration error over equal-mass bins, 0..1, low = good. */
  expectedCalibrationError: Estimate;
  bins: ReliabilityBin[];
}

/** Confidence and correctness of the items that have a reference (not -1), in item order. Cost: O(items K). */
export function scorePredictions(
  probs: ArrayLike<number>,
  reference: ArrayLike<number>,
  classes: number,
): ScoredPredictions {
  const confidence: number[] = [];
  const isCorrect: number[] = [];
  for (let i = 0; i < reference.length; i++) {
    if ((reference[i] as number) < 0) continue;
    const row = Array.from({ length: classes }, (_, k) => probs[i * classes + k] as number);
    const best = argmax(row);
    confidence.push(row[best] as number);
    isCorrect.push(best === reference[i] ? 1 : 0);
  }
  return { confidence: Float64Array.from(confidence), isCorrect: Uint8Array.from(isCorrect) };
}

/**
 * How far confidence can be read as a share of right predictions: reliability diagram and ECE.
 *
 *     ECE = sum_b n_b / N |mean correct - mean confidence|
 *
 * Equal-mass bins: sorted by (confidence, item), bin b holds positions floor(b N / B) .. floor((b + 1) N / B) - 1; B = 15, with N < 300
 * floor(N / 20), at least 2. ECE is biased upward for small N: n_b and the Wilson bars belong beside it.
 *
 * Undefined: "no items"; "too few items" below 2. Cost: O(N log N). Source: Naeini et al. (2015), AAAI; Guo et al. (2017), ICML.
 *
 * @example calibration(scorePredictions(probs, given, 10)).expectedCalibrationError // 0.0012137593 for MNIST
 */
export function calibration({
  confidence,
  isCorrect,
}: ScoredPredictions): Calibration | { undefinedBecause: "no items" | "too few items"; n: number } {
  const n = confidence.length;
  if (n < 2) return { undefinedBecause: n === 0 ? "no items" : "too few items", n };
  const order = ascendingOrder(confidence);
  const count = n < 300 ? Math.max(2, Math.floor(n / 20)) : 15;
  const bins = Array.from({ length: count }, (_, b): ReliabilityBin & { right: number } => {
    const rows = order.subarray(Math.floor((b * n) / count), Math.floor(((b + 1) * n) / count));
    const right = rows.reduce((sum, row) => sum + (isCorrect[row] as number), 0);
    const meanConfidence = rows.reduce((sum, row) => sum + (confidence[row] as number), 0) / rows.length;
    return { n: rows.length, meanConfidence, accuracy: wilson(right, rows.length), right };
  });
  const error = bins.reduce((sum, bin) => sum + (bin.n / n) * Math.abs(bin.right / bin.n - bin.meanConfidence), 0);
  const right = bins.reduce((sum, bin) => sum + bin.right, 0);
  return {
    accuracy: wilson(right, n),
    meanConfidence: {
      value: confidence.reduce((sum, value) => sum + value, 0) / n,
      n,
      method: "mean of the largest probability",
    },
    expectedCalibrationError: { value: error, n, method: `expected calibration error, ${count} equal-mass bins` },
    bins: bins.map(({ right: _, ...bin }) => bin),
  };
}
