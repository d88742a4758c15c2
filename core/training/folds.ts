import { createRandom, shuffle } from "../random";

export type FoldOptions = {
  /** Label index of each item; -1 (no given label) is treated as a label of its own. */
  labels: ArrayLike<number>;
  /** Items of one group (exact duplicates, a patient, a document) share a fold. */
  groups: readonly (string | number)[];
  folds: number;
  seed: number;
};

/**
 * The fold (0 .. folds - 1) of each item: stratified by label, groups never cut, the same for the same seed.
 *
 * Groups are shuffled, the largest come first, and each goes where its labels are rarest so far; then to the smallest
 * fold. Without groups, any two folds differ by at most one item of each label.
 *
 * Cost: O(items + groups x folds x labels of a group).
 */
export function stratifiedFolds({ labels, groups, folds, seed }: FoldOptions): Int32Array {
  if (groups.length !== labels.length) throw new RangeError(`${labels.length} labels, but ${groups.length} groups.`);
  const members = itemsByGroup(groups);
  if (!Number.isInteger(folds) || folds < 2 || folds > members.length) {
    throw new RangeError(`Expected 2 to ${members.length} folds (one group each at least); found ${folds}.`);
  }
  const order = shuffle(members, createRandom(seed)).sort((a, b) => b.length - a.length);
  const labelTotals = countBy(Array.from(labels));
  const labelCounts = Array.from({ length: folds }, () => new Map<number, number>());
  const sizes = new Int32Array(folds);
  const result = new Int32Array(labels.length);
  for (const items of order) {
    const own = countBy(items.map((item) => labels[item] as number));
    const fold = emptiestFold(own, { labelCounts, labelTotals, sizes });
    for (const item of items) result[item] = fold;
    for (const [label, n] of own) labelCounts[fold]?.set(label, (labelCounts[fold].get(label) ?? 0) + n);
    sizes[fold] = (sizes[fold] ?? 0) + items.length;
  }
  return result;
}

type Filling = { labelCounts: readonly Map<number, number>[]; labelTotals: Map<number, number>; sizes: Int32Array };

function emptiestFold(own: Map<number, number>, { labelCounts, labelTotals, sizes }: Filling): number {
  let best = 0;
  let bestCrowding = Number.POSITIVE_INFINITY;
  for (const [fold, counts] of labelCounts.entries()) {
    let crowding = 0;
    for (const [label, n] of own) crowding += (n * (counts.get(label) ?? 0)) / (labelTotals.get(label) ?? 1);
    const isSmaller = crowding === bestCrowding && (sizes[fold] as number) < (sizes[best] as number);
    if (crowding < bestCrowding || isSmaller) [best, bestCrowding] = [fold, crowding];
  }
  return best;
}

function itemsByGroup(groups: readonly (string | number)[]): number[][] {
  const members = new Map<string | number, number[]>();
  for (const [item, group] of groups.entries()) {
    const items = members.get(group);
    if (items) items.push(item);
    else members.set(group, [item]);
  }
  return [...members.values()];
}

function countBy(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
