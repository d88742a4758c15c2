import type { LabeledBox } from "../annotation/box";
import { matchedBoxes, matchedByLabel } from "../annotation/box-matches";
import { ratingTable, type Vote } from "../annotation/ratings";
import { patternsOfTable } from "../annotation/vote-patterns";
import type { Random } from "../random";
import { bootstrapPatterns, evaluate } from "../statistics/bootstrap";
import type { Estimate } from "../statistics/estimate";
import { itemSums } from "../statistics/item-sums";
import { MINIMUM_ITEMS_FOR_INTERVAL, withInterval } from "../statistics/with-interval";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { pairsOf } from "./span-f1";

export interface BoxAgreement {
  f1: Estimate;
  /** Mean IoU of the matched boxes of equal label. */
  meanIou: Estimate;
  /** Nominal alpha of the labels on boxes matched without regard to label; n in matched pairs of boxes. */
  labelAlpha: Estimate;
  /** Pairs of answers on one item that are both empty: left out. */
  emptyPairs: number;
}

/**
 * Agreement on boxes: F1 between annotators at an overlap of at least t, over every pair of answers on the same item.
 *
 *     F1@t = 2 TP / (|A| + |B|), summed over items, pairs and labels
 *
 * TP: boxes of equal label matched one to one with IoU >= t, so that first the number of matches and then the sum of their
 * IoU is largest (assignment, not greedy). F1 and IoU 0..1, high = agree; there is no chance model.
 *
 * Undefined: "no overlap" where no item has two answers, "no variation" where all answers are empty; mean IoU and label alpha
 * "no overlap" where nothing matches. Intervals by resampling items, or clusters of items, from 50 items on.
 *
 * Cost: O(pairs of answers x boxes^3). Source: Kuhn (1955) for the matching; F1 as specific agreement, Hripcsak & Rothschild (2005).
 *
 * @param items for each item the answers, one list of boxes per annotator. @param threshold t, 0.5 by default.
 * @example boxF1([[[box], [box]]], { random }).f1 // { value: 1, n: 1 }
 */
export function boxF1(
  items: readonly (readonly (readonly LabeledBox[])[])[],
  {
    threshold = 0.5,
    random,
    resamples = 1000,
    cluster,
  }: { threshold?: number; random: Random; resamples?: number; cluster?: ArrayLike<number> },
): BoxAgreement {
  const rows: number[] = [];
  const groups: number[] = [];
  const labels: [string, string][] = [];
  let [emptyPairs, pairs] = [0, 0];
  items.forEach((answers, item) => {
    const row = [0, 0, 0];
    for (const [a, b] of pairsOf(answers)) {
      pairs++;
      if (a.length + b.length === 0) emptyPairs++;
      row[1] = (row[1] as number) + a.length + b.length;
      for (const { iou } of matchedByLabel(a, b, threshold)) {
        row[0] = (row[0] as number) + 1;
        row[2] = (row[2] as number) + iou;
      }
      for (const { first, second } of matchedBoxes(a, b, threshold)) labels.push([first.label, second.label]);
    }
    if (row[1] === 0) return;
    rows.push(...row);
    groups.push(cluster?.[item] ?? item);
  });
  const n = groups.length;
  if (n === 0) {
    const none: Estimate = { undefinedBecause: pairs === 0 ? "no overlap" : "no variation", n };
    return { f1: none, meanIou: none, labelAlpha: none, emptyPairs };
  }
  const sums = itemSums({
    rows: Float64Array.from(rows),
    totals: 3,
    statistics: 2,
    finish,
    cluster: cluster && groups,
  });
  const [f1 = 0, iou = 0] = evaluate(sums, sums.multiplicity);
  const resampled = n < MINIMUM_ITEMS_FOR_INTERVAL ? [] : bootstrapPatterns(sums, { resamples, random });
  const how = { resamples, unit: cluster ? "clusters" : "items" } as const;
  const meanIou: Estimate = Number.isNaN(iou)
    ? { undefinedBecause: "no overlap", n: 0 }
    : {
        value: iou,
        n: rows.reduce((sum, value, k) => sum + (k % 3 === 0 ? value : 0), 0),
        method: "mean IoU of matched boxes",
      };
  return {
    f1: withInterval({ value: f1, n, method: `box F1 at IoU ${threshold}` }, resampled[0], how),
    meanIou: withInterval(meanIou, resampled[1], how),
    labelAlpha: alphaOfPairs(labels),
    emptyPairs,
  };
}

function finish(totals: Float64Array, out: Float64Array): void {
  out[0] = (2 * (totals[0] as number)) / (totals[1] as number);
  out[1] = (totals[2] as number) / (totals[0] as number);
}

function alphaOfPairs(pairs: readonly [string, string][]): Estimate {
  const names = [...new Set(pairs.flat())].sort();
  const votes = pairs.flatMap((pair, item): Vote[] =>
    pair.map((label, annotator) => ({ item, annotator, label: names.indexOf(label) })),
  );
  return krippendorffAlpha(patternsOfTable(ratingTable(votes, Math.max(1, names.length)), names.length));
}
