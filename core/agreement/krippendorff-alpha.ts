import type { VotePatterns } from "../annotation/ratings";
import type { Estimate } from "../statistics/estimate";
import { alphaOfSums, type Coincidence, coincidence, votesIn } from "./coincidence";
import { type Distance, distanceMatrix } from "./distance";

/**
 * Krippendorff's alpha: agreement of any number of annotators, with gaps.
 *
 *     alpha = 1 - D_o / D_e
 *     D_o = (1/n) sum_i sum_ck n_ic n_ik d(c,k) / (m_i - 1),  D_e = sum_ck n_c n_k d(c,k) / (n (n - 1))
 *
 * n_ic votes for label c on item i, m_i votes on it, n_c and n the same over all items with m_i >= 2; d the distance
 * (default nominal). 1 is perfect, 0 is chance level, below 0 is systematic disagreement. No unit; not a percentage.
 *
 * Items with fewer than two votes carry no pair and are left out ("no overlap" if none is left).
 * Undefined ("no variation") when only one label occurs: D_e is then 0.
 *
 * Cost: O(patterns x labels) nominal, x labels^2 otherwise. Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability.
 *
 * @example krippendorffAlpha(patterns) // { value: 0.6913580247..., n: 12 }: 3 coders, 12 items with two or more votes
 */
export function krippendorffAlpha(patterns: VotePatterns, distance: Distance = "nominal"): Estimate {
  const n = patterns.pairableItems;
  if (n === 0) return { undefinedBecause: "no overlap", n };
  const sums = coincidence(patterns);
  const value =
    distance === "nominal"
      ? alphaOfSums(sums.votes, sums.labelVotes, sums.agreeing)
      : alphaOfDistances(patterns, sums, distance);
  if (value === undefined) return { undefinedBecause: "no variation", n };
  return { value, n, method: `Krippendorff alpha, ${distance}` };
}

function alphaOfDistances(
  { classes, patterns, multiplicity }: VotePatterns,
  { votes, labelVotes }: Coincidence,
  distance: Distance,
): number | undefined {
  const distances = distanceMatrix(distance, labelVotes);
  const spread = (counts: ArrayLike<number>) => {
    let sum = 0;
    for (let c = 0; c < classes; c++)
      for (let k = 0; k < classes; k++)
        sum += (counts[c] as number) * (counts[k] as number) * (distances[c * classes + k] as number);
    return sum;
  };
  const expected = spread(labelVotes);
  if (expected === 0) return undefined;
  let observed = 0;
  patterns.forEach((counts, p) => {
    const size = votesIn(counts);
    if (size > 1) observed += ((multiplicity[p] as number) * spread(counts)) / (size - 1);
  });
  return 1 - ((votes - 1) * observed) / expected;
}
