import type { VotePatterns } from "../annotation/vote-patterns";

export interface ConfusionPair {
  /** Label indices, a < b. */
  a: number;
  b: number;
  /** Items that got at least one vote for each of the two. */
  items: number;
}

/**
 * Which labels people do not tell apart: for each unordered pair of labels the number of items with votes for both, most first.
 *
 * Pairs without such an item are left out; equal counts in label order. An item with three different labels counts in three pairs.
 *
 * Cost: O(patterns x labels of a pattern^2).
 */
export function confusionPairs({ classes, start, label, size, multiplicity }: VotePatterns): ConfusionPair[] {
  const items = new Map<number, number>();
  for (let p = 0; p < size.length; p++) {
    const end = start[p + 1] as number;
    for (let first = start[p] as number; first < end; first++)
      for (let second = first + 1; second < end; second++) {
        const pair = (label[first] as number) * classes + (label[second] as number);
        items.set(pair, (items.get(pair) ?? 0) + (multiplicity[p] as number));
      }
  }
  return Array.from(items, ([pair, count]) => ({
    a: Math.floor(pair / classes),
    b: pair % classes,
    items: count,
  })).sort((left, right) => right.items - left.items || left.a - right.a || left.b - right.b);
}
