import type { Undefined } from "../statistics/estimate";
import { majoritySkill, voteShares } from "./posterior";
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
 * Undefined: "no votes". Cost: O(votes + items x classes), one pass. Source: the baseline of crowd-kit (Ustalov et al. 2024,
 * JOSS 9), which gives a tied item to one class instead.
 *
 * @example wawa({ items: 1, annotators: 3, classes: 2, start: Int32Array.of(0, 3), annotator: Int32Array.of(0, 1, 2), label: Int32Array.of(1, 1, 0) }) // skill 1, 1, 0, posterior 0, 1
 */
export function wawa(table: VoteTable): Wawa | Undefined {
  const { items, classes, start, annotator, label } = table;
  if (label.length === 0) return { undefinedBecause: "no votes", n: 0 };
  const shares = voteShares(table);
  const skill = majoritySkill(table, shares);
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
  return { skill, posterior };
}
