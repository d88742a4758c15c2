import type { VotePatterns } from "../annotation/vote-patterns";
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

/** Sums over pairable items; cost O(entries of the patterns). */
export function coincidence({ classes, start, label, count, size, multiplicity }: VotePatterns): Coincidence {
  const labelVotes = new Float64Array(classes);
  const agreeing = new Float64Array(classes);
  let votes = 0;
  for (let p = 0; p < size.length; p++) {
    const m = size[p] as number;
    if (m < 2) continue;
    const items = multiplicity[p] as number;
    votes += items * m;
    for (let at = start[p] as number; at < (start[p + 1] as number); at++) {
      const [c, n] = [label[at] as number, count[at] as number];
      labelVotes[c] = (labelVotes[c] as number) + items * n;
      agreeing[c] = (agreeing[c] as number) + (items * (n * (n - 1))) / (m - 1);
    }
  }
  return { votes, labelVotes, agreeing };
}

/** pi_c = mean over items with at least one vote of n_ic / m_i: single-vote items take part. */
export function meanLabelShares({
  classes,
  start,
  label,
  count,
  size,
  multiplicity,
  items,
}: VotePatterns): Float64Array {
  const shares = new Float64Array(classes);
  for (let p = 0; p < size.length; p++)
    for (let at = start[p] as number; at < (start[p + 1] as number); at++) {
      const c = label[at] as number;
      const share = ((multiplicity[p] as number) * (count[at] as number)) / (size[p] as number) / items;
      shares[c] = (shares[c] as number) + share;
    }
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
 * Statistics: 0 alpha, 1 percent agreement, then, unless left out, 2 + c alpha of label c. Pairable patterns only.
 */
export function nominalSums(
  { classes, start, label, count, size, multiplicity }: VotePatterns,
  { isPerLabel = true }: { isPerLabel?: boolean } = {},
): PatternSums {
  const pairable = pairablePatterns(size);
  const starts = [0];
  const index: number[] = [];
  const values: number[] = [];
  for (const p of pairable) {
    const m = size[p] as number;
    let agreement = 0;
    for (let at = start[p] as number; at < (start[p + 1] as number); at++) {
      const [c, n] = [label[at] as number, count[at] as number];
      const agreeing = (n * (n - 1)) / (m - 1);
      agreement += agreeing / m;
      index.push(2 + c, 2 + classes + c);
      values.push(n, agreeing);
    }
    index.push(0, 1);
    values.push(1, agreement);
    starts.push(index.length);
  }
  return {
    multiplicity: pairable.map((p) => multiplicity[p] as number),
    start: Int32Array.from(starts),
    index: Int32Array.from(index),
    values: Float64Array.from(values),
    totals: 2 + 2 * classes,
    statistics: isPerLabel ? 2 + classes : 2,
    finish: nominalFinish(classes, isPerLabel),
  };
}

/** Totals: 0 items, 1 sum of agreement, 2 + c votes for c, 2 + K + c agreeing votes for c. */
export function nominalFinish(classes: number, isPerLabel: boolean): PatternSums["finish"] {
  return (totals, out) => {
    const labelVotes = totals.subarray(2, 2 + classes);
    const agreeing = totals.subarray(2 + classes);
    let votes = 0;
    for (let c = 0; c < classes; c++) votes += labelVotes[c] as number;
    out[0] = alphaOfSums(votes, labelVotes, agreeing) ?? Number.NaN;
    out[1] = (totals[1] as number) / (totals[0] as number);
    if (!isPerLabel) return;
    for (let c = 0; c < classes; c++)
      out[2 + c] = labelAlphaOfSums(votes, labelVotes[c] as number, agreeing[c] as number) ?? Number.NaN;
  };
}

/** Patterns of two or more votes, in order. */
export function pairablePatterns(size: Int32Array): number[] {
  const pairable: number[] = [];
  for (let p = 0; p < size.length; p++) if ((size[p] as number) > 1) pairable.push(p);
  return pairable;
}
