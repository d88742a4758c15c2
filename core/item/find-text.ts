export type TextRange = { start: number; end: number };

/** Hits that are kept; a longer list is of no use to anybody. */
export const MAX_HITS = 5_000;

/** Where a text holds what is looked for, in UTF-16 units; upper and lower case count as equal, hits do not overlap. */
export function findInText(text: string, query: string, max = MAX_HITS): TextRange[] {
  if (query === "") return [];
  const pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
  const found: TextRange[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length === max) break;
  }
  return found;
}

export const WHITE_SPACE_KINDS = ["space", "tab", "line break", "no-break space", "other space", "invisible"] as const;
export type WhiteSpaceKind = (typeof WHITE_SPACE_KINDS)[number];
export type WhiteSpace = TextRange & { kind: WhiteSpaceKind };

const WHITE_SPACE =
  /( +)|(\t+)|((?:\r\n|[\n\r\u0085\u2028\u2029])+)|([\u00a0\u202f\u2007]+)|([\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+)|([\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+)/g;

/** Runs of white space and of characters that nobody sees, each of one kind. */
export function whiteSpaceRuns(text: string, max = 20_000): WhiteSpace[] {
  const runs: WhiteSpace[] = [];
  for (const match of text.matchAll(WHITE_SPACE)) {
    const kind = WHITE_SPACE_KINDS[match.slice(1).findIndex((part) => part !== undefined)];
    if (kind) runs.push({ kind, start: match.index, end: match.index + match[0].length });
    if (runs.length === max) break;
  }
  return runs;
}

/** How many characters of each kind the runs hold; a line break of two characters counts as one. */
export function countWhiteSpace(text: string, runs: readonly WhiteSpace[]): [WhiteSpaceKind, number][] {
  const counts = new Map<WhiteSpaceKind, number>();
  for (const { kind, start, end } of runs) {
    const n = kind === "line break" ? text.slice(start, end).replaceAll("\r\n", "\n").length : end - start;
    counts.set(kind, (counts.get(kind) ?? 0) + n);
  }
  return [...counts].sort(([a], [b]) => WHITE_SPACE_KINDS.indexOf(a) - WHITE_SPACE_KINDS.indexOf(b));
}
