/**
 * Items of a grid queue so that those the model puts in one label stand together: groups in the order of their first item,
 * within a group the order that they had.
 *
 * @param labelOf most probable label of an item; null (no prediction) stands in a group of its own, last.
 */
export function gridOrder<T>(entries: readonly T[], labelOf: (entry: T) => number | null): T[] {
  const groups = new Map<number, T[]>();
  const without: T[] = [];
  for (const entry of entries) {
    const label = labelOf(entry);
    if (label === null) without.push(entry);
    else {
      const group = groups.get(label);
      if (group) group.push(entry);
      else groups.set(label, [entry]);
    }
  }
  return [...groups.values(), without].flat();
}
