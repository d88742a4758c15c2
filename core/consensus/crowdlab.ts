import { argmax } from "../prediction/probabilities";
import type { Undefined } from "../statistics/estimate";
import { startConsensus } from "./crowdlab-start";
import { voteShares, winnersOf } from "./posterior";
import type { VoteTable } from "./vote-table";

export interface Crowdlab {
  /** Label of each item. */
  consensus: Int32Array;
  /** Posterior of the consensus label, 0..1, LOW = review. */
  quality: Float64Array;
  /** Row-major items x classes: the quality of every label of every item. */
  posterior: Float64Array;
  annotatorWeight: Float64Array;
  modelWeight: number;
}

/**
 * CROWDLAB: the model as one more voter.
 *
 *     post_ik = [w_M p_ik + sum over votes of w_a (Pc if vote = k else Pn)] / (w_M + sum of w_a)
 *
 * p_ik the model's probability; over items with more than one vote, against the consensus c: Pc mean share of votes equal to c,
 * Pn = (1 - Pc)/(K - 1), base = max(1e-6, share of c that is not its most common label); w_a = max(1e-6, 1 - (1 - s_a)/base),
 * s_a agreement of a with the other votes on the same items (mean of the others where a shares none);
 * w_M = max(1e-6, 1 - (model error)/base) sqrt(mean votes per item). c starts as the majority, becomes argmax post, and the
 * weights are computed once more against it. Pc counts the vote it judges: an upward bias kept for comparability.
 *
 * Undefined: "no votes" where an item has none, "no overlap" where no item has two (use label quality of the single vote).
 * Cost: O(votes K + items K). Source: Goh, Tkachenko & Mueller (2022), arXiv 2210.06812.
 *
 * @param probs out-of-sample probabilities, row-major items x classes.
 * @example crowdlab(table, probs) // modelWeight 1.0606601718 for the 8 items of fixtures/multiannotator.json, tiny
 */
export function crowdlab(table: VoteTable, probs: ArrayLike<number>): Crowdlab | Undefined {
  const { items, classes, start } = table;
  let pairable = 0;
  for (let i = 0; i < items; i++) {
    const votes = (start[i + 1] as number) - (start[i] as number);
    if (votes === 0) return { undefinedBecause: "no votes", n: i };
    if (votes > 1) pairable++;
  }
  if (pairable === 0) return { undefinedBecause: "no overlap", n: items };
  const shares = voteShares(table);
  const agreement = agreementWithOthers(table);
  const majority = startConsensus(table, shares, probs);
  const first = combine(table, probs, agreement, majority, shares);
  const consensus = Int32Array.from({ length: items }, (_, i) => {
    const winners = winnersOf(first.posterior, i, classes);
    const own = majority[i] as number;
    return winners.includes(own) ? own : (winners[0] as number);
  });
  const second = combine(table, probs, agreement, consensus, shares);
  const quality = Float64Array.from(consensus, (k, i) => second.posterior[i * classes + k] as number);
  return { consensus, quality, ...second };
}

const EDGE = 1e-6;

function combine(
  table: VoteTable,
  probs: ArrayLike<number>,
  agreement: Float64Array,
  consensus: Int32Array,
  shares: Float64Array,
) {
  const { items, classes, start, annotator, label } = table;
  const { right, base, modelError } = likelihoods(table, probs, consensus, shares);
  const wrong = (1 - right) / (classes - 1);
  const annotatorWeight = agreement.map((share) => Math.max(EDGE, 1 - (1 - share) / base));
  const modelWeight = Math.max(EDGE, 1 - modelError / base) * Math.sqrt(label.length / items);
  const posterior = new Float64Array(items * classes);
  for (let i = 0; i < items; i++) {
    const row = i * classes;
    let weights = modelWeight;
    for (let k = 0; k < classes; k++) posterior[row + k] = modelWeight * (probs[row + k] as number);
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const weight = annotatorWeight[annotator[at] as number] as number;
      weights += weight;
      for (let k = 0; k < classes; k++)
        posterior[row + k] = (posterior[row + k] as number) + weight * (k === label[at] ? right : wrong);
    }
    for (let k = 0; k < classes; k++) posterior[row + k] = (posterior[row + k] as number) / weights;
  }
  return { posterior, annotatorWeight, modelWeight };
}

/** Pc, base and the model's error against the consensus, over items with more than one vote. */
function likelihoods(
  { items, classes, start }: VoteTable,
  probs: ArrayLike<number>,
  consensus: Int32Array,
  shares: Float64Array,
) {
  const counts = new Float64Array(classes);
  let [pairable, agreeing, wrong] = [0, 0, 0];
  for (let i = 0; i < items; i++) {
    if ((start[i + 1] as number) - (start[i] as number) < 2) continue;
    const c = consensus[i] as number;
    pairable++;
    agreeing += shares[i * classes + c] as number;
    counts[c] = (counts[c] as number) + 1;
    if (argmax(Array.from({ length: classes }, (_, k) => probs[i * classes + k] as number)) !== c) wrong++;
  }
  const base = Math.max(EDGE, 1 - counts.reduce((most, count) => Math.max(most, count), 0) / pairable);
  return { right: agreeing / pairable, base, modelError: wrong / pairable };
}

/** s_a: share of the other votes on a's items that equal a's, all pairs pooled. */
function agreementWithOthers({ items, annotators, classes, start, annotator, label }: VoteTable): Float64Array {
  const alike = new Float64Array(annotators);
  const pairs = new Float64Array(annotators);
  const counts = new Int32Array(classes);
  for (let i = 0; i < items; i++) {
    const [from, end] = [start[i] as number, start[i + 1] as number];
    counts.fill(0);
    for (let at = from; at < end; at++) counts[label[at] as number] = (counts[label[at] as number] as number) + 1;
    for (let at = from; at < end; at++) {
      const a = annotator[at] as number;
      alike[a] = (alike[a] as number) + (counts[label[at] as number] as number) - 1;
      pairs[a] = (pairs[a] as number) + end - from - 1;
    }
  }
  let [sum, n] = [0, 0];
  const share = alike.map((count, a) => {
    if (pairs[a] === 0) return 0;
    sum += count / (pairs[a] as number);
    n++;
    return count / (pairs[a] as number);
  });
  return share.map((value, a) => (pairs[a] === 0 ? sum / n : value));
}
