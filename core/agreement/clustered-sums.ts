import type { RatingTable } from "../annotation/ratings";
import type { VotePatterns } from "../annotation/vote-patterns";
import type { PatternSums } from "../statistics/bootstrap";
import { clusterSums } from "../statistics/item-sums";
import { alphaSums } from "./alpha-sums";
import { nominalSums } from "./coincidence";
import type { Distance } from "./distance";

/**
 * The sums of `nominalSums`, or of `alphaSums`, with whole clusters of items to be resampled: frames of one video, paragraphs of
 * one document. Patterns of votes are not exchangeable there, clusters are.
 *
 * @param cluster group of the item with this id.
 */
export function clusteredSums(
  table: RatingTable,
  {
    classes,
    cluster,
    distance = "nominal",
  }: { classes: number; cluster: (item: number) => number; distance?: Distance },
): PatternSums {
  const { patterns, groups } = oneItemEach(table, classes, cluster);
  const sums = distance === "nominal" ? nominalSums(patterns) : alphaSums(patterns, distance);
  return clusterSums(sums, groups);
}

/** Every pairable item as a pattern of its own, with its group. */
function oneItemEach({ items, start, label }: RatingTable, classes: number, cluster: (item: number) => number) {
  const groups: number[] = [];
  const [starts, labels, counts, sizes]: [number[], number[], number[], number[]] = [[0], [], [], []];
  for (let row = 0; row < items.length; row++) {
    const votes = label.slice(start[row], start[row + 1]).sort();
    if (votes.length < 2) continue;
    votes.forEach((value, at) => {
      if (at > 0 && votes[at - 1] === value) counts.push((counts.pop() as number) + 1);
      else {
        labels.push(value);
        counts.push(1);
      }
    });
    starts.push(labels.length);
    sizes.push(votes.length);
    groups.push(cluster(items[row] as number));
  }
  const patterns: VotePatterns = {
    classes,
    start: Int32Array.from(starts),
    label: Int32Array.from(labels),
    count: Int32Array.from(counts),
    size: Int32Array.from(sizes),
    multiplicity: new Int32Array(sizes.length).fill(1),
    items: sizes.length,
    pairableItems: sizes.length,
    singles: 0,
  };
  return { patterns, groups };
}
