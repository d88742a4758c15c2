import type { VotePatterns } from "../annotation/vote-patterns";
import { type Estimate, isDefined } from "../statistics/estimate";
import { meanLabelShares } from "./coincidence";
import { percentAgreement } from "./percent-agreement";

/**
 * Gwet's AC1: agreement of many annotators, with a chance term that stays small where one label dominates.
 *
 *     AC1 = (pa - pe) / (1 - pe),  pe = sum_c pi_c (1 - pi_c) / (K - 1)
 *
 * pa observed agreement over pairable items; pi_c = mean over items with at least one vote of n_ic / m_i: unlike alpha,
 * single-vote items take part. K labels of the label set, used or not. -1..1, high = agree. Far above alpha means one label dominates.
 *
 * Undefined: "no overlap" without a pairable item. 1 where one label takes all votes. Throws a RangeError for K = 1.
 *
 * Cost: O(patterns x labels). Source: Gwet (2008), Br. J. Math. Stat. Psychol. 61.
 *
 * @example gwetAc1(patterns) // { value: 0.4478845158..., n: 30 } for Fleiss' 30 patients
 */
export function gwetAc1(patterns: VotePatterns): Estimate {
  if (patterns.classes < 2) throw new RangeError("AC1 needs at least two labels");
  const observed = percentAgreement(patterns);
  if (!isDefined(observed)) return observed;
  const expected = meanLabelShares(patterns).reduce((sum, pi) => sum + pi * (1 - pi), 0) / (patterns.classes - 1);
  return { value: (observed.value - expected) / (1 - expected), n: observed.n, method: "Gwet AC1" };
}
