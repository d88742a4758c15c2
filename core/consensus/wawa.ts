import type { Undefined } from "../statistics/estimate";
import { voteShares, winnersOf } from "./posterior";
import type { VoteTable } from "./vote-table";

export interface Wawa {
  /** Agreement of each annotator with the majority, 0..1; 0 for one without votes. */
  skill: Float64Array;
  /** Row-major items x classes; a row of zeros where the item has no vote. */
  posterior: Float64Array;
}

/**
 * Worker agreement with aggregate: votes weighted by how often their annotator is with the majority.
 *
 *     skill_a = mean over a's votes of T*_i(vote),  score_ik = sum of skill of the voters for k,  posterior = score / row sum
 *
 * T*_i is 1/t on each of the t tied majority winners of item i and 0 elsewhere. Where all voters of an item have skill 0
 * the posterior is the vote shares. Posterior 0..1, rows sum to 1; skill is agreement, not accuracy.
 *
 * Undefined: "no votes". Cost: O(votes + items x classes), one pass. Source: Concord, STATISTICS 8.2; crowd-kit gives a tied
 * item to one class instead.
 *
 * @example wawa(voteTable({ item: Int32Array.of(0, 0, 0), annotator: Int32Array.of(0, 1, 2), label: Int32Array.of(1, 1, 0) }, { items: 1, annotators: 3, classes: 2 })) // skill [1, 1, 0], posterior [0, 1]
 */
export function wawa(table: VoteTable): Wawa | Undefined {
  const { items, annotators, classes, start, annotator, label } = table;
  if (label.length === 0) return { undefinedBecause: "no votes", n: 0 };
  const shares = voteShares(table);
  const votes = new Float64Array(annotators);
  const skill = new Float64Array(annotators);
  for (let i = 0; i < items; i++) {
    const winners = winnersOf(shares, i, classes);
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const person = annotator[at] as number;
      votes[person] = (votes[person] as number) + 1;
      if (winners.includes(label[at] as number)) skill[person] = (skill[person] as number) + 1 / winners.length;
    }
  }
  for (let a = 0; a < annotators; a++) skill[a] = (skill[a] as number) / Math.max(1, votes[a] as number);
  return { skill, posterior: weightedShares(table, skill, shares) };
}

function weightedShares(
  { items, classes, start, annotator, label }: VoteTable,
  skill: Float64Array,
  shares: Float64Array,
) {
  const posterior = new Float64Array(shares.length);
  for (let i = 0; i < items; i++) {
    let sum = 0;
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const weight = skill[annotator[at] as number] as number;
      const cell = i * classes + (label[at] as number);
      posterior[cell] = (posterior[cell] as number) + weight;
      sum += weight;
    }
    for (let cell = i * classes; cell < (i + 1) * classes; cell++)
      posterior[cell] = sum > 0 ? (posterior[cell] as number) / sum : (shares[cell] as number);
  }
  return posterior;
}
