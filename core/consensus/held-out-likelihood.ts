import { type Random, shuffle } from "../random";
import type { Estimate } from "../statistics/estimate";
import { type ConsensusMethod, type ConsensusOptions, fitConsensus } from "./consensus-method";
import type { VoteTable } from "./vote-table";

export interface HeldOutOptions {
  random: Random;
  /** Default 5. */
  folds?: number;
  consensus?: ConsensusOptions;
}

/**
 * How well a consensus method foretells votes that it has not seen: the mean log-probability of a held-out vote, in nats.
 *
 *     mean over held-out votes (i, a, l) of ln sum_k T_ik P(l | a, k, i)
 *
 * The votes are cut into folds at random; T and the model of votes are fitted on the other folds. T is the mean posterior where
 * an item has no vote left. Majority predicts with one accuracy for all people, Wawa and one-coin with
 * one per person shrunk by 3 votes to the crowd's, Dawid-Skene with its matrices, GLAD with ability and easiness. At most 0,
 * high = better; no gold labels needed. Compare methods on the same seed only.
 *
 * Undefined: "no votes", "too few items" with fewer votes than folds, "no variation" with one label. Cost: folds fits.
 * Source: Arlot & Celisse (2010), Statistics Surveys 4, for cross-validated likelihood.
 */
export function heldOutLikelihood(
  table: VoteTable,
  method: ConsensusMethod,
  { random, folds = 5, consensus = {} }: HeldOutOptions,
): Estimate {
  const votes = table.label.length;
  if (votes === 0) return { undefinedBecause: "no votes", n: 0 };
  if (votes < folds) return { undefinedBecause: "too few items", n: votes };
  if (table.classes < 2) return { undefinedBecause: "no variation", n: votes };
  const order = shuffle(
    Array.from({ length: votes }, (_, at) => at),
    random,
  );
  const foldOf = new Int32Array(votes);
  order.forEach((at, position) => {
    foldOf[at] = position % folds;
  });
  let sum = 0;
  for (let fold = 0; fold < folds; fold++) sum += foldLikelihood(table, method, foldOf, fold, consensus);
  return { value: sum / votes, n: votes, method: `mean log-probability of held-out votes, ${folds} folds` };
}

function foldLikelihood(
  table: VoteTable,
  method: ConsensusMethod,
  foldOf: Int32Array,
  fold: number,
  options: ConsensusOptions,
): number {
  const { items, classes, start, annotator, label } = table;
  const fit = fitConsensus(votesOutside(table, foldOf, fold), method, options);
  if ("undefinedBecause" in fit) throw new RangeError(`no votes outside fold ${fold}`);
  const typical = meanRow(fit.posterior, classes);
  let sum = 0;
  for (let i = 0; i < items; i++) {
    const own = fit.posterior.subarray(i * classes, (i + 1) * classes);
    const shares = own.some((share) => share > 0) ? own : typical;
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      if (foldOf[at] !== fold) continue;
      let chance = 0;
      for (let k = 0; k < classes; k++) {
        const share = shares[k] as number;
        if (share > 0) chance += share * fit.voteProbability(annotator[at] as number, i, k, label[at] as number);
      }
      sum += Math.log(chance);
    }
  }
  return sum;
}

/** The table without the votes of one fold. */
function votesOutside({ start, annotator, label, ...sizes }: VoteTable, foldOf: Int32Array, fold: number): VoteTable {
  const kept = {
    start: new Int32Array(start.length),
    annotator: new Int32Array(label.length),
    label: new Int32Array(label.length),
  };
  let size = 0;
  for (let i = 0; i + 1 < start.length; i++) {
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      if (foldOf[at] === fold) continue;
      kept.annotator[size] = annotator[at] as number;
      kept.label[size++] = label[at] as number;
    }
    kept.start[i + 1] = size;
  }
  return {
    ...sizes,
    start: kept.start,
    annotator: kept.annotator.subarray(0, size),
    label: kept.label.subarray(0, size),
  };
}

/** Mean of the rows that are not all zeros. */
function meanRow(posterior: Float64Array, classes: number): Float64Array {
  const sums = new Float64Array(classes);
  for (let cell = 0; cell < posterior.length; cell++)
    sums[cell % classes] = (sums[cell % classes] as number) + (posterior[cell] as number);
  const mass = sums.reduce((sum, share) => sum + share, 0);
  return sums.map((share) => share / mass);
}
