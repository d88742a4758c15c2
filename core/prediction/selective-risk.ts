import type { Estimate } from "../statistics/estimate";
import { ascendingOrder } from "../statistics/ranks";
import type { ScoredPredictions } from "./calibration";

export interface RiskCoverage {
  /** Confidences at which the covered set grows, falling; items of equal confidence enter together. */
  threshold: Float64Array;
  /** Items with confidence >= threshold, and the errors among them. */
  covered: Int32Array;
  errors: Int32Array;
  /** Area under the risk-coverage curve, 0..1, low = good. */
  area: Estimate;
}

/**
 * What error rate is left when only the more confident predictions are accepted.
 *
 *     coverage(t) = share with confidence >= t,  risk(t) = errors among them / covered,  AURC = mean over j of risk at the j most confident
 *
 * Items of equal confidence enter the curve together; within the mean they stand in item order.
 *
 * Undefined: "no items". Cost: O(N log N). Source: Geifman & El-Yaniv (2017), arXiv 1705.08500.
 *
 * @example riskCoverage(scorePredictions(probs, given, 10)).area // 0.0002322283 for MNIST
 */
export function riskCoverage({ confidence, isCorrect }: ScoredPredictions): RiskCoverage {
  const n = confidence.length;
  const order = ascendingOrder(confidence.map((value) => -value));
  const [threshold, covered, errors]: [number[], number[], number[]] = [[], [], []];
  let [wrong, area] = [0, 0];
  for (let j = 1; j <= n; j++) {
    const row = order[j - 1] as number;
    wrong += 1 - (isCorrect[row] as number);
    area += wrong / j;
    const value = confidence[row] as number;
    if (j < n && confidence[order[j] as number] === value) continue;
    threshold.push(value);
    covered.push(j);
    errors.push(wrong);
  }
  return {
    threshold: Float64Array.from(threshold),
    covered: Int32Array.from(covered),
    errors: Int32Array.from(errors),
    area:
      n === 0
        ? { undefinedBecause: "no items", n }
        : { value: area / n, n, method: "area under the risk-coverage curve" },
  };
}
