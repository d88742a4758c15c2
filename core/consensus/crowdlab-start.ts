import { winnersOf } from "./posterior";
import type { VoteTable } from "./vote-table";

/**
 * The majority label of each item; ties go to the label the model finds likelier, then to the rarer one among all votes, then to
 * the one whose voters agree more often with untied majorities, then to the lower index.
 *
 * Cost: O(votes + items x classes).
 */
export function startConsensus(table: VoteTable, shares: Float64Array, probs: ArrayLike<number>): Int32Array {
  const { items, classes, label } = table;
  const frequency = new Float64Array(classes);
  for (let at = 0; at < label.length; at++)
    frequency[label[at] as number] = (frequency[label[at] as number] as number) + 1;
  const consensus = new Int32Array(items).fill(-1);
  const tied: { item: number; winners: number[] }[] = [];
  for (let i = 0; i < items; i++) {
    const winners = winnersOf(shares, i, classes);
    if (winners.length === 1) consensus[i] = winners[0] as number;
    else tied.push({ item: i, winners });
  }
  if (tied.length === 0) return consensus;
  const agreement = agreementWithConsensus(table, consensus);
  for (const { item, winners } of tied) {
    const scores = winners.map((k) => ({
      k,
      model: probs[item * classes + k] as number,
      frequency: frequency[k] as number,
      voters: votersAgreement(table, item, k, agreement),
    }));
    scores.sort((a, b) => b.model - a.model || a.frequency - b.frequency || b.voters - a.voters || a.k - b.k);
    consensus[item] = (scores[0] as { k: number }).k;
  }
  return consensus;
}

/** How often each annotator gave the untied majority; 0 for one who voted on tied items only. */
function agreementWithConsensus(
  { items, annotators, start, annotator, label }: VoteTable,
  consensus: Int32Array,
): Float64Array {
  const alike = new Float64Array(annotators);
  const votes = new Float64Array(annotators);
  for (let i = 0; i < items; i++) {
    if (consensus[i] === -1) continue;
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const a = annotator[at] as number;
      votes[a] = (votes[a] as number) + 1;
      if (label[at] === consensus[i]) alike[a] = (alike[a] as number) + 1;
    }
  }
  return alike.map((count, a) => count / Math.max(1, votes[a] as number));
}

function votersAgreement(
  { start, annotator, label }: VoteTable,
  item: number,
  k: number,
  agreement: Float64Array,
): number {
  let [sum, n] = [0, 0];
  for (let at = start[item] as number; at < (start[item + 1] as number); at++) {
    if (label[at] !== k) continue;
    sum += agreement[annotator[at] as number] as number;
    n++;
  }
  return n === 0 ? 0 : sum / n;
}
