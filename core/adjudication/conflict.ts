/** How often each answer was given, most frequent first, equal counts in code-unit order of the label key. */
export function answerCounts(answers: readonly string[]): [label: string, n: number][] {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

/**
 * Whether people part on an item, settled or not: its current answers differ; on an ordered scale, two of them are two or
 * more steps apart.
 *
 * @param scale label keys in their order; null where labels have none.
 * @example isInConflict(["low", "mid"], ["low", "mid", "high"]) // false
 */
export function isInConflict(answers: readonly string[], scale: readonly string[] | null = null): boolean {
  if (scale === null) return answers.some((answer) => answer !== answers[0]);
  const steps = answers.map((answer) => scale.indexOf(answer));
  return steps.length > 0 && Math.max(...steps) - Math.min(...steps) >= 2;
}

/**
 * How divided the answers on an item are: the entropy of the shares of votes, in nats.
 *
 *     H = -sum T ln T,  T = votes for a label / votes
 *
 * Range 0 (all alike, or no answer) .. ln of the number of different answers; high = more divided. Orders the conflicts to be adjudicated.
 *
 * @example conflictEntropyNats(["cat", "dog"]) // 0.6931471805599453
 */
export function conflictEntropyNats(answers: readonly string[]): number {
  let entropy = 0;
  for (const [, n] of answerCounts(answers)) entropy -= (n / answers.length) * Math.log(n / answers.length);
  return Math.max(0, entropy);
}
