import type { RatingTable } from "../annotation/ratings";
import { patternsOfTable } from "../annotation/vote-patterns";
import type { Estimate } from "../statistics/estimate";
import { coincidence } from "./coincidence";

/** How far two answers of a multi-label task are apart; each answer is the set of the labels that apply. */
export type SetDistance = "jaccard" | "masi";

/** One answer: label indices, ascending, none twice; empty where no label applies, which is a legal answer. */
export type LabelSubset = readonly number[];

/**
 * Distance of two label sets, as it enters alpha (not squared).
 *
 *     jaccard 1 - J,  masi 1 - J M,  J = |A n B| / |A u B|
 *
 * M = 1 equal, 2/3 one within the other, 1/3 overlapping, 0 disjoint: exact thirds, not the rounded .67 and .33 of some
 * implementations. 0..1; two empty sets are equal, an empty set is at distance 1 from any other.
 *
 * Source: Passonneau (2006), LREC.
 *
 * @example labelSetDistance([0], [0, 1], "masi") // 0.6666666666666667
 */
export function labelSetDistance(a: LabelSubset, b: LabelSubset, distance: SetDistance): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = (a[i] as number) - (b[j] as number);
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  const union = a.length + b.length - shared;
  if (union === shared) return 0;
  const jaccard = shared / union;
  if (distance === "jaccard") return 1 - jaccard;
  const isWithin = shared === a.length || shared === b.length;
  return 1 - jaccard * (shared === 0 ? 0 : isWithin ? 2 / 3 : 1 / 3);
}

/**
 * Krippendorff's alpha for label sets: agreement of any number of annotators who each choose any number of labels, with gaps.
 *
 *     alpha = 1 - D_o / D_e, as in `krippendorffAlpha`, over the distinct sets, d = labelSetDistance
 *
 * At most 1, 0 = chance, high = agree. Undefined: "no overlap" without a pairable item, "no variation" when one set only occurs.
 *
 * Cost: O(patterns x sets of a pattern^2 + distinct sets^2). Source: Passonneau (2006); Krippendorff (2011).
 *
 * @param table grouped votes; `label` is the index of a set. @param sets the distinct answers.
 * @example labelSetAlpha(table, [[0], [0, 1]], "masi")
 */
export function labelSetAlpha(table: RatingTable, sets: readonly LabelSubset[], distance: SetDistance): Estimate {
  const patterns = patternsOfTable(table, sets.length);
  const { start, label, count, size, multiplicity, pairableItems: n } = patterns;
  if (n === 0) return { undefinedBecause: "no overlap", n };
  const { votes, labelVotes } = coincidence(patterns);
  const used = Int32Array.from(labelVotes.keys()).filter((c) => (labelVotes[c] as number) > 0);
  const spread = (of: ArrayLike<number>, counts: ArrayLike<number>, from: number, end: number) => {
    let sum = 0;
    for (let a = from; a < end; a++)
      for (let b = from; b < a; b++) {
        const [first, second] = [sets[of[a] as number] as LabelSubset, sets[of[b] as number] as LabelSubset];
        sum += 2 * (counts[a] as number) * (counts[b] as number) * labelSetDistance(first, second, distance);
      }
    return sum;
  };
  const expected = spread(
    used,
    Float64Array.from(used, (c) => labelVotes[c] as number),
    0,
    used.length,
  );
  if (expected === 0) return { undefinedBecause: "no variation", n };
  let observed = 0;
  for (let p = 0; p < size.length; p++) {
    const m = size[p] as number;
    if (m > 1)
      observed +=
        ((multiplicity[p] as number) * spread(label, count, start[p] as number, start[p + 1] as number)) / (m - 1);
  }
  return {
    value: 1 - ((votes - 1) * observed) / expected,
    n,
    method: `Krippendorff alpha, ${distance} distance of sets`,
  };
}
