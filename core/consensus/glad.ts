import type { Undefined } from "../statistics/estimate";
import { normaliseLogs, voteShares } from "./posterior";
import { type VoteTable, votesPerAnnotator } from "./vote-table";

export interface Glad {
  /** alpha_a: above 0 better than chance, below 0 worse. */
  ability: Float64Array;
  /** beta_i > 0: high = easy item. */
  easiness: Float64Array;
  /** Row-major items x classes; a row of zeros where the item has no vote. */
  posterior: Float64Array;
  /** Of the votes, in nats, without the prior terms. */
  logLikelihood: number;
  iterations: number;
  isConverged: boolean;
}

/**
 * GLAD: ability of annotators and difficulty of items, estimated together with the true labels.
 *
 *     P(vote of a on i is right) = 1 / (1 + exp(-alpha_a beta_i)),  a wrong vote falls on each other label alike
 *
 * Even class prior; alpha ~ N(1, 1), ln beta ~ N(0, 1). Generalised EM: after each expectation one damped Newton step for all
 * alpha, then for all ln beta. Stops when votes and priors together change by at most `tolerance` of themselves.
 *
 * Undefined: "no votes", "no variation" with one label. Cost per iteration: O(votes + items K).
 * Source: Whitehill et al. (2009), Whose vote should count more, NIPS 22. No published values are reproduced.
 *
 * @param tolerance default 1e-7. @param maxIterations default 300.
 * @example glad({ items: 1, annotators: 3, classes: 2, start: Int32Array.of(0, 3), annotator: Int32Array.of(0, 1, 2), label: Int32Array.of(1, 1, 0) }).posterior // 0.1971, 0.8029
 */
export function glad(
  table: VoteTable,
  { tolerance = 1e-7, maxIterations = 300 }: { tolerance?: number; maxIterations?: number } = {},
): Glad | Undefined {
  const { items, annotators, classes, label } = table;
  if (label.length === 0) return { undefinedBecause: "no votes", n: 0 };
  if (classes < 2) return { undefinedBecause: "no variation", n: label.length };
  const votes = votesPerAnnotator(table);
  const posterior = voteShares(table);
  const ability = new Float64Array(annotators).fill(1);
  const logEasiness = new Float64Array(items);
  const easiness = new Float64Array(items).fill(1);
  let [objective, logLikelihood, iterations, isConverged] = [Number.NEGATIVE_INFINITY, 0, 0, false];
  while (iterations < maxIterations && !isConverged) {
    stepAbility(table, posterior, ability, easiness);
    stepEasiness(table, posterior, ability, logEasiness);
    for (let i = 0; i < items; i++) easiness[i] = Math.exp(logEasiness[i] as number);
    logLikelihood = expectation(table, ability, easiness, posterior);
    const before = objective;
    objective = logLikelihood;
    for (let a = 0; a < annotators; a++) if (votes[a]) objective -= ((ability[a] as number) - 1) ** 2 / 2;
    for (let i = 0; i < items; i++) objective -= (logEasiness[i] as number) ** 2 / 2;
    iterations++;
    isConverged = Math.abs(objective - before) <= tolerance * Math.abs(objective);
  }
  return { ability, easiness, posterior, logLikelihood, iterations, isConverged };
}

/** Chance that a vote is right. */
export function gladAccuracy(ability: number, easiness: number): number {
  return 1 / (1 + Math.exp(-ability * easiness));
}

/** Largest move of a parameter in one step: far from the optimum the curvature misleads. */
const STEP = 1;

function damped(gradient: number, information: number): number {
  return Math.max(-STEP, Math.min(STEP, gradient / information));
}

function stepAbility(
  { items, classes, start, annotator, label }: VoteTable,
  posterior: Float64Array,
  ability: Float64Array,
  easiness: Float64Array,
): void {
  const gradient = ability.map((value) => 1 - value);
  const information = new Float64Array(ability.length).fill(1);
  for (let i = 0; i < items; i++) {
    const beta = easiness[i] as number;
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const a = annotator[at] as number;
      const right = gladAccuracy(ability[a] as number, beta);
      const expected = posterior[i * classes + (label[at] as number)] as number;
      gradient[a] = (gradient[a] as number) + (expected - right) * beta;
      information[a] = (information[a] as number) + right * (1 - right) * beta * beta;
    }
  }
  for (let a = 0; a < ability.length; a++)
    ability[a] = (ability[a] as number) + damped(gradient[a] as number, information[a] as number);
}

function stepEasiness(
  { items, classes, start, annotator, label }: VoteTable,
  posterior: Float64Array,
  ability: Float64Array,
  logEasiness: Float64Array,
): void {
  for (let i = 0; i < items; i++) {
    const beta = Math.exp(logEasiness[i] as number);
    let gradient = -(logEasiness[i] as number);
    let information = 1;
    for (let at = start[i] as number; at < (start[i + 1] as number); at++) {
      const slope = (ability[annotator[at] as number] as number) * beta;
      const right = 1 / (1 + Math.exp(-slope));
      gradient += ((posterior[i * classes + (label[at] as number)] as number) - right) * slope;
      information += right * (1 - right) * slope * slope;
    }
    logEasiness[i] = (logEasiness[i] as number) + damped(gradient, information);
  }
}

function expectation(
  { items, classes, start, annotator, label }: VoteTable,
  ability: Float64Array,
  easiness: Float64Array,
  posterior: Float64Array,
): number {
  const row = new Float64Array(classes);
  let logLikelihood = 0;
  for (let i = 0; i < items; i++) {
    const [from, end] = [start[i] as number, start[i + 1] as number];
    if (from === end) continue;
    row.fill(-Math.log(classes));
    for (let at = from; at < end; at++) {
      const slope = (ability[annotator[at] as number] as number) * (easiness[i] as number);
      // ln(1 - p) = ln p - slope, and ln p = -ln(1 + exp(-slope)) without overflow
      const right = slope > 0 ? -Math.log1p(Math.exp(-slope)) : slope - Math.log1p(Math.exp(slope));
      const wrong = right - slope - Math.log(classes - 1);
      const l = label[at] as number;
      for (let k = 0; k < classes; k++) row[k] = (row[k] as number) + (k === l ? right : wrong);
    }
    logLikelihood += normaliseLogs(row, posterior, i * classes);
  }
  return logLikelihood;
}
