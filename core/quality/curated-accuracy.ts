import type { Estimate } from "../statistics/estimate";
import { stratifiedRate } from "./stratified-rate";

/** One stratum of a blind random audit sample, with a model's answers against the curated labels. */
export interface CuratedStratum {
  size: number;
  /** Examined items with one resolved label: undecidable and ambiguous ones are left out. */
  judged: number;
  right: number;
  /** Left out: undecidable or ambiguous. */
  leftOut: number;
}

export interface CuratedAccuracy {
  accuracy: Estimate;
  leftOut: number;
}

/**
 * Accuracy of a model on curated labels, from a blind random or stratified sample alone.
 *
 *     acc = sum_h W_h acc_h,  interval 1 - [L, U] of the stratified rate of the model's errors
 *
 * Over all resolved labels the figure could only rise, because only items where model and label differ were reviewed.
 * Range 0..1, high = good. Undefined: "no audit sample" without strata, "stratum without sample". Cost: O(strata).
 *
 * @example curatedAccuracy([{ size: 10000, judged: 300, right: 294, leftOut: 4 }]) // 0.98, 0.9592442 .. 0.9916100
 */
export function curatedAccuracy(strata: readonly CuratedStratum[]): CuratedAccuracy {
  const leftOut = strata.reduce((sum, stratum) => sum + stratum.leftOut, 0);
  if (strata.every(({ size }) => size === 0))
    return { accuracy: { undefinedBecause: "no audit sample", n: 0 }, leftOut };
  const n = strata.reduce((sum, stratum) => sum + stratum.judged, 0);
  if (strata.some(({ size, judged }) => size > 0 && judged === 0))
    return { accuracy: { undefinedBecause: "stratum without sample", n }, leftOut };
  // items left out stand for others that would be left out as well: they shrink their stratum in proportion
  const errors = stratifiedRate(
    strata.map(({ size, judged, right, leftOut: out }) => ({
      size: judged === 0 ? 0 : Math.max(judged, (size * judged) / (judged + out)),
      sampled: judged,
      found: judged - right,
    })),
  );
  if ("undefinedBecause" in errors) return { accuracy: errors, leftOut };
  const { value, low = 0, high = 1 } = errors;
  const method = "accuracy on a blind audit sample, MOVER-Jeffreys interval";
  return { accuracy: { value: 1 - value, low: 1 - high, high: 1 - low, n, method }, leftOut };
}
