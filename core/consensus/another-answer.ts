import type { Crowdlab } from "./crowdlab";
import type { VoteTable } from "./vote-table";

/**
 * Which item gains most from another answer: the quality of its label, pulled to chance by one more average annotator.
 *
 *     score_i = (q_i W_i + w / K) / (W_i + w),  W_i = w_M + sum of w_a over its voters,  w = mean w_a
 *
 * q the CROWDLAB quality of the consensus label (without a vote the largest probability of the model), w_a and w_M its weights.
 * Range 0..1, LOW = ask for another answer first.
 *
 * Cost: O(votes). Source: Goh & Mueller (2023), ActiveLab, arXiv 2301.11856.
 *
 * @example anotherAnswer(table, crowdlab(table, probs)) // per item
 */
export function anotherAnswer(
  { items, classes, start, annotator }: VoteTable,
  { quality, annotatorWeight, modelWeight }: Pick<Crowdlab, "quality" | "annotatorWeight" | "modelWeight">,
): Float64Array {
  const typical = annotatorWeight.reduce((sum, weight) => sum + weight, 0) / annotatorWeight.length;
  return Float64Array.from({ length: items }, (_, i) => {
    let weight = modelWeight;
    for (let at = start[i] as number; at < (start[i + 1] as number); at++)
      weight += annotatorWeight[annotator[at] as number] as number;
    return ((quality[i] as number) * weight + typical / classes) / (weight + typical);
  });
}
