import type { Undefined } from "../statistics/estimate";
import { countPosterior, expectation, type Sweep } from "./dawid-skene-sweep";
import { voteShares } from "./posterior";
import type { VoteTable } from "./vote-table";

export interface DawidSkeneOptions {
  /** lambda: votes of the pooled crowd added to every row of every confusion matrix. Default 3; 0 = maximum likelihood. */
  shrinkage?: number;
  /** Converged when the log-likelihood changes by at most this share of itself. Default 1e-7. */
  tolerance?: number;
  /** Default 300. */
  maxIterations?: number;
  /** Called after every iteration. */
  report?: (iteration: number, logLikelihood: number) => void;
}

export interface DawidSkene {
  /** pi_k: share of each class among the items. */
  prior: Float64Array;
  /** theta, row-major annotators x true x observed; a row without any evidence at lambda = 0 is all zeros. */
  confusion: Float64Array;
  /** Row-major items x classes; a row of zeros where the item has no vote. */
  posterior: Float64Array;
  /** Observed log-likelihood in nats; monotone over the iterations only at lambda = 0. */
  logLikelihood: number;
  iterations: number;
  isConverged: boolean;
}

/**
 * Consensus of Dawid and Skene: each annotator has a confusion matrix, estimated together with the true labels.
 *
 *     T_ik prop. to pi_k prod over votes (a, l) of theta_a,k,l
 *     theta_akl = (N_akl + lambda g_kl) / (N_ak. + lambda),  g_kl = (G_kl + .001) / (G_k. + .001 K)
 *
 * N_akl = sum over a's votes l of T_ik, G = sum of N over annotators (the pooled crowd, re-estimated each iteration), pi = mean T.
 * Starts from the vote shares. An annotator whose errors are regular, even an inverted one, becomes informative; with few
 * votes per annotator lambda = 0 overfits. Skill by this model is agreement-based: a shared mistake is not seen.
 *
 * Undefined: "no votes". Cost per iteration: O(votes K + A K^2); memory O(votes + items K + A K^2).
 * Source: Dawid & Skene (1979), Applied Statistics 28; the shrinkage is Concord's, STATISTICS 8.3.
 *
 * @example dawidSkene({ items: 2, annotators: 2, classes: 2, start: Int32Array.of(0, 2, 3), annotator: Int32Array.of(0, 1, 0), label: Int32Array.of(0, 0, 1) }).posterior // 0.9999992, 0.00000075, 0.0010, 0.9990
 */
export function dawidSkene(table: VoteTable, options: DawidSkeneOptions = {}): DawidSkene | Undefined {
  const { shrinkage = 3, tolerance = 1e-7, maxIterations = 300, report } = options;
  const { annotators, classes, label } = table;
  if (label.length === 0) return { undefinedBecause: "no votes", n: 0 };
  const sweep = startFrom(table, voteShares(table));
  let logLikelihood = Number.NEGATIVE_INFINITY;
  let iterations = 0;
  let isConverged = false;
  while (iterations < maxIterations && !isConverged) {
    maximisation(sweep, annotators, shrinkage);
    const before = logLikelihood;
    logLikelihood = expectation(table, sweep);
    iterations++;
    report?.(iterations, logLikelihood);
    isConverged = Math.abs(logLikelihood - before) <= tolerance * Math.abs(logLikelihood);
  }
  const { prior, posterior } = sweep;
  const confusion = byTrueLabel(sweep.theta, annotators, classes);
  return { prior, confusion, posterior, logLikelihood, iterations, isConverged };
}

function startFrom(table: VoteTable, posterior: Float64Array): Sweep {
  const { annotators, classes } = table;
  const cells = annotators * classes * classes;
  const [prior, mass] = [new Float64Array(classes), new Float64Array(classes)];
  const sweep = { prior, theta: new Float64Array(cells), posterior, counts: new Float64Array(cells), mass };
  countPosterior(table, sweep);
  return sweep;
}

/** The confusion matrices that a given posterior implies, row-major annotators x true x observed. */
export function confusionOf(table: VoteTable, posterior: Float64Array, shrinkage = 3): Float64Array {
  const sweep = startFrom(table, posterior);
  maximisation(sweep, table.annotators, shrinkage);
  return byTrueLabel(sweep.theta, table.annotators, table.classes);
}

/** Prior and confusion from the expected counts. */
function maximisation({ prior, theta, counts, mass }: Sweep, annotators: number, shrinkage: number): void {
  const classes = prior.length;
  const items = mass.reduce((sum, share) => sum + share, 0);
  for (let k = 0; k < classes; k++) prior[k] = (mass[k] as number) / items;
  const pooled = shrinkage > 0 ? pooledConfusion(counts, annotators, classes) : undefined;
  const evidence = new Float64Array(classes);
  const cells = classes * classes;
  for (let base = 0; base < counts.length; base += cells) {
    evidence.fill(shrinkage);
    for (let cell = 0; cell < cells; cell++) {
      const k = cell % classes;
      evidence[k] = (evidence[k] as number) + (counts[base + cell] as number);
    }
    for (let cell = 0; cell < cells; cell++) {
      const votes = (counts[base + cell] as number) + (pooled ? shrinkage * (pooled[cell] as number) : 0);
      const total = evidence[cell % classes] as number;
      theta[base + cell] = total > 0 ? votes / total : 0;
    }
  }
}

/** Confusion of all annotators together, cells [observed][true]. */
function pooledConfusion(counts: Float64Array, annotators: number, classes: number): Float64Array {
  const cells = classes * classes;
  const pooled = new Float64Array(cells).fill(1e-3);
  for (let a = 0; a < annotators; a++)
    for (let cell = 0; cell < cells; cell++)
      pooled[cell] = (pooled[cell] as number) + (counts[a * cells + cell] as number);
  const total = new Float64Array(classes);
  for (let cell = 0; cell < cells; cell++)
    total[cell % classes] = (total[cell % classes] as number) + (pooled[cell] as number);
  for (let cell = 0; cell < cells; cell++) pooled[cell] = (pooled[cell] as number) / (total[cell % classes] as number);
  return pooled;
}

/** Cells [annotator][observed][true] to [annotator][true][observed]. */
function byTrueLabel(theta: Float64Array, annotators: number, classes: number): Float64Array {
  const confusion = new Float64Array(theta.length);
  for (let a = 0; a < annotators; a++)
    for (let k = 0; k < classes; k++)
      for (let l = 0; l < classes; l++)
        confusion[(a * classes + k) * classes + l] = theta[(a * classes + l) * classes + k] as number;
  return confusion;
}
