import type { VotePatterns } from "../annotation/vote-patterns";
import { type Estimate, isDefined } from "../statistics/estimate";
import { percentAgreement } from "./percent-agreement";

/**
 * Brennan-Prediger coefficient: agreement of many annotators beyond what guessing evenly among all labels would give.
 *
 *     BP = (pa - 1/K) / (1 - 1/K)
 *
 * pa observed agreement over pairable items; K labels of the label set, used or not. -1/(K - 1)..1, 0 = chance, high = agree.
 *
 * Undefined: "no overlap" without a pairable item. Throws a RangeError for K = 1.
 *
 * Cost: O(entries of the patterns). Source: Brennan & Prediger (1981), Educ. Psychol. Meas. 41.
 *
 * @example brennanPrediger(patterns) // { value: 0.4444444444..., n: 30 } for Fleiss' 30 patients
 */
export function brennanPrediger(patterns: VotePatterns): Estimate {
  if (patterns.classes < 2) throw new RangeError("the Brennan-Prediger coefficient needs at least two labels");
  const observed = percentAgreement(patterns);
  if (!isDefined(observed)) return observed;
  const expected = 1 / patterns.classes;
  return { value: (observed.value - expected) / (1 - expected), n: observed.n, method: "Brennan-Prediger" };
}
