import { wilsonShare } from "../statistics/binomial-interval";
import type { Estimate } from "../statistics/estimate";
import type { ConsensusFit } from "./consensus-method";
import { confusionOf } from "./dawid-skene";
import { majoritySkill, voteShares } from "./posterior";
import { type VoteTable, votesPerAnnotator } from "./vote-table";

export interface AnnotatorReport {
  annotator: number;
  votes: number;
  /** Expected share of their votes that are the consensus label: agreement-based, blind for mistakes that all share. */
  accuracyEstimate: Estimate;
  /** Share of their votes on items with gold that are right; Wilson's 95 % interval. */
  goldAccuracy: Estimate;
  /** [true][observed]: chance of each answer by consensus label, shrunk by 3 votes to the crowd's. */
  confusion: number[][];
}

/**
 * What a consensus says about each annotator.
 *
 *     accuracyEstimate_a = mean over a's votes of T_i(vote)
 *
 * T the posterior; for methods without a model of votes 1/t on the t tied majority winners. The confusion matrix is the
 * model's own where it has one, else estimated from the posterior in the same way. Undefined: "no votes".
 *
 * Cost: O(votes K + A K^2).
 *
 * @param gold label of each item, -1 where there is none.
 */
export function annotatorReports(table: VoteTable, fit: ConsensusFit, gold: ArrayLike<number>): AnnotatorReport[] {
  const { annotators, classes } = table;
  const votes = votesPerAnnotator(table);
  const confusion = fit.confusion ?? confusionOf(table, fit.posterior);
  const expected =
    fit.logLikelihood === undefined
      ? majoritySkill(table, voteShares(table))
      : expectedShare(table, fit.posterior, votes);
  const known = goldVotes(table, gold);
  return Array.from({ length: annotators }, (_, annotator) => {
    const n = votes[annotator] as number;
    const judged = known.votes[annotator] as number;
    const method = "agreement-based: expected share of votes equal to the consensus";
    return {
      annotator,
      votes: n,
      accuracyEstimate:
        n === 0 ? { undefinedBecause: "no votes", n } : { value: expected[annotator] as number, n, method },
      goldAccuracy: wilsonShare(
        judged === 0 ? 0 : (known.right[annotator] as number) / judged,
        judged,
        "share of votes equal to gold, Wilson interval",
      ),
      confusion: Array.from({ length: classes }, (_row, k) => {
        const from = (annotator * classes + k) * classes;
        return Array.from(confusion.subarray(from, from + classes));
      }),
    };
  });
}

function expectedShare(
  { items, annotators, classes, start, annotator, label }: VoteTable,
  posterior: Float64Array,
  votes: Int32Array,
) {
  const sums = new Float64Array(annotators);
  for (let i = 0; i < items; i++)
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const a = annotator[at] as number;
      sums[a] = (sums[a] as number) + (posterior[i * classes + (label[at] as number)] as number);
    }
  return sums.map((sum, a) => sum / Math.max(1, votes[a] as number));
}

function goldVotes({ items, annotators, start, annotator, label }: VoteTable, gold: ArrayLike<number>) {
  const [votes, right] = [new Int32Array(annotators), new Int32Array(annotators)];
  for (let i = 0; i < items; i++) {
    if ((gold[i] as number) < 0) continue;
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const a = annotator[at] as number;
      votes[a] = (votes[a] as number) + 1;
      if (label[at] === gold[i]) right[a] = (right[a] as number) + 1;
    }
  }
  return { votes, right };
}
