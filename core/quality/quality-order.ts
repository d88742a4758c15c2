import { ascendingOrder, midRanks } from "../statistics/ranks";
import type { LabelQuality } from "./label-quality";

export interface QualityOrder {
  /** R of every item: relative to the scored set, never a probability. */
  rankMean: Float64Array;
  /** Item indices, most suspicious first. */
  order: Int32Array;
}

/**
 * The default order of suspected label errors: rank-mean of self-confidence and normalized margin.
 *
 *     R = (rank(self-confidence) + rank(normalized margin)) / (2N)
 *
 * Ranks ascending, 1 = most suspicious, equal values get the mid-rank. Range (0, 1], low = first. Ordered by R, then
 * self-confidence, then item. Adding items changes R.
 *
 * Cost: O(N log N), O(N) for many.
 *
 * @example qualityOrder({ selfConfidence: [0.9, 0.2], normalizedMargin: [0.8, 0.1] }).order // 1, 0
 */
export function qualityOrder({
  selfConfidence,
  normalizedMargin,
}: {
  [score in keyof LabelQuality]: ArrayLike<number>;
}): QualityOrder {
  const fromLeastConfident = ascendingOrder(selfConfidence);
  const byConfidence = midRanks(selfConfidence, fromLeastConfident);
  const byMargin = midRanks(normalizedMargin);
  const items = selfConfidence.length;
  const rankMean = byConfidence.map((rank, i) => (rank + (byMargin[i] as number)) / (2 * items));
  const order = ascendingOrder(rankMean, fromLeastConfident);
  return { rankMean, order };
}
