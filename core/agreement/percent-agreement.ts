import type { VotePatterns } from "../annotation/vote-patterns";
import type { Estimate } from "../statistics/estimate";

/**
 * Observed agreement: how often two votes on the same item are equal.
 *
 *     po = mean over pairable items of sum_c n_ic (n_ic - 1) / (m_i (m_i - 1))
 *
 * n_ic votes for label c on item i, m_i votes on it; pairable: m_i >= 2. A share, 0..1, high = agree; not corrected for chance.
 *
 * Undefined ("no overlap") without a pairable item. Cost: O(entries of the patterns). Source: Fleiss (1971), Psychol. Bull. 76.
 *
 * @example percentAgreement(patterns) // { value: 0.8181818181..., n: 11 } for Krippendorff's four observers
 */
export function percentAgreement({ start, count, size, multiplicity, pairableItems }: VotePatterns): Estimate {
  if (pairableItems === 0) return { undefinedBecause: "no overlap", n: 0 };
  let sum = 0;
  for (let p = 0; p < size.length; p++) {
    const m = size[p] as number;
    if (m < 2) continue;
    let pairs = 0;
    for (let at = start[p] as number; at < (start[p + 1] as number); at++) {
      const n = count[at] as number;
      pairs += n * (n - 1);
    }
    sum += ((multiplicity[p] as number) * pairs) / (m * (m - 1));
  }
  return { value: sum / pairableItems, n: pairableItems, method: "observed agreement over pairable items" };
}
