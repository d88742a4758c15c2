import type { VoteColumns } from "../annotation/ratings";

/** Votes grouped by item: item i has the votes start[i] .. start[i + 1] - 1, by annotator, then by label. */
export interface VoteTable {
  items: number;
  annotators: number;
  classes: number;
  start: Int32Array;
  annotator: Int32Array;
  label: Int32Array;
}

/**
 * Groups votes by item in one canonical order, so that no result depends on the order they came in.
 *
 * Of several votes of one annotator on one item the last counts, or all of them where repeats are measurements.
 *
 * Cost: O(votes + items + annotators + classes). Throws a RangeError for an index outside its range.
 *
 * @param areRepeatsCounted all votes of one annotator on one item count; default false.
 */
export function voteTable(
  columns: VoteColumns,
  {
    items,
    annotators,
    classes,
    areRepeatsCounted = false,
  }: { items: number; annotators: number; classes: number; areRepeatsCounted?: boolean },
): VoteTable {
  requireRange(columns.item, items, "item");
  requireRange(columns.annotator, annotators, "annotator");
  requireRange(columns.label, classes, "label");
  const byLabel = areRepeatsCounted ? sortedBy(columns.label, classes) : undefined;
  const order = sortedBy(columns.item, items, sortedBy(columns.annotator, annotators, byLabel));
  const start = new Int32Array(items + 1);
  const annotator = new Int32Array(order.length);
  const label = new Int32Array(order.length);
  let kept = 0;
  for (let at = 0; at < order.length; at++) {
    const index = order[at] as number;
    const item = columns.item[index] as number;
    const person = columns.annotator[index] as number;
    const next = order[at + 1];
    const isRepeated = next !== undefined && columns.item[next] === item && columns.annotator[next] === person;
    if (isRepeated && !areRepeatsCounted) continue;
    annotator[kept] = person;
    label[kept] = columns.label[index] as number;
    start[item + 1] = (start[item + 1] as number) + 1;
    kept++;
  }
  for (let i = 0; i < items; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  return { items, annotators, classes, start, annotator: annotator.subarray(0, kept), label: label.subarray(0, kept) };
}

function requireRange(values: Int32Array, count: number, what: string): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value < 0 || value >= count) throw new RangeError(`${what} ${value} is not in 0..${count - 1}`);
  }
}

/** Indices sorted by key, equal keys in the order they had. */
function sortedBy(keys: Int32Array, count: number, order?: Int32Array): Int32Array {
  const next = new Int32Array(count + 1);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as number;
    next[key + 1] = (next[key + 1] as number) + 1;
  }
  for (let key = 0; key < count; key++) next[key + 1] = (next[key + 1] as number) + (next[key] as number);
  const sorted = new Int32Array(keys.length);
  for (let at = 0; at < keys.length; at++) {
    const index = order ? (order[at] as number) : at;
    const key = keys[index] as number;
    const position = next[key] as number;
    sorted[position] = index;
    next[key] = position + 1;
  }
  return sorted;
}

/** How many votes each annotator gave. */
export function votesPerAnnotator({ annotators, annotator }: VoteTable): Int32Array {
  const votes = new Int32Array(annotators);
  for (let at = 0; at < annotator.length; at++) {
    const person = annotator[at] as number;
    votes[person] = (votes[person] as number) + 1;
  }
  return votes;
}
