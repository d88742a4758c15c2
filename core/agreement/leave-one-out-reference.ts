import type { VoteTable } from "../consensus/vote-table";

/**
 * What the others say, vote by vote: the plurality of the other votes on an item, ties by shares.
 *
 *     R(k) = 1/t if k is one of the t labels with the most other votes, else 0
 *
 * Calls `each` for every vote on an item with a prediction and at least `minOthers` other votes. Cost: O(sum of m_i K).
 *
 * @param predicted the model's label of each item, -1 where it has none.
 */
export function eachWithReference(
  { items, classes, start, annotator, label }: VoteTable,
  predicted: ArrayLike<number>,
  minOthers: number,
  each: (vote: { item: number; annotator: number; label: number; winners: readonly number[] }) => void,
): void {
  if (!(minOthers >= 1)) throw new RangeError("a reference needs at least one other vote");
  const counts = new Int32Array(classes);
  for (let item = 0; item < items; item++) {
    const [from, end] = [start[item] as number, start[item + 1] as number];
    if (end - from - 1 < minOthers || (predicted[item] as number) < 0) continue;
    counts.fill(0);
    for (let at = from; at < end; at++) counts[label[at] as number] = (counts[label[at] as number] as number) + 1;
    for (let at = from; at < end; at++) {
      const own = label[at] as number;
      counts[own] = (counts[own] as number) - 1;
      each({ item, annotator: annotator[at] as number, label: own, winners: mostFrequent(counts) });
      counts[own] = (counts[own] as number) + 1;
    }
  }
}

function mostFrequent(counts: Int32Array): number[] {
  let most = 0;
  for (const count of counts) most = Math.max(most, count);
  return Array.from(counts.keys()).filter((k) => counts[k] === most);
}
