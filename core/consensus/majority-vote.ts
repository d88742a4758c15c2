/** What the votes on one item say by plurality. */
export interface MajorityVote {
  /** The most voted labels, ascending; more than one is a tie, which is a conflict and not a guess. */
  winners: number[];
  /** T_k = n_k / m, one share per label, sum 1. */
  posterior: Float64Array;
  votes: number;
}

/**
 * Majority vote on one item, ties kept as ties.
 *
 *     T_k = n_k / m,  winners = argmax T
 *
 * n_k votes for label k, m votes. Undefined ("no votes") without a vote. Cost: O(labels).
 * Breaking ties by chance or by label order would make one label look better than it is: see `fractionalScore`.
 *
 * @param counts votes for each label.
 * @example majorityVote([2, 2, 1]) // winners [0, 1], posterior 0.4, 0.4, 0.2
 */
export function majorityVote(counts: ArrayLike<number>): MajorityVote | { undefinedBecause: "no votes"; n: 0 } {
  let votes = 0;
  let most = 0;
  for (let k = 0; k < counts.length; k++) {
    votes += counts[k] as number;
    most = Math.max(most, counts[k] as number);
  }
  if (votes === 0) return { undefinedBecause: "no votes", n: 0 };
  const winners: number[] = [];
  for (let k = 0; k < counts.length; k++) if (counts[k] === most) winners.push(k);
  return { winners, posterior: Float64Array.from(counts, (count) => count / votes), votes };
}

/**
 * What an item adds to an accuracy: 1/t if the reference is among its t tied winners, else 0.
 *
 * @example fractionalScore([0, 1], 1) // 0.5
 */
export function fractionalScore(winners: readonly number[], reference: number): number {
  return winners.includes(reference) ? 1 / winners.length : 0;
}
