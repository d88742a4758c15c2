/** One annotator's answer on one item, as indices; `label` is the index in the label set. */
export interface Vote {
  item: number;
  annotator: number;
  label: number;
}

/** The same votes as three columns of equal length: no object per vote. */
export interface VoteColumns {
  item: Int32Array;
  annotator: Int32Array;
  label: Int32Array;
}

/** Votes grouped by item: one vote per (item, annotator), items and annotators ascending. */
export interface RatingTable {
  /** Row r is item `items[r]` with the votes start[r] .. start[r + 1] - 1. */
  items: Float64Array;
  start: Int32Array;
  annotator: Int32Array;
  label: Int32Array;
}

/** The distinct multisets of votes and how many items have each: all that chance-corrected agreement needs. */
export interface VotePatterns {
  classes: number;
  /** One row of counts per label for each pattern, in lexicographic order; single-vote patterns are among them. */
  patterns: Int32Array[];
  /** Number of items with each pattern. */
  multiplicity: Int32Array;
  /** Items with at least one vote, items with at least two, items with exactly one. */
  items: number;
  pairableItems: number;
  singles: number;
}

/**
 * Groups votes by item. Of several votes of one annotator on one item the last in the list wins.
 *
 * Cost: O(votes) plus sorting the distinct items and annotators. Throws a RangeError for a label outside 0 .. classes - 1.
 */
export function ratingTable(votes: readonly Vote[], classes: number): RatingTable {
  for (const { label } of votes)
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw new RangeError(`label ${label} is not in 0..${classes - 1}`);
  const annotators = positions(votes, (vote) => vote.annotator);
  const items = positions(votes, (vote) => vote.item);
  // two stable counting sorts: by annotator, then by item
  const byAnnotator = countingSort(annotators.of, annotators.distinct.length);
  const order = countingSort(items.of, items.distinct.length, byAnnotator);
  const start = new Int32Array(items.distinct.length + 1);
  const annotator = new Int32Array(votes.length);
  const label = new Int32Array(votes.length);
  let kept = 0;
  for (let at = 0; at < order.length; at++) {
    const index = order[at] as number;
    const row = items.of[index] as number;
    const next = order[at + 1];
    const isSuperseded = next !== undefined && items.of[next] === row && annotators.of[next] === annotators.of[index];
    if (isSuperseded) continue;
    const vote = votes[index] as Vote;
    annotator[kept] = vote.annotator;
    label[kept] = vote.label;
    kept++;
    start[row + 1] = kept;
  }
  return { items: items.distinct, start, annotator: annotator.slice(0, kept), label: label.slice(0, kept) };
}

/**
 * The distinct vote patterns of a set of votes.
 *
 * Does not depend on the order of votes (but for repeated votes of one annotator: the last wins) nor on who voted.
 *
 * Cost: O(votes) plus sorting the patterns.
 *
 * @example votePatterns([{ item: 7, annotator: 1, label: 0 }, { item: 7, annotator: 2, label: 2 }], 3) // patterns [[1, 0, 1]], multiplicity [1]
 */
export function votePatterns(votes: readonly Vote[], classes: number): VotePatterns {
  return patternsOfTable(ratingTable(votes, classes), classes);
}

/** Vote patterns of votes that are already grouped. */
export function patternsOfTable({ items, start, label }: RatingTable, classes: number): VotePatterns {
  // a trie over the sorted labels of an item; its nodes are numbers, its edges node * classes + label
  const edges = new Map<number, number>();
  const endsAt = new Map<number, number>();
  const found: { counts: Int32Array; items: number }[] = [];
  let [nodes, pairableItems, singles] = [1, 0, 0];
  for (let row = 0; row < items.length; row++) {
    const labels = label.slice(start[row], start[row + 1]).sort();
    if (labels.length > 1) pairableItems++;
    else singles++;
    let node = 0;
    for (const value of labels) {
      const edge = node * classes + value;
      let next = edges.get(edge);
      if (next === undefined) {
        next = nodes++;
        edges.set(edge, next);
      }
      node = next;
    }
    const index = endsAt.get(node);
    if (index === undefined) {
      const counts = new Int32Array(classes);
      for (const value of labels) counts[value] = (counts[value] as number) + 1;
      endsAt.set(node, found.length);
      found.push({ counts, items: 1 });
    } else (found[index] as { items: number }).items++;
  }
  found.sort((a, b) => compareCounts(a.counts, b.counts));
  const multiplicity = Int32Array.from(found, (pattern) => pattern.items);
  const patterns = found.map((pattern) => pattern.counts);
  return { classes, patterns, multiplicity, items: items.length, pairableItems, singles };
}

function compareCounts(a: Int32Array, b: Int32Array): number {
  for (let k = 0; k < a.length; k++) {
    const difference = (b[k] as number) - (a[k] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The distinct values ascending, and for every vote the position of its own. */
function positions(votes: readonly Vote[], read: (vote: Vote) => number) {
  const position = new Map<number, number>();
  for (const vote of votes) position.set(read(vote), 0);
  const distinct = Float64Array.from(position.keys()).sort();
  for (let at = 0; at < distinct.length; at++) position.set(distinct[at] as number, at);
  return { distinct, of: Int32Array.from(votes, (vote) => position.get(read(vote)) as number) };
}

/** Indices sorted by key, equal keys in the order they had. */
function countingSort(keys: Int32Array, count: number, order?: Int32Array): Int32Array {
  const next = new Int32Array(count + 1);
  for (const key of keys) next[key + 1] = (next[key + 1] as number) + 1;
  for (let key = 0; key < count; key++) next[key + 1] = (next[key + 1] as number) + (next[key] as number);
  const sorted = new Int32Array(keys.length);
  for (let at = 0; at < keys.length; at++) {
    const index = order ? (order[at] as number) : at;
    const key = keys[index] as number;
    sorted[next[key] as number] = index;
    next[key] = (next[key] as number) + 1;
  }
  return sorted;
}
