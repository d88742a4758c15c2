/** How often each answer was given, most frequent first, equal counts in code-unit order of the label key. */
export function answerCounts(answers: readonly string[]): [label: string, n: number][] {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
