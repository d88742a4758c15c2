import type { VotePatterns } from "../annotation/ratings";

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
 * Cost: O(patterns x labels^2).
 */
export function confusionPairs({ classes, patterns, multiplicity }: VotePatterns): ConfusionPair[] {
  const items = new Map<number, number>();
  patterns.forEach((counts, p) => {
    const used = Array.from(counts.keys()).filter((label) => (counts[label] as number) > 0);
    for (const a of used)
      for (const b of used)
        if (a < b) items.set(a * classes + b, (items.get(a * classes + b) ?? 0) + (multiplicity[p] as number));
  });
  return Array.from(items, ([pair, count]) => ({
    a: Math.floor(pair / classes),
    b: pair % classes,
    items: count,
  })).sort((left, right) => right.items - left.items || left.a - right.a || left.b - right.b);
}
