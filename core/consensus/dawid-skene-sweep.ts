import type { VoteTable } from "./vote-table";

/** Probabilities below this are raised to it before they are multiplied, so that one vote cannot exclude a label. */
export const FLOOR = 1e-10;

/** With more votes than this a product of floored probabilities could leave the range of a float64. */
const PRODUCT_VOTES = 24;

/** What one expectation pass reads and what it leaves for the next maximisation; cells are [annotator][observed][true]. */
export interface Sweep {
  prior: Float64Array;
  /** Probability of the observed label by the true one, not yet floored. */
  theta: Float64Array;
  posterior: Float64Array;
  /** Expected votes per cell, sum over items of T_ik. */
  counts: Float64Array;
  /** Expected items per class. */
  mass: Float64Array;
}

/**
 * Expectation of Dawid and Skene with the counts of the next maximisation in the same pass over the votes.
 *
 *     T_ik prop. to pi_k prod over votes of theta_a,k,l,  N_akl = sum over a's votes l of T_ik
 *
 * Items of up to 24 votes are multiplied as they are (exact to rounding: every factor is at least 1e-10), which needs one
 * logarithm per item and no exponential; longer ones add logarithms with the largest subtracted.
 *
 * @returns the observed log-likelihood, sum_i ln sum_k of the products.
 */
export function expectation(table: VoteTable, sweep: Sweep): number {
  const { items, classes, start } = table;
  const { posterior, counts, mass } = sweep;
  const prior = floored(sweep.prior);
  const theta = floored(sweep.theta);
  const row = new Float64Array(classes);
  let logTheta: Float64Array | undefined;
  let logLikelihood = 0;
  counts.fill(0);
  mass.fill(0);
  for (let i = 0; i < items; i++) {
    const votes = (start[i + 1] as number) - (start[i] as number);
    if (votes === 0) continue;
    if (votes <= PRODUCT_VOTES) product(table, i, prior, theta, row);
    else {
      logTheta ??= theta.map(Math.log);
      logLikelihood += logProduct(table, i, prior, logTheta, row);
    }
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += row[k] as number;
    logLikelihood += Math.log(sum);
    const scale = 1 / sum;
    const base = i * classes;
    for (let k = 0; k < classes; k++) {
      const share = (row[k] as number) * scale;
      row[k] = share;
      posterior[base + k] = share;
      mass[k] = (mass[k] as number) + share;
    }
    countItem(table, i, row, 0, counts);
  }
  return logLikelihood;
}

/** Adds the posterior of one item, `shares` from `base` on, to the cells of its votes. */
function countItem(
  { classes, start, annotator, label }: VoteTable,
  item: number,
  shares: Float64Array,
  base: number,
  counts: Float64Array,
): void {
  const end = start[item + 1] as number;
  for (let at = start[item] as number; at < end; at++) {
    const cell = ((annotator[at] as number) * classes + (label[at] as number)) * classes;
    for (let k = 0; k < classes; k++) counts[cell + k] = (counts[cell + k] as number) + (shares[base + k] as number);
  }
}

/** Writes the products of one item into `row`. */
function product(
  { classes, start, annotator, label }: VoteTable,
  item: number,
  prior: Float64Array,
  theta: Float64Array,
  row: Float64Array,
): void {
  const end = start[item + 1] as number;
  for (let k = 0; k < classes; k++) row[k] = prior[k] as number;
  for (let at = start[item] as number; at < end; at++) {
    const cell = ((annotator[at] as number) * classes + (label[at] as number)) * classes;
    for (let k = 0; k < classes; k++) row[k] = (row[k] as number) * (theta[cell + k] as number);
  }
}

function floored(values: Float64Array): Float64Array {
  const raised = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) raised[at] = Math.max(values[at] as number, FLOOR);
  return raised;
}

/** Writes the products divided by the largest into `row` and returns the logarithm of that largest. */
function logProduct(
  { classes, start, annotator, label }: VoteTable,
  item: number,
  prior: Float64Array,
  logTheta: Float64Array,
  row: Float64Array,
): number {
  for (let k = 0; k < classes; k++) row[k] = Math.log(prior[k] as number);
  for (let at = start[item] as number; at < (start[item + 1] as number); at++) {
    const cell = ((annotator[at] as number) * classes + (label[at] as number)) * classes;
    for (let k = 0; k < classes; k++) row[k] = (row[k] as number) + (logTheta[cell + k] as number);
  }
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < classes; k++) largest = Math.max(largest, row[k] as number);
  for (let k = 0; k < classes; k++) row[k] = Math.exp((row[k] as number) - largest);
  return largest;
}

/** Counts and masses of a given posterior: what the first maximisation needs. */
export function countPosterior(table: VoteTable, { posterior, counts, mass }: Sweep): void {
  const { items, classes } = table;
  counts.fill(0);
  mass.fill(0);
  for (let i = 0; i < items; i++) {
    for (let k = 0; k < classes; k++) mass[k] = (mass[k] as number) + (posterior[i * classes + k] as number);
    countItem(table, i, posterior, i * classes, counts);
  }
}
