import type { Estimate } from "../statistics/estimate";
import { stratifiedRate } from "./stratified-rate";

/** Outcomes of one stratum: each examined item is wrong, ambiguous or right. */
export interface AuditStratum {
  /** Unreviewed items of the frame. */
  size: number;
  wrong: number;
  ambiguous: number;
  right: number;
  /** Examined items on which the auditors' own answers differ. */
  disagreed: number;
}

export interface AuditEstimate {
  /** The given label is not acceptable: the headline. */
  wrong: Estimate;
  /** The given label and another one are both defensible. */
  ambiguous: Estimate;
  /** The auditors differ among themselves: a rate of wrong below it lies inside that noise. */
  disagreement: Estimate;
  /** Items with a wrong label among those of the frame, with interval. */
  errors: Estimate;
}

/**
 * How many given labels are wrong, from a stratified random sample judged blind by at least two people.
 *
 *     p = sum_h W_h x_h / n_h,  E = N p
 *
 * Items whose auditors all give the given label are right; the others are adjudicated: wrong, ambiguous or right. The size of the
 * sample is fixed before it is drawn; items from a ranked queue are no sample. A mistake that all auditors share is not seen.
 *
 * Undefined: see `stratifiedRate`. Cost: O(strata).
 *
 * @example auditEstimate([{ size: 10000, wrong: 6, ambiguous: 0, right: 294, disagreed: 12 }]).errors // 200, 83.9 .. 407.6
 */
export function auditEstimate(strata: readonly AuditStratum[]): AuditEstimate {
  const rate = (found: (stratum: AuditStratum) => number, method: string) =>
    stratifiedRate(
      strata.map((stratum) => ({
        size: stratum.size,
        sampled: stratum.wrong + stratum.ambiguous + stratum.right,
        found: found(stratum),
      })),
      method,
    );
  const wrong = rate((stratum) => stratum.wrong, "share of wrong labels");
  return {
    wrong,
    ambiguous: rate((stratum) => stratum.ambiguous, "share of ambiguous labels"),
    disagreement: rate((stratum) => stratum.disagreed, "share of items on which auditors differ"),
    errors: times(
      wrong,
      strata.reduce((sum, { size }) => sum + size, 0),
      "wrong labels",
    ),
  };
}

/** A rate as a number of items, with its interval. */
export function times(rate: Estimate, items: number, method: string): Estimate {
  if ("undefinedBecause" in rate) return rate;
  const { value, low, high, n } = rate;
  return {
    value: items * value,
    ...(low === undefined || high === undefined ? {} : { low: items * low, high: items * high }),
    n,
    method,
  };
}
