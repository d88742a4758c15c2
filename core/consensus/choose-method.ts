import { createRandom } from "../random";
import { type Estimate, isDefined } from "../statistics/estimate";
import { CONSENSUS_METHODS, type ConsensusMethod, type ConsensusOptions, fitConsensus } from "./consensus-method";
import { heldOutLikelihood } from "./held-out-likelihood";
import { consensusAccuracy } from "./posterior";
import type { VoteTable } from "./vote-table";

export interface MethodCandidate {
  method: ConsensusMethod;
  /** Against gold or adjudicated labels, ties credited by shares; undefined without them. */
  accuracy: Estimate;
  /** Mean log-probability of a held-out vote, nats. */
  heldOut: Estimate;
}

export interface MethodChoice {
  method: ConsensusMethod;
  by: "gold" | "held-out votes";
  candidates: MethodCandidate[];
}

/**
 * The consensus methods side by side, and the one that the evidence prefers.
 *
 * With gold or adjudicated labels the highest accuracy on them decides (intervals: Wilson), without them the likelihood of
 * held-out votes; equal accuracies fall back to the likelihood, and that to the order of the methods. No method wins
 * everywhere: the table is shown with the choice, because overlapping intervals are no difference.
 *
 * Cost: (folds + 1) fits per method.
 *
 * @param gold label of each item, -1 where there is none. @param seed of the folds, the same for all methods.
 */
export function chooseMethod(
  table: VoteTable,
  {
    seed,
    gold = new Int32Array(table.items).fill(-1),
    methods = CONSENSUS_METHODS,
    folds = 5,
    consensus = {},
  }: {
    seed: number;
    gold?: ArrayLike<number>;
    methods?: readonly ConsensusMethod[];
    folds?: number;
    consensus?: ConsensusOptions;
  },
): MethodChoice | { undefinedBecause: "no votes"; n: 0 } {
  if (table.label.length === 0) return { undefinedBecause: "no votes", n: 0 };
  const candidates = methods.map((method): MethodCandidate => {
    const fit = fitConsensus(table, method, consensus);
    const accuracy = "undefinedBecause" in fit ? fit : consensusAccuracy(fit.posterior, gold, table.classes);
    return {
      method,
      accuracy,
      heldOut: heldOutLikelihood(table, method, { random: createRandom(seed), folds, consensus }),
    };
  });
  const by = candidates.some(({ accuracy }) => isDefined(accuracy)) ? "gold" : "held-out votes";
  const [best] = [...candidates].sort(
    (a, b) => orLowest(b.accuracy) - orLowest(a.accuracy) || orLowest(b.heldOut) - orLowest(a.heldOut),
  );
  if (best === undefined) throw new RangeError("no method to choose from");
  return { method: best.method, by, candidates };
}

function orLowest(estimate: Estimate): number {
  return isDefined(estimate) ? estimate.value : -Number.MAX_VALUE;
}
