import type { VotePatterns } from "../annotation/vote-patterns";
import { type Estimate, isDefined } from "../statistics/estimate";
import { meanLabelShares } from "./coincidence";
import { percentAgreement } from "./percent-agreement";

/**
 * Fleiss' kappa: agreement of many annotators beyond chance.
 *
 *     kappa = (pa - pe) / (1 - pe),  pe = sum_c pi_c^2
 *
 * pa observed agreement over pairable items; pi_c = mean over items with at least one vote of n_ic / m_i, which is the
 * share of votes when all items have equally many. At most 1, 0 = chance, high = agree; at least -1, except where
 * single-vote items (they enter pi_c, not pa) outnumber the pairable ones.
 *
 * Undefined: "no overlap" without a pairable item, "no variation" when one label takes all votes.
 *
 * Cost: O(patterns x labels). Source: Fleiss (1971), Psychol. Bull. 76; gaps as in Gwet (2014), Handbook of inter-rater reliability, 4th ed.
 *
 * @example fleissKappa(patterns) // { value: 0.4302445200..., n: 30 } for Fleiss' 30 patients
 */
export function fleissKappa(patterns: VotePatterns): Estimate {
  const observed = percentAgreement(patterns);
  if (!isDefined(observed)) return observed;
  const shares = meanLabelShares(patterns);
  // exactly one used label: a share of 1 may be off by rounding
  if (shares.filter((share) => share > 0).length < 2) return { undefinedBecause: "no variation", n: observed.n };
  const expected = shares.reduce((sum, share) => sum + share * share, 0);
  return { value: (observed.value - expected) / (1 - expected), n: observed.n, method: "Fleiss kappa" };
}
