interface InTree {
  key: string;
  name: string;
  parent: string | null;
}

/** What is wrong with the tree of a label set, in words: parents that do not exist, and circles. */
export function parentProblems(labels: readonly InTree[]): string[] {
  const byKey = new Map(labels.map((label) => [label.key, label]));
  return labels.flatMap((label) => {
    if (label.parent === null) return [];
    if (!byKey.has(label.parent))
      return [`The label "${label.name}" stands under "${label.parent}", which is no label.`];
    const seen = new Set([label.key]);
    for (let at = byKey.get(label.parent); at; at = at.parent === null ? undefined : byKey.get(at.parent)) {
      if (at.key === label.key) return [`The label "${label.name}" stands under itself.`];
      // a circle further up is told of by its own labels
      if (seen.has(at.key)) return [];
      seen.add(at.key);
    }
    return [];
  });
}

/**
 * For each label the names above it, from the top: what tells two labels of like names apart.
 *
 * @example labelPaths([{ key: "a", name: "Animal", parent: null }, { key: "d", name: "Dog", parent: "a" }]).get("d") // ["Animal"]
 */
export function labelPaths(labels: readonly InTree[]): Map<string, string[]> {
  const byKey = new Map(labels.map((label) => [label.key, label]));
  const paths = new Map<string, string[]>();
  for (const label of labels) {
    const path: string[] = [];
    const seen = new Set([label.key]);
    for (let at = label.parent; at !== null && !seen.has(at); ) {
      const above = byKey.get(at);
      if (!above) break;
      seen.add(at);
      path.unshift(above.name);
      at = above.parent;
    }
    paths.set(label.key, path);
  }
  return paths;
}
