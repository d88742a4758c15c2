/** Digits of the physical row first, then letters; S, F, C, G and H belong to commands. */
export const SHORTCUT_KEYS: readonly string[] = [..."1234567890", ..."abdeijklmnopqrtuvwxyz"];

type WithShortcut = { shortcut: string | null; retired?: boolean };

/** The stored form of a shortcut ("A" is "a"), or null when the key is not free for labels. */
export function parseShortcut(raw: string): string | null {
  const key = raw.toLowerCase();
  return SHORTCUT_KEYS.includes(key) ? key : null;
}

/** What is wrong with the shortcuts of a label set, in words; empty when all is well. */
export function shortcutProblems(labels: readonly WithShortcut[]): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { shortcut, retired } of labels) {
    if (shortcut === null || retired) continue;
    if (!SHORTCUT_KEYS.includes(shortcut))
      problems.push(`"${shortcut}" cannot be a shortcut; use 1-9, 0 or a letter other than S, F, C, G, H.`);
    else if (seen.has(shortcut)) problems.push(`The shortcut "${shortcut}" stands twice.`);
    seen.add(shortcut);
  }
  return problems;
}

/**
 * Gives every choosable label without a shortcut the next free key, in order.
 * Valid shortcuts stay; invalid, repeated and retired ones are dropped. Labels beyond the 31 keys keep null.
 */
export function assignShortcuts<L extends WithShortcut>(labels: readonly L[]): (L & { shortcut: string | null })[] {
  const taken = new Set<string>();
  const kept = labels.map(({ shortcut, retired }) => {
    const key = shortcut === null || retired ? null : parseShortcut(shortcut);
    if (key === null || taken.has(key)) return null;
    taken.add(key);
    return key;
  });
  const free = SHORTCUT_KEYS.filter((key) => !taken.has(key));
  return labels.map((label, i) => ({ ...label, shortcut: label.retired ? null : (kept[i] ?? free.shift() ?? null) }));
}
