import type { Estimate } from "../statistics/estimate";

const FLOOR = 1e-9;

/**
 * Label quality of one item from several models: the geometric mean of what they give to its given label.
 *
 *     q = exp((1/M) sum_m ln max(p_m,y, 1e-9))
 *
 * Range 0..1, low = suspicious. Models enter with equal weight; a second model helps far more than any formula on one.
 * A model without the item is left out: n says how many are in, the method of how many. Undefined ("no prediction") without any.
 *
 * Cost: O(M). Needs out-of-sample predictions of every model.
 *
 * @param confidences P(given) by each model, undefined where it lacks the item.
 * @example severalModels([0.9, 0.4]) // { value: 0.6, n: 2 }
 */
export function severalModels(confidences: readonly (number | undefined)[]): Estimate {
  const present = confidences.filter((confidence) => confidence !== undefined);
  const n = present.length;
  if (n === 0) return { undefinedBecause: "no prediction", n };
  const mean = present.reduce((sum, confidence) => sum + Math.log(Math.max(confidence, FLOOR)), 0) / n;
  return { value: Math.exp(mean), n, method: `geometric mean of P(given), ${n} of ${confidences.length} models` };
}
