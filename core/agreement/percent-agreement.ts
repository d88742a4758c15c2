import type { VotePatterns } from "../annotation/ratings";
import type { Estimate } from "../statistics/estimate";
import { votesIn } from "./coincidence";

/**
 * Observed agreement: how often two votes on the same item are equal.
 *
 *     po = mean over pairable items of sum_c n_ic (n_ic - 1) / (m_i (m_i - 1))
 *
 * n_ic votes for label c on item i, m_i votes on it; pairable: m_i >= 2. A share, 0..1, high = agree; not corrected for chance.
 *
 * Undefined ("no overlap") without a pairable item. Cost: O(patterns x labels). Source: Fleiss (1971), Psychol. Bull. 76.
 *
 * @example percentAgreement(patterns) // { value: 0.8181818181..., n: 11 } for Krippendorff's four observers
 */
export function percentAgreement({ patterns, multiplicity, pairableItems }: VotePatterns): Estimate {
  if (pairableItems === 0) return { undefinedBecause: "no overlap", n: 0 };
  let sum = 0;
  patterns.forEach((counts, p) => {
    const size = votesIn(counts);
    if (size < 2) return;
    let pairs = 0;
    for (const count of counts) pairs += count * (count - 1);
    sum += ((multiplicity[p] as number) * pairs) / (size * (size - 1));
  });
  return { value: sum / pairableItems, n: pairableItems, method: "observed agreement over pairable items" };
}
