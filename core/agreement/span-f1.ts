import { equalSpans, type LabeledSpan, markedCharacters, sharedCharacters } from "../annotation/span";
import type { Random } from "../random";
import { bootstrapPatterns, evaluate } from "../statistics/bootstrap";
import type { Estimate } from "../statistics/estimate";
import { itemSums } from "../statistics/item-sums";
import { MINIMUM_ITEMS_FOR_INTERVAL, withInterval } from "../statistics/with-interval";

export interface SpanAgreement {
  /** Equal start, end and label. */
  exact: Estimate;
  /** Characters of equal label. */
  overlap: Estimate;
  /** Pairs of answers on one item that are both empty: left out, because nothing was there to agree on. */
  emptyPairs: number;
}

/**
 * Agreement on spans of text: F1 between annotators, over every pair of answers on the same item.
 *
 *     F1 = 2 TP / (|A| + |B|), summed over items and pairs
 *
 * exact: TP = spans equal in start, end and label; overlap: the same on (character, label) pairs. 0..1, high = agree. Equals
 * specific agreement on what was marked, for there are no true negatives; there is no chance model. Pairs of annotators
 * enter by their |A| + |B|.
 *
 * Undefined: "no overlap" where no item has two answers, "no variation" where all answers are empty.
 * Intervals by resampling items, or clusters of items, from 50 items on.
 *
 * Cost: O(pairs of answers x spans^2). Source: Hripcsak & Rothschild (2005), J. Am. Med. Inform. Assoc. 12.
 *
 * @param items for each item the answers, one list of spans per annotator. @param cluster group of each item.
 * @example spanF1([[[{ start: 0, end: 5, label: "PER" }], [{ start: 0, end: 5, label: "PER" }]]], { random }).exact // { value: 1, n: 1 }
 */
export function spanF1(
  items: readonly (readonly (readonly LabeledSpan[])[])[],
  { random, resamples = 1000, cluster }: { random: Random; resamples?: number; cluster?: ArrayLike<number> },
): SpanAgreement {
  const rows: number[] = [];
  const groups: number[] = [];
  let [emptyPairs, pairs] = [0, 0];
  items.forEach((answers, item) => {
    const row = [0, 0, 0, 0];
    for (const [a, b] of pairsOf(answers)) {
      pairs++;
      if (a.length + b.length === 0) emptyPairs++;
      else addPair(row, a, b);
    }
    if (row[1] === 0) return;
    rows.push(...row);
    groups.push(cluster?.[item] ?? item);
  });
  const n = groups.length;
  if (n === 0) {
    const none: Estimate = { undefinedBecause: pairs === 0 ? "no overlap" : "no variation", n };
    return { exact: none, overlap: none, emptyPairs };
  }
  const sums = itemSums({
    rows: Float64Array.from(rows),
    totals: 4,
    statistics: 2,
    finish,
    cluster: cluster && groups,
  });
  const [exact = 0, overlap = 0] = evaluate(sums, sums.multiplicity);
  const resampled = n < MINIMUM_ITEMS_FOR_INTERVAL ? [] : bootstrapPatterns(sums, { resamples, random });
  const how = { resamples, unit: cluster ? "clusters" : "items" } as const;
  return {
    exact: withInterval({ value: exact, n, method: "span F1, exact" }, resampled[0], how),
    overlap: withInterval({ value: overlap, n, method: "span F1, characters" }, resampled[1], how),
    emptyPairs,
  };
}

/** Every unordered pair of answers on one item. */
export function pairsOf<T>(answers: readonly T[]): [T, T][] {
  return answers.flatMap((a, first) => answers.slice(first + 1).map((b): [T, T] => [a, b]));
}

function addPair(row: number[], a: readonly LabeledSpan[], b: readonly LabeledSpan[]): void {
  const add = [
    2 * equalSpans(a, b),
    a.length + b.length,
    2 * sharedCharacters(a, b),
    markedCharacters(a) + markedCharacters(b),
  ];
  add.forEach((value, k) => {
    row[k] = (row[k] as number) + value;
  });
}

function finish(totals: Float64Array, out: Float64Array): void {
  out[0] = (totals[0] as number) / (totals[1] as number);
  out[1] = (totals[2] as number) / (totals[3] as number);
}
