import type { VotePatterns } from "../annotation/ratings";
import type { PatternSums } from "../statistics/bootstrap";

/** The diagonal and the margins of the coincidence matrix, from items with at least two votes. */
export interface Coincidence {
  /** n: votes on pairable items. */
  votes: number;
  /** n_c: how many of them are for each label. */
  labelVotes: Float64Array;
  /** o_cc = sum over items of n_ic (n_ic - 1) / (m_i - 1): votes for c that meet another vote for c. */
  agreeing: Float64Array;
}

/** Sums over pairable items; cost O(patterns x labels). */
export function coincidence({ classes, patterns, multiplicity }: VotePatterns): Coincidence {
  const labelVotes = new Float64Array(classes);
  const agreeing = new Float64Array(classes);
  let votes = 0;
  patterns.forEach((counts, p) => {
    const size = votesIn(counts);
    if (size < 2) return;
    const items = multiplicity[p] as number;
    votes += items * size;
    counts.forEach((count, c) => {
      labelVotes[c] = (labelVotes[c] as number) + items * count;
      agreeing[c] = (agreeing[c] as number) + (items * (count * (count - 1))) / (size - 1);
    });
  });
  return { votes, labelVotes, agreeing };
}

/** m: number of votes in one pattern. */
export function votesIn(counts: Int32Array): number {
  let size = 0;
  for (const count of counts) size += count;
  return size;
}

/** pi_c = mean over items with at least one vote of n_ic / m_i: single-vote items take part. */
export function meanLabelShares({ classes, patterns, multiplicity, items }: VotePatterns): Float64Array {
  const shares = new Float64Array(classes);
  patterns.forEach((counts, p) => {
    const size = votesIn(counts);
    counts.forEach((count, c) => {
      shares[c] = (shares[c] as number) + ((multiplicity[p] as number) * count) / size / items;
    });
  });
  return shares;
}

/** Nominal alpha of all labels from sums, or undefined where only one label (or none) occurs. */
export function alphaOfSums(
  votes: number,
  labelVotes: ArrayLike<number>,
  agreeing: ArrayLike<number>,
): number | undefined {
  let disagreeing = 0;
  let alike = 0;
  for (let c = 0; c < labelVotes.length; c++) {
    const own = labelVotes[c] as number;
    if (own === votes) return undefined;
    disagreeing += own - (agreeing[c] as number);
    alike += own * own;
  }
  return 1 - ((votes - 1) * disagreeing) / (votes * votes - alike);
}

/** Nominal alpha of "c" against "not c" from sums, or undefined where one of the two does not occur. */
export function labelAlphaOfSums(votes: number, own: number, agreeing: number): number | undefined {
  if (own === 0 || own === votes) return undefined;
  return 1 - ((votes - 1) * (own - agreeing)) / (own * (votes - own));
}

/**
 * The statistics of the agreement page as sums over vote patterns, ready to be resampled.
 *
 * Statistics: 0 alpha, 1 percent agreement, 2 + c alpha of label c. Pairable patterns only.
 */
export function nominalSums({ classes, patterns, multiplicity }: VotePatterns): PatternSums {
  const pairable = [...patterns.keys()].filter((p) => votesIn(patterns[p] as Int32Array) > 1);
  const start = [0];
  const index: number[] = [];
  const values: number[] = [];
  for (const p of pairable) {
    const counts = patterns[p] as Int32Array;
    const size = votesIn(counts);
    let agreement = 0;
    counts.forEach((count, c) => {
      if (count === 0) return;
      const agreeing = (count * (count - 1)) / (size - 1);
      agreement += agreeing / size;
      index.push(2 + c, 2 + classes + c);
      values.push(count, agreeing);
    });
    index.push(0, 1);
    values.push(1, agreement);
    start.push(index.length);
  }
  return {
    multiplicity: pairable.map((p) => multiplicity[p] as number),
    start: Int32Array.from(start),
    index: Int32Array.from(index),
    values: Float64Array.from(values),
    totals: 2 + 2 * classes,
    statistics: 2 + classes,
    finish(totals, out) {
      const labelVotes = totals.subarray(2, 2 + classes);
      const agreeing = totals.subarray(2 + classes);
      let votes = 0;
      for (let c = 0; c < classes; c++) votes += labelVotes[c] as number;
      out[0] = alphaOfSums(votes, labelVotes, agreeing) ?? Number.NaN;
      out[1] = (totals[1] as number) / (totals[0] as number);
      for (let c = 0; c < classes; c++)
        out[2 + c] = labelAlphaOfSums(votes, labelVotes[c] as number, agreeing[c] as number) ?? Number.NaN;
    },
  };
}
