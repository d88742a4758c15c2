import { roundKeepingSum } from "../statistics/ranks";
import { requireShape } from "./label-quality";

/** What confident learning says about a set; matrices are row-major K x K, row = given label, column = true label. */
export interface ConfidentJoint {
  classes: number;
  items: number;
  /** Mean P(k) over the items given k; 2 (never reached) for a label nobody was given. */
  thresholds: Float64Array;
  /** The label each item is confidently guessed to have, -1 for none. */
  guesses: Int32Array;
  /** Number of items given each label. */
  givenCounts: Int32Array;
  /** Counts of (given, guess), the diagonal at least 1. */
  raw: Float64Array;
  /** Calibrated integer counts: row a sums to givenCounts[a]. */
  calibrated: Float64Array;
}

const SLACK = 1e-6;
const SMALLEST_THRESHOLD = 2e-6;
const NEVER_REACHED = 2;

/**
 * The confident joint: how many items given label a truly belong to b, as far as the model can tell.
 *
 * Threshold t_k = mean P(k) over the items given k (at least 2e-6). An item's guess is the only k with p_k >= t_k - 1e-6;
 * of several the argmax over all labels; of none it has no guess. J[a][b] counts items given a and guessed b, the
 * diagonal at least 1; calibrated c[a][b] = J[a][b] n_a / sum_b J[a][b], rounded half to even keeping the row sum n_a.
 *
 * Needs out-of-sample predictions. Model-based: half or more of the implied errors can be false.
 *
 * Cost: O(N K + K^2 log K). Source: Northcutt, Jiang & Chuang (2021), JAIR 70, section 3.1.
 *
 * @param probs row-major N x K, taken as they are. @param given index of each item's given label.
 */
export function confidentJoint(
  probs: Float32Array | Float64Array,
  given: ArrayLike<number>,
  classes: number,
): ConfidentJoint {
  requireShape(probs, given, classes);
  const items = given.length;
  const givenCounts = new Int32Array(classes);
  const thresholds = new Float64Array(classes);
  for (let i = 0; i < items; i++) {
    const label = given[i] as number;
    givenCounts[label] = (givenCounts[label] as number) + 1;
    thresholds[label] = (thresholds[label] as number) + (probs[i * classes + label] as number);
  }
  for (let k = 0; k < classes; k++) {
    const n = givenCounts[k] as number;
    thresholds[k] = n === 0 ? NEVER_REACHED : Math.max(SMALLEST_THRESHOLD, (thresholds[k] as number) / n);
  }
  const guesses = confidentGuesses(probs, items, thresholds);
  const raw = new Float64Array(classes * classes);
  for (let i = 0; i < items; i++) {
    const guess = guesses[i] as number;
    if (guess < 0) continue;
    const cell = (given[i] as number) * classes + guess;
    raw[cell] = (raw[cell] as number) + 1;
  }
  for (let k = 0; k < classes; k++) raw[k * classes + k] = Math.max(1, raw[k * classes + k] as number);
  return { classes, items, thresholds, guesses, givenCounts, raw, calibrated: calibrate(raw, givenCounts) };
}

function confidentGuesses(probs: Float32Array | Float64Array, items: number, thresholds: Float64Array): Int32Array {
  const classes = thresholds.length;
  const reached = thresholds.map((threshold) => threshold - SLACK);
  // below the lowest threshold nothing is a candidate, nor the argmax of several
  const least = reached.reduce((lowest, threshold) => Math.min(lowest, threshold), Number.POSITIVE_INFINITY);
  const guesses = new Int32Array(items);
  for (let i = 0, first = 0; i < items; i++, first += classes) {
    let [candidates, only, best] = [0, -1, 0];
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) {
      const p = probs[first + k] as number;
      if (p < least) continue;
      if (p > largest) {
        largest = p;
        best = k;
      }
      if (p >= (reached[k] as number)) {
        candidates++;
        only = k;
      }
    }
    guesses[i] = candidates > 1 ? best : only;
  }
  return guesses;
}

function calibrate(raw: Float64Array, givenCounts: Int32Array): Float64Array {
  const classes = givenCounts.length;
  const calibrated = new Float64Array(raw.length);
  for (let a = 0; a < classes; a++) {
    const row = raw.subarray(a * classes, (a + 1) * classes);
    const sum = row.reduce((total, count) => total + count, 0);
    // multiplied before divided: the other order adds rounding noise to exact halves
    calibrated.set(roundKeepingSum(row.map((count) => (count * (givenCounts[a] as number)) / sum)), a * classes);
  }
  return calibrated;
}

/** Row-major K x K matrices and shares derived from a confident joint; null marks an undefined row or column. */
export interface NoiseRates {
  /** Q[a][b] = c[a][b] / N: share of items given a and truly b. */
  joint: Float64Array;
  /** 1 - trace(Q): the estimated share of wrong given labels, 0..1; model-based. */
  labelErrorShare: number;
  /** P(given a | true b) at [a][b]; null where nobody is guessed b. */
  givenFromTrue: (number | null)[];
  /** P(true b | given a) at [a][b]; null where nobody was given a. */
  trueFromGiven: (number | null)[];
  /** Share of items truly b. */
  truePrior: Float64Array;
}

/**
 * Joint, noise matrices and the estimated share of label errors.
 *
 * Undefined (null) entries: columns of labels nobody is guessed to have, rows of labels nobody was given. Without items
 * there is nothing to estimate: throws a RangeError. Cost: O(K^2).
 */
export function noiseRates({ calibrated, classes, items, givenCounts }: ConfidentJoint): NoiseRates {
  if (items === 0) throw new RangeError("no items");
  const joint = calibrated.map((count) => count / items);
  const columns = new Float64Array(classes);
  let trace = 0;
  calibrated.forEach((count, cell) => {
    columns[cell % classes] = (columns[cell % classes] as number) + count;
    if (Math.floor(cell / classes) === cell % classes) trace += count;
  });
  const ratio = (count: number, of: number) => (of === 0 ? null : count / of);
  return {
    joint,
    labelErrorShare: (items - trace) / items,
    givenFromTrue: Array.from(calibrated, (count, cell) => ratio(count, columns[cell % classes] as number)),
    trueFromGiven: Array.from(calibrated, (count, cell) =>
      ratio(count, givenCounts[Math.floor(cell / classes)] as number),
    ),
    truePrior: columns.map((count) => count / items),
  };
}
