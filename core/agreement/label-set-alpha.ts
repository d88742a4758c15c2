import type { RatingTable } from "../annotation/ratings";
import { patternsOfTable } from "../annotation/vote-patterns";
import type { Random } from "../random";
import { bootstrapPatterns, evaluate } from "../statistics/bootstrap";
import type { Estimate } from "../statistics/estimate";
import { MINIMUM_ITEMS_FOR_INTERVAL, withInterval } from "../statistics/with-interval";
import { alphaSums } from "./alpha-sums";
import { krippendorffAlpha } from "./krippendorff-alpha";

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
 * Nominal alpha of each label of a multi-label task: "it applies" against "it does not".
 *
 * One estimate per label, undefined as `krippendorffAlpha` is. Cost: O(votes x labels).
 *
 * @param sets the distinct answers. @param classes number of labels.
 */
export function labelMembershipAlphas(table: RatingTable, sets: readonly LabelSubset[], classes: number): Estimate[] {
  return Array.from({ length: classes }, (_, label) => {
    const applies = Int32Array.from(sets, (subset) => (subset.includes(label) ? 1 : 0));
    const membership = { ...table, label: table.label.map((set) => applies[set] as number) };
    return krippendorffAlpha(patternsOfTable(membership, 2));
  });
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
 * @param random for the interval, which stands from 50 pairable items on; no interval without it.
 * @example labelSetAlpha(table, [[0], [0, 1]], "masi")
 */
export function labelSetAlpha(
  table: RatingTable,
  sets: readonly LabelSubset[],
  distance: SetDistance,
  { random, resamples = 1000 }: { random?: Random; resamples?: number } = {},
): Estimate {
  const patterns = patternsOfTable(table, sets.length);
  const n = patterns.pairableItems;
  if (n === 0) return { undefinedBecause: "no overlap", n };
  const between = (a: number, b: number) => labelSetDistance(sets[a] as LabelSubset, sets[b] as LabelSubset, distance);
  const sums = alphaSums(patterns, between);
  const [value = Number.NaN] = evaluate(sums, sums.multiplicity);
  if (Number.isNaN(value)) return { undefinedBecause: "no variation", n };
  const estimate = { value, n, method: `Krippendorff alpha, ${distance} distance of sets` };
  if (!random || n < MINIMUM_ITEMS_FOR_INTERVAL) return estimate;
  const [resampled] = bootstrapPatterns(sums, { resamples, random });
  return withInterval(estimate, resampled, { resamples, unit: "vote patterns" });
}
