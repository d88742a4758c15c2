/** One annotator's answer on one item, as indices; `label` is the index in the label set. */
export interface Vote {
  item: number;
  annotator: number;
  label: number;
}

/** The same votes as three columns of equal length, not negative: no object per vote. */
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

/**
 * Groups votes by item. Of several votes of one annotator on one item the last in the list wins.
 *
 * Cost: O(votes + items), plus sorting the distinct ids where they are not small integers.
 * Throws a RangeError for a label outside 0 .. classes - 1.
 */
export function ratingTable(votes: readonly Vote[] | VoteColumns, classes: number): RatingTable {
  const columns = "item" in votes ? undefined : votes;
  const label = columns ? numbers(columns, (vote) => vote.label) : (votes as VoteColumns).label;
  for (let at = 0; at < label.length; at++) {
    const value = label[at] as number;
    if (!(value >= 0 && value < classes && Math.floor(value) === value))
      throw new RangeError(`label ${value} is not in 0..${classes - 1}`);
  }
  const item = columns ? numbers(columns, (vote) => vote.item) : (votes as VoteColumns).item;
  const annotator = columns ? numbers(columns, (vote) => vote.annotator) : (votes as VoteColumns).annotator;
  const { distinct, of } = positions(item);
  const { start, order } = groups(of, distinct.length);
  return compact(distinct, start, byAnnotator(annotator, label, start, order));
}

function numbers(votes: readonly Vote[], read: (vote: Vote) => number): Float64Array {
  const column = new Float64Array(votes.length);
  for (let at = 0; at < column.length; at++) column[at] = read(votes[at] as Vote);
  return column;
}

/** The distinct values ascending, and for every entry the position of its own. */
function positions(values: Int32Array | Float64Array): { distinct: Float64Array; of: Int32Array } {
  let largest = -1;
  let isIndex = true;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value > largest) largest = value;
    if (!(value >= 0 && Math.floor(value) === value)) isIndex = false;
  }
  if (!isIndex || largest > 4 * values.length + 1024) return sparsePositions(values);
  const position = new Int32Array(largest + 1);
  for (let at = 0; at < values.length; at++) position[values[at] as number] = 1;
  let count = 0;
  for (let value = 0; value <= largest; value++) if (position[value] === 1) position[value] = count++;
  const distinct = new Float64Array(count);
  const of = new Int32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    const own = position[value] as number;
    of[at] = own;
    distinct[own] = value;
  }
  return { distinct, of };
}

function sparsePositions(values: Int32Array | Float64Array): { distinct: Float64Array; of: Int32Array } {
  const position = new Map<number, number>();
  for (const value of values) position.set(value, 0);
  const distinct = Float64Array.from(position.keys()).sort();
  for (let at = 0; at < distinct.length; at++) position.set(distinct[at] as number, at);
  return { distinct, of: Int32Array.from(values, (value) => position.get(value) as number) };
}

/** Where each group begins, and the entries sorted by group, in the order they had; no order where they stand so already. */
function groups(of: Int32Array, count: number): { start: Int32Array; order: Int32Array | undefined } {
  const start = new Int32Array(count + 1);
  let isSorted = true;
  for (let at = 0, before = 0; at < of.length; at++) {
    const group = of[at] as number;
    if (group < before) isSorted = false;
    before = group;
    start[group + 1] = (start[group + 1] as number) + 1;
  }
  for (let group = 0; group < count; group++)
    start[group + 1] = (start[group + 1] as number) + (start[group] as number);
  if (isSorted) return { start, order: undefined };
  const next = start.slice();
  const order = new Int32Array(of.length);
  for (let at = 0; at < of.length; at++) {
    const group = of[at] as number;
    const place = next[group] as number;
    order[place] = at;
    next[group] = place + 1;
  }
  return { start, order };
}

/** Annotators and labels in the order of items, within an item by annotator, equal ones in file order. */
function byAnnotator(
  annotator: Int32Array | Float64Array,
  label: Int32Array | Float64Array,
  start: Int32Array,
  order: Int32Array | undefined,
) {
  const people = new Int32Array(annotator.length);
  const labels = new Int32Array(annotator.length);
  for (let at = 0; at < people.length; at++) {
    const index = order ? (order[at] as number) : at;
    people[at] = annotator[index] as number;
    labels[at] = label[index] as number;
  }
  for (let row = 0; row + 1 < start.length; row++)
    sortRow(people, labels, start[row] as number, start[row + 1] as number);
  return { people, labels };
}

/** Items have few votes, so insertion is fast; long rows are sorted by (annotator, place). */
function sortRow(people: Int32Array, labels: Int32Array, from: number, end: number): void {
  if (end - from > 48) {
    const order = Int32Array.from({ length: end - from }, (_, k) => from + k);
    order.sort((a, b) => (people[a] as number) - (people[b] as number) || a - b);
    const [sortedPeople, sortedLabels] = [
      order.map((at) => people[at] as number),
      order.map((at) => labels[at] as number),
    ];
    people.set(sortedPeople, from);
    labels.set(sortedLabels, from);
    return;
  }
  for (let at = from + 1; at < end; at++) {
    const [person, label] = [people[at] as number, labels[at] as number];
    let place = at;
    while (place > from && (people[place - 1] as number) > person) {
      people[place] = people[place - 1] as number;
      labels[place] = labels[place - 1] as number;
      place--;
    }
    people[place] = person;
    labels[place] = label;
  }
}

/** Leaves the last of repeated votes alone. */
function compact(
  items: Float64Array,
  start: Int32Array,
  { people, labels }: { people: Int32Array; labels: Int32Array },
): RatingTable {
  let kept = 0;
  for (let row = 0, from = 0; row + 1 < start.length; row++) {
    const end = start[row + 1] as number;
    for (let at = from; at < end; at++) {
      if (at + 1 < end && people[at + 1] === people[at]) continue;
      people[kept] = people[at] as number;
      labels[kept] = labels[at] as number;
      kept++;
    }
    from = end;
    start[row + 1] = kept;
  }
  if (kept === people.length) return { items, start, annotator: people, label: labels };
  return { items, start, annotator: people.slice(0, kept), label: labels.slice(0, kept) };
}
