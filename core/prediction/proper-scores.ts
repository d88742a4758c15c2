import type { Estimate } from "../statistics/estimate";

/** A probability below this counts as this in a logarithm. */
const FLOOR = 1e-12;

/**
 * Negative log-likelihood: the mean of -ln P(reference), in nats.
 *
 * Range 0 .. 27.6 (probabilities are raised to 1e-12), low = good. Undefined: "no items" with a reference. Cost: O(N).
 *
 * @param reference label of each item, -1 = none.
 * @example negativeLogLikelihood([0.8, 0.2], [0], 2) // 0.2231435513142097
 */
export function negativeLogLikelihood(
  probs: ArrayLike<number>,
  reference: ArrayLike<number>,
  classes: number,
): Estimate {
  let [sum, n] = [0, 0];
  for (let i = 0; i < reference.length; i++) {
    const label = reference[i] as number;
    if (label < 0) continue;
    sum -= Math.log(Math.max(probs[i * classes + label] as number, FLOOR));
    n++;
  }
  return n === 0 ? { undefinedBecause: "no items", n } : { value: sum / n, n, method: "negative log-likelihood, nats" };
}

/**
 * Brier score: the mean over items of sum_k (p_ik - [k = reference])^2.
 *
 * Range 0..2, low = good. Undefined: "no items" with a reference. Cost: O(N K). Source: Brier (1950), Monthly Weather Review 78.
 *
 * @param reference label of each item, -1 = none.
 * @example brierScore([0.8, 0.2], [0], 2) // 0.08
 */
export function brierScore(probs: ArrayLike<number>, reference: ArrayLike<number>, classes: number): Estimate {
  let [sum, n] = [0, 0];
  for (let i = 0; i < reference.length; i++) {
    if ((reference[i] as number) < 0) continue;
    n++;
    for (let k = 0; k < classes; k++) sum += ((probs[i * classes + k] as number) - (k === reference[i] ? 1 : 0)) ** 2;
  }
  return n === 0 ? { undefinedBecause: "no items", n } : { value: sum / n, n, method: "Brier score" };
}
