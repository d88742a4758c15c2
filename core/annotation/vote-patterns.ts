import { type RatingTable, ratingTable, type Vote, type VoteColumns } from "./ratings";

/** The distinct multisets of votes and how many items have each: all that chance-corrected agreement needs. */
export interface VotePatterns {
  classes: number;
  /** Pattern p has the entries start[p] .. start[p + 1] - 1: `count` votes (at least one) for `label`, labels ascending. */
  start: Int32Array;
  label: Int32Array;
  count: Int32Array;
  /** Votes in each pattern; single-vote patterns are among them. */
  size: Int32Array;
  /** Number of items with each pattern. */
  multiplicity: Int32Array;
  /** Items with at least one vote, items with at least two, items with exactly one. */
  items: number;
  pairableItems: number;
  singles: number;
}

/**
 * The distinct vote patterns of a set of votes, in lexicographic order of their counts.
 *
 * Does not depend on the order of votes (but for repeated votes of one annotator: the last wins) nor on who voted.
 *
 * Cost: O(votes) plus sorting the patterns; memory O(votes), whatever the number of labels.
 *
 * @example votePatterns([{ item: 7, annotator: 1, label: 0 }, { item: 7, annotator: 2, label: 2 }], 3) // labels 0 and 2, once each; multiplicity [1]
 */
export function votePatterns(votes: readonly Vote[] | VoteColumns, classes: number): VotePatterns {
  return patternsOfTable(ratingTable(votes, classes), classes);
}

/** Vote patterns of votes that are already grouped. */
export function patternsOfTable({ items, start, label }: RatingTable, classes: number): VotePatterns {
  const tree = new PatternTree();
  let longest = 0;
  for (let row = 0; row < items.length; row++)
    longest = Math.max(longest, (start[row + 1] as number) - (start[row] as number));
  const sorted = new Int32Array(longest);
  let singles = 0;
  for (let row = 0; row < items.length; row++) {
    const from = start[row] as number;
    const size = (start[row + 1] as number) - from;
    if (size === 1) singles++;
    sortLabels(label, from, size, sorted);
    tree.add(sorted, size);
  }
  return { classes, ...tree.patterns(), items: items.length, pairableItems: items.length - singles, singles };
}

function sortLabels(label: Int32Array, from: number, size: number, sorted: Int32Array): void {
  if (size > 48) {
    sorted.set(label.slice(from, from + size).sort());
    return;
  }
  for (let at = 0; at < size; at++) {
    const value = label[from + at] as number;
    let place = at;
    while (place > 0 && (sorted[place - 1] as number) > value) {
      sorted[place] = sorted[place - 1] as number;
      place--;
    }
    sorted[place] = value;
  }
}

/** A tree over the sorted labels of items; its edges stand in one hash table, so that no step makes an object. */
class PatternTree {
  private nodes = 1;
  private parents = new Int32Array(1024);
  private labels = new Int32Array(1024);
  /** Items whose votes end at a node. */
  private ending = new Int32Array(1024);
  private slots = new Int32Array(4096);

  add(sorted: Int32Array, size: number): void {
    let node = 0;
    for (let at = 0; at < size; at++) node = this.child(node, sorted[at] as number);
    this.ending[node] = (this.ending[node] as number) + 1;
  }

  /** All patterns with items, in lexicographic order of their counts. */
  patterns() {
    const found: Int32Array[] = [];
    for (let node = 1; node < this.nodes; node++) if ((this.ending[node] as number) > 0) found.push(this.path(node));
    found.sort(compareRuns);
    const [start, label, count]: [number[], number[], number[]] = [[0], [], []];
    for (const path of found) {
      for (let at = 1; at < path.length; at++) {
        if (at > 1 && path[at] === path[at - 1]) count.push((count.pop() as number) + 1);
        else {
          label.push(path[at] as number);
          count.push(1);
        }
      }
      start.push(label.length);
    }
    return {
      start: Int32Array.from(start),
      label: Int32Array.from(label),
      count: Int32Array.from(count),
      size: Int32Array.from(found, (path) => path.length - 1),
      multiplicity: Int32Array.from(found, (path) => this.ending[path[0] as number] as number),
    };
  }

  /** The node itself, then the labels on the way to it. */
  private path(node: number): Int32Array {
    const labels: number[] = [];
    for (let at = node; at > 0; at = this.parents[at] as number) labels.push(this.labels[at] as number);
    return Int32Array.from([node, ...labels.reverse()]);
  }

  private child(node: number, label: number): number {
    const mask = this.slots.length - 1;
    let slot = hash(node, label) & mask;
    for (;;) {
      const child = this.slots[slot] as number;
      if (child === 0) break;
      if (this.parents[child] === node && this.labels[child] === label) return child;
      slot = (slot + 1) & mask;
    }
    if (this.nodes === this.parents.length)
      [this.parents, this.labels, this.ending] = [doubled(this.parents), doubled(this.labels), doubled(this.ending)];
    this.parents[this.nodes] = node;
    this.labels[this.nodes] = label;
    this.slots[slot] = this.nodes;
    if (2 * this.nodes > this.slots.length) this.rehash();
    return this.nodes++;
  }

  private rehash(): void {
    const mask = 2 * this.slots.length - 1;
    this.slots = new Int32Array(mask + 1);
    for (let node = 1; node <= this.nodes; node++) {
      let slot = hash(this.parents[node] as number, this.labels[node] as number) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = node;
    }
  }
}

function doubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * values.length);
  larger.set(values);
  return larger;
}

function hash(node: number, label: number): number {
  const h = Math.imul(Math.imul(node, 0x9e3779b1) ^ label, 0x85ebca6b);
  return h ^ (h >>> 15);
}

/** Order of two paths by their counts per label, more votes for a lower label first. */
function compareRuns(a: Int32Array, b: Int32Array): number {
  for (let at = 1; at < a.length && at < b.length; at++) {
    const difference = (a[at] as number) - (b[at] as number);
    if (difference !== 0) return difference;
  }
  return b.length - a.length;
}
