import type { VotePatterns } from "../annotation/vote-patterns";
import type { Estimate } from "../statistics/estimate";
import { coincidence, labelAlphaOfSums } from "./coincidence";

export interface LabelAgreement {
  label: number;
  /** n_c: votes for the label on pairable items. */
  votes: number;
  specificAgreement: Estimate;
  alpha: Estimate;
}

/**
 * Agreement on each label: specific agreement and alpha of "this label" against "any other".
 *
 *     S_c = sum over items of n_ic (n_ic - 1) / (m_i - 1) / n_c
 *
 * S_c: of two votes on an item, one of them for c, how often the other is for c too; 0..1, high = agree, not corrected
 * for chance. Alpha as in `krippendorffAlpha`. Their n is n_c, in votes: show it beside them.
 *
 * Undefined: "no overlap" without a pairable item, "label not used" at n_c = 0; alpha "no variation" when only c occurs.
 *
 * Cost: O(patterns x labels). Source: Cicchetti & Feinstein (1990), J. Clin. Epidemiol. 43; Krippendorff (2011).
 *
 * @example perLabel(patterns)[0].specificAgreement // { value: 0.3538461538..., n: 26 }: depression, Fleiss' 30 patients
 */
export function perLabel(patterns: VotePatterns): LabelAgreement[] {
  const { votes, labelVotes, agreeing } = coincidence(patterns);
  return Array.from(labelVotes, (own, label) => {
    if (votes === 0) return { label, votes: 0, specificAgreement: none("no overlap"), alpha: none("no overlap") };
    if (own === 0) return { label, votes: 0, specificAgreement: none("label not used"), alpha: none("label not used") };
    const alike = agreeing[label] as number;
    const alpha = labelAlphaOfSums(votes, own, alike);
    return {
      label,
      votes: own,
      specificAgreement: { value: alike / own, n: own, method: "specific agreement" },
      alpha:
        alpha === undefined
          ? { undefinedBecause: "no variation", n: own }
          : { value: alpha, n: own, method: "Krippendorff alpha, nominal, this label against the rest" },
    };
  });
}

function none(undefinedBecause: "no overlap" | "label not used"): Estimate {
  return { undefinedBecause, n: 0 };
}
