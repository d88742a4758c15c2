import type { Undefined } from "../statistics/estimate";
import { dawidSkene } from "./dawid-skene";
import { FLOOR } from "./dawid-skene-sweep";
import { glad, gladAccuracy } from "./glad";
import { oneCoin } from "./one-coin";
import { majoritySkill, voteShares } from "./posterior";
import { type VoteTable, votesPerAnnotator } from "./vote-table";
import { wawa } from "./wawa";

export const CONSENSUS_METHODS = ["majority", "wawa", "one-coin", "dawid-skene", "glad"] as const;

export type ConsensusMethod = (typeof CONSENSUS_METHODS)[number];

/** Votes of the crowd that are added to one annotator's when a vote of theirs is predicted. */
const PRIOR_VOTES = 3;

export interface ConsensusOptions {
  /** Dawid-Skene's lambda, default 3. */
  shrinkage?: number;
  tolerance?: number;
  maxIterations?: number;
  report?: (iteration: number, logLikelihood: number) => void;
}

/** What every method says, in one form. */
export interface ConsensusFit {
  /** Row-major items x classes; a row of zeros where the item has no vote. */
  posterior: Float64Array;
  /** Absent for the methods without a model of votes: majority and Wawa. */
  logLikelihood?: number;
  /** 1 for the methods that do not iterate. */
  iterations: number;
  isConverged: boolean;
  /** Row-major annotators x true x observed; only Dawid-Skene estimates it. */
  confusion?: Float64Array;
  /** Chance that this annotator answers `label` on this item if `truth` is its label. */
  voteProbability(annotator: number, item: number, truth: number, label: number): number;
}

/**
 * Consensus by the named method.
 *
 * Undefined: "no votes"; "no variation" with fewer than two labels for one-coin and GLAD. Cost: the method's own.
 */
export function fitConsensus(
  table: VoteTable,
  method: ConsensusMethod,
  options: ConsensusOptions = {},
): ConsensusFit | Undefined {
  if (table.label.length === 0) return { undefinedBecause: "no votes", n: 0 };
  switch (method) {
    case "majority": {
      const posterior = voteShares(table);
      return { posterior, ...ONE_PASS, voteProbability: bySkill(table, majoritySkill(table, posterior), Infinity) };
    }
    case "wawa": {
      const fit = wawa(table);
      if ("undefinedBecause" in fit) return fit;
      return { posterior: fit.posterior, ...ONE_PASS, voteProbability: bySkill(table, fit.skill) };
    }
    case "one-coin": {
      const fit = oneCoin(table, options);
      if ("undefinedBecause" in fit) return fit;
      return { ...fit, voteProbability: bySkill(table, fit.skill) };
    }
    case "glad": {
      const fit = glad(table, options);
      if ("undefinedBecause" in fit) return fit;
      const voteProbability = (annotator: number, item: number, truth: number, label: number) =>
        split(gladAccuracy(fit.ability[annotator] as number, fit.easiness[item] as number), table, truth === label);
      return { ...fit, voteProbability };
    }
    case "dawid-skene": {
      const fit = dawidSkene(table, options);
      if ("undefinedBecause" in fit) return fit;
      const voteProbability = (annotator: number, _: number, truth: number, label: number) =>
        Math.max(FLOOR, fit.confusion[(annotator * table.classes + truth) * table.classes + label] as number);
      return { ...fit, voteProbability };
    }
  }
}

const ONE_PASS = { iterations: 1, isConverged: true };

/** Errors fall on each other label alike; an annotator with few votes is taken to be like the crowd. */
function bySkill(table: VoteTable, skill: Float64Array, priorVotes = PRIOR_VOTES) {
  const votes = votesPerAnnotator(table);
  let right = 0;
  for (let a = 0; a < skill.length; a++) right += (votes[a] as number) * (skill[a] as number);
  const crowd = right / table.label.length;
  const shrunk = skill.map((share, a) => {
    const own = votes[a] as number;
    return priorVotes === Infinity ? crowd : (own * share + priorVotes * crowd) / (own + priorVotes);
  });
  return (annotator: number, _: number, truth: number, label: number) =>
    split(shrunk[annotator] as number, table, truth === label);
}

function split(right: number, { classes }: VoteTable, isRight: boolean): number {
  return Math.max(FLOOR, isRight ? right : (1 - right) / (classes - 1));
}
