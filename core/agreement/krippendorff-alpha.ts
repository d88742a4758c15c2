import type { VotePatterns } from "../annotation/vote-patterns";
import type { Estimate } from "../statistics/estimate";
import { alphaOfSums, coincidence } from "./coincidence";
import { type Distance, labelPositions, labelValue, ratioDistance } from "./distance";

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
 * Cost: O(entries of the patterns), so numbers with many distinct values are as cheap as labels; ratio O(values^2).
 * Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability.
 *
 * @param values of the labels for interval and ratio, 1..K by default; for ratio not below 0.
 * @example krippendorffAlpha(patterns) // { value: 0.6913580247..., n: 12 }: 3 coders, 12 items with two or more votes
 */
export function krippendorffAlpha(
  patterns: VotePatterns,
  distance: Distance = "nominal",
  values?: ArrayLike<number>,
): Estimate {
  const n = patterns.pairableItems;
  if (n === 0) return { undefinedBecause: "no overlap", n };
  const { votes, labelVotes, agreeing } = coincidence(patterns);
  const value =
    distance === "nominal"
      ? alphaOfSums(votes, labelVotes, agreeing)
      : alphaOfSpreads(patterns, votes, labelVotes, spreadOf(distance, labelVotes, values));
  if (value === undefined) return { undefinedBecause: "no variation", n };
  return { value, n, method: `Krippendorff alpha, ${distance}` };
}

/** sum over c and k of n_c n_k d(c,k) for the `length` labels at `label` with the counts at `count`, from `from` on. */
type Spread = (label: ArrayLike<number>, count: ArrayLike<number>, from: number, end: number) => number;

function spreadOf(
  distance: Exclude<Distance, "nominal">,
  labelVotes: Float64Array,
  values: ArrayLike<number> | undefined,
): Spread {
  if (distance === "ratio") return ratioSpread(labelVotes, values);
  const position = labelPositions(distance, labelVotes, values);
  return (label, count, from, end) => {
    // measured from the first label: equal votes give exactly 0
    const origin = position[label[from] as number] as number;
    let [n, sum, squares] = [0, 0, 0];
    for (let at = from; at < end; at++) {
      const own = count[at] as number;
      const x = (position[label[at] as number] as number) - origin;
      n += own;
      sum += own * x;
      squares += own * x * x;
    }
    return 2 * (n * squares - sum * sum);
  };
}

function ratioSpread(labelVotes: Float64Array, values: ArrayLike<number> | undefined): Spread {
  for (let c = 0; c < labelVotes.length; c++)
    if (!(labelValue(c, values) >= 0)) throw new RangeError("ratio distance needs values of at least 0");
  return (label, count, from, end) => {
    let sum = 0;
    for (let a = from; a < end; a++)
      for (let b = from; b < a; b++) {
        const d = ratioDistance(labelValue(label[a] as number, values), labelValue(label[b] as number, values));
        sum += 2 * (count[a] as number) * (count[b] as number) * d;
      }
    return sum;
  };
}

function alphaOfSpreads(
  { start, label, count, size, multiplicity }: VotePatterns,
  votes: number,
  labelVotes: Float64Array,
  spread: Spread,
): number | undefined {
  const used = Int32Array.from(labelVotes.keys()).filter((c) => (labelVotes[c] as number) > 0);
  const usedVotes = Float64Array.from(used, (c) => labelVotes[c] as number);
  const expected = spread(used, usedVotes, 0, used.length);
  if (used.length < 2 || expected === 0) return undefined;
  let observed = 0;
  for (let p = 0; p < size.length; p++) {
    const m = size[p] as number;
    if (m < 2) continue;
    observed +=
      ((multiplicity[p] as number) * spread(label, count, start[p] as number, start[p + 1] as number)) / (m - 1);
  }
  return 1 - ((votes - 1) * observed) / expected;
}
