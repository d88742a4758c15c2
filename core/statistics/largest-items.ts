/**
 * The `size` items with the largest scores of those offered in ascending order of items; of equal scores the earlier item stays.
 *
 * A heap with the worst kept item at its root. Cost: O(log size) per item that enters.
 */
export class LargestItems {
  private count = 0;
  private readonly kept: Int32Array;
  private readonly scores: Float64Array;

  constructor(private readonly size: number) {
    this.kept = new Int32Array(size);
    this.scores = new Float64Array(size);
  }

  items(): Int32Array {
    return this.kept.subarray(0, this.count);
  }

  /** Returns what a later score must exceed to enter: the smallest that is kept, once there are enough. */
  offer(item: number, score: number): number {
    const { size, scores } = this;
    if (this.count < size) this.rise(this.count++, item, score);
    else if (size > 0 && score > (scores[0] as number)) this.sink(item, score);
    if (size === 0) return Number.POSITIVE_INFINITY;
    return this.count < size ? Number.NEGATIVE_INFINITY : (scores[0] as number);
  }

  /** Whether (item, score) leaves before what stands at a position: smaller score, then later item. */
  private isWorse(item: number, score: number, position: number): boolean {
    const other = this.scores[position] as number;
    return score < other || (score === other && item > (this.kept[position] as number));
  }

  private rise(position: number, item: number, score: number): void {
    const { kept, scores } = this;
    let at = position;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isWorse(item, score, parent)) break;
      kept[at] = kept[parent] as number;
      scores[at] = scores[parent] as number;
      at = parent;
    }
    kept[at] = item;
    scores[at] = score;
  }

  private sink(item: number, score: number): void {
    const { kept, scores, count } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      const right = child + 1;
      if (right < count && this.isWorse(kept[right] as number, scores[right] as number, child)) child = right;
      if (this.isWorse(item, score, child)) break;
      kept[at] = kept[child] as number;
      scores[at] = scores[child] as number;
      at = child;
    }
    kept[at] = item;
    scores[at] = score;
  }
}
