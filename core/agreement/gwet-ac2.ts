import type { VotePatterns } from "../annotation/vote-patterns";
import type { Estimate } from "../statistics/estimate";
import { meanLabelShares } from "./coincidence";

/**
 * Agreement weights over the ordered labels, 1 for equal ones: linear 1 - |k - l|/(K - 1); quadratic 1 - ((k - l)/(K - 1))^2;
 * gwet-ordinal 1 - C(|k - l| + 1, 2)/C(K, 2), which is not Krippendorff's ordinal metric.
 */
export type AgreementWeights = "linear" | "quadratic" | "gwet-ordinal";

/**
 * Gwet's AC2: AC1 for ordered labels, near misses count in part.
 *
 *     AC2 = (pa - pe) / (1 - pe),  pe = (sum_kl w_kl) sum_k pi_k (1 - pi_k) / (K (K - 1))
 *     pa = mean over pairable items of sum_k n_ik (r_ik - 1) / (m_i (m_i - 1)),  r_ik = sum_l w_kl n_il
 *
 * n_ik votes for label k on item i, m_i votes on it; pi_k = mean over items with at least one vote of n_ik / m_i (single-vote
 * items take part); K labels of the label set, used or not. At most 1, high = agree. With weights [k = l] it would be AC1.
 *
 * Undefined: "no overlap" without a pairable item. Throws a RangeError for K = 1.
 *
 * Cost: O(patterns x labels of a pattern^2 + K^2). Source: Gwet (2014), Handbook of inter-rater reliability, 4th ed.
 *
 * @example gwetAc2(patterns, "gwet-ordinal") // { value: 0.8989397699..., n: 11 } for Krippendorff's four observers
 */
export function gwetAc2(patterns: VotePatterns, weights: AgreementWeights): Estimate {
  const { classes, start, label, count, size, multiplicity, pairableItems: n } = patterns;
  if (classes < 2) throw new RangeError("AC2 needs at least two labels");
  if (n === 0) return { undefinedBecause: "no overlap", n };
  let observed = 0;
  for (let p = 0; p < size.length; p++) {
    const m = size[p] as number;
    if (m < 2) continue;
    let pairs = 0;
    for (let k = start[p] as number; k < (start[p + 1] as number); k++) {
      let near = -1;
      for (let l = start[p] as number; l < (start[p + 1] as number); l++)
        near +=
          (count[l] as number) * weightAt(Math.abs((label[k] as number) - (label[l] as number)), classes, weights);
      pairs += (count[k] as number) * near;
    }
    observed += ((multiplicity[p] as number) * pairs) / (m * (m - 1));
  }
  let total = classes;
  for (let distance = 1; distance < classes; distance++)
    total += 2 * (classes - distance) * weightAt(distance, classes, weights);
  const spread = meanLabelShares(patterns).reduce((sum, pi) => sum + pi * (1 - pi), 0);
  const expected = (total * spread) / (classes * (classes - 1));
  return { value: (observed / n - expected) / (1 - expected), n, method: `Gwet AC2, ${weights} weights` };
}

function weightAt(distance: number, classes: number, weights: AgreementWeights): number {
  if (weights === "linear") return 1 - distance / (classes - 1);
  if (weights === "quadratic") return 1 - (distance / (classes - 1)) ** 2;
  return 1 - (distance * (distance + 1)) / (classes * (classes - 1));
}
