import type { Undefined } from "../statistics/estimate";
import { normaliseLogs, voteShares } from "./posterior";
import { type VoteTable, votesPerAnnotator } from "./vote-table";

export interface OneCoin {
  prior: Float64Array;
  /** Share of an annotator's votes expected to be correct, 1e-10 .. 1 - 1e-10; 1/K for one without votes. */
  skill: Float64Array;
  /** Row-major items x classes; a row of zeros where the item has no vote. */
  posterior: Float64Array;
  logLikelihood: number;
  iterations: number;
  isConverged: boolean;
}

/**
 * One-coin model: each annotator is right with one probability and otherwise errs evenly.
 *
 *     T_ik prop. to pi_k prod over votes (a, l) of (s_a if l = k else (1 - s_a) / (K - 1)),  s_a = mean over a's votes of T_i,vote
 *
 * pi = mean T; s clipped to 1e-10 .. 1 - 1e-10; starts from the vote shares; log-likelihood monotone over iterations. Wins where
 * errors are even, fails where annotators confuse certain labels.
 *
 * Undefined: "no votes", "no variation" with one label. Cost per iteration: O(votes + items K).
 * Source: Dawid & Skene (1979), Applied Statistics 28, restricted to one parameter per annotator.
 *
 * @param tolerance relative change of the log-likelihood that counts as converged, default 1e-7. @param maxIterations default 300.
 * @example oneCoin({ items: 2, annotators: 2, classes: 2, start: Int32Array.of(0, 2, 3), annotator: Int32Array.of(0, 1, 0), label: Int32Array.of(0, 0, 1) }).posterior // 1.0000000, 0.0000000, 0.0000000, 1.0000000
 */
export function oneCoin(
  table: VoteTable,
  { tolerance = 1e-7, maxIterations = 300 }: { tolerance?: number; maxIterations?: number } = {},
): OneCoin | Undefined {
  const { annotators, classes, label } = table;
  if (label.length === 0) return { undefinedBecause: "no votes", n: 0 };
  if (classes < 2) return { undefinedBecause: "no variation", n: label.length };
  const votes = votesPerAnnotator(table);
  const posterior = voteShares(table);
  const prior = new Float64Array(classes);
  const skill = new Float64Array(annotators);
  let logLikelihood = Number.NEGATIVE_INFINITY;
  let iterations = 0;
  let isConverged = false;
  while (iterations < maxIterations && !isConverged) {
    maximisation(table, posterior, votes, { prior, skill });
    const before = logLikelihood;
    logLikelihood = expectation(table, prior, skill, posterior);
    iterations++;
    isConverged = Math.abs(logLikelihood - before) <= tolerance * Math.abs(logLikelihood);
  }
  return { prior, skill, posterior, logLikelihood, iterations, isConverged };
}

const EDGE = 1e-10;

function maximisation(
  { items, classes, start, annotator, label }: VoteTable,
  posterior: Float64Array,
  votes: Int32Array,
  { prior, skill }: { prior: Float64Array; skill: Float64Array },
): void {
  prior.fill(0);
  skill.fill(0);
  let mass = 0;
  for (let i = 0; i < items; i++) {
    const base = i * classes;
    for (let k = 0; k < classes; k++) prior[k] = (prior[k] as number) + (posterior[base + k] as number);
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const person = annotator[at] as number;
      skill[person] = (skill[person] as number) + (posterior[base + (label[at] as number)] as number);
    }
  }
  for (let k = 0; k < classes; k++) mass += prior[k] as number;
  for (let k = 0; k < classes; k++) prior[k] = (prior[k] as number) / mass;
  for (let a = 0; a < skill.length; a++) {
    const given = votes[a] as number;
    const share = given === 0 ? 1 / classes : (skill[a] as number) / given;
    skill[a] = Math.min(1 - EDGE, Math.max(EDGE, share));
  }
}

function expectation(
  { items, classes, start, annotator, label }: VoteTable,
  prior: Float64Array,
  skill: Float64Array,
  posterior: Float64Array,
): number {
  const wrong = skill.map((share) => Math.log((1 - share) / (classes - 1)));
  const gain = skill.map((share, a) => Math.log(share) - (wrong[a] as number));
  const logPrior = prior.map((share) => Math.log(Math.max(share, EDGE)));
  const row = new Float64Array(classes);
  let logLikelihood = 0;
  for (let i = 0; i < items; i++) {
    const [from, end] = [start[i] as number, start[i + 1] as number];
    if (from === end) continue;
    row.set(logPrior);
    let shared = 0;
    for (let at = from; at < end; at++) {
      const [person, l] = [annotator[at] as number, label[at] as number];
      shared += wrong[person] as number;
      row[l] = (row[l] as number) + (gain[person] as number);
    }
    logLikelihood += shared + normaliseLogs(row, posterior, i * classes);
  }
  return logLikelihood;
}
