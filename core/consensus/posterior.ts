import { wilsonShare } from "../statistics/binomial-interval";
import type { Estimate } from "../statistics/estimate";
import { type VoteTable, votesPerAnnotator } from "./vote-table";

/** Shares closer than this are tied: sums in another order differ by less, different evidence by more. */
const TIE = 1e-9;

/**
 * Share of the votes for each label, row-major items x classes: T_ik = n_ik / m_i.
 *
 * An item without a vote has a row of zeros: no posterior. Cost: O(votes + items x classes).
 */
export function voteShares({ items, classes, start, label }: VoteTable): Float64Array {
  const shares = new Float64Array(items * classes);
  for (let i = 0; i < items; i++) {
    const [from, end] = [start[i] as number, start[i + 1] as number];
    for (let at = from; at < end; at++) {
      const cell = i * classes + (label[at] as number);
      shares[cell] = (shares[cell] as number) + 1;
    }
    for (let cell = i * classes; cell < (i + 1) * classes && end > from; cell++)
      shares[cell] = (shares[cell] as number) / (end - from);
  }
  return shares;
}

/**
 * The labels with the largest share of one item, ascending; more than one is a tie and so a conflict, none means no vote.
 *
 * @example winnersOf([0.4, 0.4, 0.2], 0, 3) // [0, 1]
 */
export function winnersOf(posterior: ArrayLike<number>, item: number, classes: number): number[] {
  const from = item * classes;
  let largest = 0;
  for (let k = 0; k < classes; k++) largest = Math.max(largest, posterior[from + k] as number);
  const winners: number[] = [];
  if (largest === 0) return winners;
  for (let k = 0; k < classes; k++) if ((posterior[from + k] as number) >= largest - TIE) winners.push(k);
  return winners;
}

/**
 * Accuracy of a consensus against gold labels: the mean of 1/t where gold is among the t tied winners, else 0.
 *
 * Range 0..1, high = good; Wilson's 95 % interval. Items without gold (-1) or without a vote are left out.
 * Undefined: "no items" when none is left. Cost: O(items x classes).
 *
 * @param gold label of each item, -1 where there is none.
 */
export function consensusAccuracy(posterior: ArrayLike<number>, gold: ArrayLike<number>, classes: number): Estimate {
  let [score, n] = [0, 0];
  for (let i = 0; i < gold.length; i++) {
    const reference = gold[i] as number;
    if (reference < 0) continue;
    const winners = winnersOf(posterior, i, classes);
    if (winners.length === 0) continue;
    n++;
    if (winners.includes(reference)) score += 1 / winners.length;
  }
  return wilsonShare(n === 0 ? 0 : score / n, n, "accuracy, ties credited by shares, Wilson interval");
}

/** Writes exp(row) / sum at `base` and returns the logarithm of the sum. */
export function normaliseLogs(row: Float64Array, out: Float64Array, base: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < row.length; k++) largest = Math.max(largest, row[k] as number);
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    const value = Math.exp((row[k] as number) - largest);
    out[base + k] = value;
    sum += value;
  }
  for (let k = 0; k < row.length; k++) out[base + k] = (out[base + k] as number) / sum;
  return largest + Math.log(sum);
}

/** How often each annotator is among the majority's winners, 1/t where t are tied. */
export function majoritySkill(table: VoteTable, shares: Float64Array): Float64Array {
  const { items, annotators, classes, start, annotator, label } = table;
  const votes = votesPerAnnotator(table);
  const skill = new Float64Array(annotators);
  for (let i = 0; i < items; i++) {
    const winners = winnersOf(shares, i, classes);
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const a = annotator[at] as number;
      if (winners.includes(label[at] as number)) skill[a] = (skill[a] as number) + 1 / winners.length;
    }
  }
  return skill.map((sum, a) => sum / Math.max(1, votes[a] as number));
}
