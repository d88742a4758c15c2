import { ratingTable, type Vote } from "../annotation/ratings";
import type { Random } from "../random";
import { bootstrapPatterns, evaluate } from "../statistics/bootstrap";
import type { Estimate } from "../statistics/estimate";
import { itemSums } from "../statistics/item-sums";
import { MINIMUM_ITEMS_FOR_INTERVAL, withInterval } from "../statistics/with-interval";
import { alphaOfSums } from "./coincidence";

/** A blind vote of a queue that is blind for some items and, on the others, for some people. */
export interface BlindVote extends Vote {
  /** b: chance that this claim was blind on an item that is not blind for everybody. */
  blindShare: number;
}

/**
 * Agreement of all blind votes of a queue, each pair of votes weighted by 1 / its chance to be blind.
 *
 *     w_12 = 1 / (s + (1 - s) b_1 b_2)
 *     percent = sum of w over equal pairs / sum of w over all pairs
 *     alpha = 1 - D_o / D_e of the coincidences sum of w, scaled so that they sum to the number of votes on pairable items
 *
 * s chance that an item is blind for everybody, b_1 and b_2 those of the two claims; items with two blind votes are otherwise too
 * often those that are blind for everybody. Every pair counts alike; with equal weights and equally many votes per item
 * alpha is Krippendorff's nominal alpha. Range and direction as there.
 *
 * Undefined: "no overlap" without an item with two votes, "no variation" when one label occurs (alpha).
 * Interval by resampling items, or clusters of items, from 50 items on.
 *
 * Cost: O(sum m_i^2 + resamples x items). Source: Horvitz & Thompson (1952), J. Am. Stat. Assoc. 47.
 *
 * @param votes blind votes only. @param blindItemsShare s, 0..1.
 * @example weightedAgreement(votes, { classes: 2, blindItemsShare: 0.15, random }).alpha
 */
export function weightedAgreement(
  votes: readonly BlindVote[],
  {
    classes,
    blindItemsShare,
    random,
    resamples = 1000,
    cluster,
  }: {
    classes: number;
    blindItemsShare: number;
    random: Random;
    resamples?: number;
    cluster?: (item: number) => number;
  },
): { percent: Estimate; alpha: Estimate } {
  // grouped by position in the list: the table then says which vote each entry is
  const {
    items,
    start,
    label: place,
  } = ratingTable(
    votes.map(({ item, annotator }, label) => ({ item, annotator, label })),
    Math.max(1, votes.length),
  );
  const rows: number[] = [];
  const groups: number[] = [];
  for (let row = 0; row < items.length; row++) {
    const own = Array.from(place.subarray(start[row], start[row + 1]), (at) => votes[at] as BlindVote);
    if (own.length < 2) continue;
    rows.push(...itemRow(own, classes, blindItemsShare));
    groups.push(cluster ? cluster(items[row] as number) : row);
  }
  const n = groups.length;
  if (n === 0) return { percent: { undefinedBecause: "no overlap", n }, alpha: { undefinedBecause: "no overlap", n } };
  const sums = itemSums({
    rows: Float64Array.from(rows),
    totals: 2 + 2 * classes,
    statistics: 2,
    finish: finishOf(classes),
    cluster: cluster && groups,
  });
  const [percent = 0, alpha = 0] = evaluate(sums, sums.multiplicity);
  const resampled = n < MINIMUM_ITEMS_FOR_INTERVAL ? [] : bootstrapPatterns(sums, { resamples, random });
  const how = { resamples, unit: cluster ? "clusters" : "items" } as const;
  const method = "pairs weighted by 1 / chance to be blind";
  return {
    percent: withInterval({ value: percent, n, method: `observed agreement, ${method}` }, resampled[0], how),
    alpha: Number.isNaN(alpha)
      ? { undefinedBecause: "no variation", n }
      : withInterval({ value: alpha, n, method: `Krippendorff alpha, nominal, ${method}` }, resampled[1], how),
  };
}

/** Votes, weight of ordered pairs, then per label the weight of its pairs and of its equal pairs. */
function itemRow(votes: readonly BlindVote[], classes: number, s: number): Float64Array {
  const row = new Float64Array(2 + 2 * classes);
  const add = (at: number, value: number) => {
    row[at] = (row[at] as number) + value;
  };
  add(0, votes.length);
  votes.forEach((first, a) => {
    for (const second of votes.slice(a + 1)) {
      const weight = 1 / (s + (1 - s) * first.blindShare * second.blindShare);
      add(1, 2 * weight);
      add(2 + first.label, weight);
      add(2 + second.label, weight);
      if (first.label === second.label) add(2 + classes + first.label, 2 * weight);
    }
  });
  return row;
}

function finishOf(classes: number) {
  const labelVotes = new Float64Array(classes);
  const agreeing = new Float64Array(classes);
  return (totals: Float64Array, out: Float64Array) => {
    const [votes, weight] = [totals[0] as number, totals[1] as number];
    const scale = votes / weight;
    let [alike, used] = [0, 0];
    for (let c = 0; c < classes; c++) {
      labelVotes[c] = (totals[2 + c] as number) * scale;
      agreeing[c] = (totals[2 + classes + c] as number) * scale;
      alike += totals[2 + classes + c] as number;
      if ((labelVotes[c] as number) > 0) used++;
    }
    out[0] = alike / weight;
    out[1] = used < 2 ? Number.NaN : (alphaOfSums(votes, labelVotes, agreeing) ?? Number.NaN);
  };
}
