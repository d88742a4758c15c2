import type { VotePatterns } from "../annotation/vote-patterns";
import type { Estimate } from "../statistics/estimate";
import { labelValue } from "./distance";

/**
 * Agreement within one step, for ordered labels: how often two votes on the same item are equal or neighbours.
 *
 * As `percentAgreement`, with |c - k| <= 1 of the label indices in place of c = k. A share, 0..1, high = agree; not corrected
 * for chance. Undefined ("no overlap") without a pairable item. Cost: O(patterns x labels of a pattern^2).
 *
 * @example nearAgreement(patterns) // { value: 0.9545454545..., n: 11 } for Krippendorff's four observers
 */
export function nearAgreement(patterns: VotePatterns): Estimate {
  return meanOverPairs(patterns, "agreement within one step over pairable items", (c, k) =>
    Math.abs(c - k) <= 1 ? 1 : 0,
  );
}

/**
 * Mean absolute difference of two votes on the same item, for numbers; in the unit of the values, 0 or more, low = agree.
 *
 * The mean over pairable items of the mean over pairs of votes. Undefined ("no overlap") without a pairable item.
 * Cost: O(patterns x labels of a pattern^2).
 *
 * @param values of the labels, 1..K by default.
 */
export function meanAbsoluteDifference(patterns: VotePatterns, values?: ArrayLike<number>): Estimate {
  return meanOverPairs(patterns, "mean absolute difference over pairable items", (c, k) =>
    Math.abs(labelValue(c, values) - labelValue(k, values)),
  );
}

function meanOverPairs(
  { start, label, count, size, multiplicity, pairableItems: n }: VotePatterns,
  method: string,
  of: (c: number, k: number) => number,
): Estimate {
  if (n === 0) return { undefinedBecause: "no overlap", n };
  let sum = 0;
  for (let p = 0; p < size.length; p++) {
    const m = size[p] as number;
    if (m < 2) continue;
    let pairs = 0;
    for (let a = start[p] as number; a < (start[p + 1] as number); a++) {
      const [own, c] = [count[a] as number, label[a] as number];
      pairs += own * (own - 1) * of(c, c);
      for (let b = start[p] as number; b < a; b++) pairs += 2 * own * (count[b] as number) * of(c, label[b] as number);
    }
    sum += ((multiplicity[p] as number) * pairs) / (m * (m - 1));
  }
  return { value: sum / n, n, method };
}
