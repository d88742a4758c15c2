import type { Undefined } from "../statistics/estimate";

/** A probability below this counts as this. */
const FLOOR = 1e-12;

export interface Temperature {
  /** T: 1 = unchanged, above 1 softened, below 1 sharpened. */
  temperature: number;
  /** Mean negative log-likelihood at T and at 1, nats. */
  logLoss: number;
  logLossBefore: number;
  n: number;
}

/**
 * Probabilities at another temperature: p_k(T) prop. to max(p_k, 1e-12)^(1/T).
 *
 * The most probable label stays; the order of items by P(given) can change between labels. Cost: O(items K).
 *
 * @param probs row-major items x classes. @example scaledByTemperature([0.8, 0.2], 2, 2) // 0.6666666667, 0.3333333333
 */
export function scaledByTemperature(probs: ArrayLike<number>, classes: number, temperature: number): Float64Array {
  const scaled = Float64Array.from(probs, (p) => Math.log(Math.max(p, FLOOR)) / temperature);
  for (let row = 0; row < scaled.length; row += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = row; k < row + classes; k++) largest = Math.max(largest, scaled[k] as number);
    let sum = 0;
    for (let k = row; k < row + classes; k++) {
      scaled[k] = Math.exp((scaled[k] as number) - largest);
      sum += scaled[k] as number;
    }
    for (let k = row; k < row + classes; k++) scaled[k] = (scaled[k] as number) / sum;
  }
  return scaled;
}

/**
 * The temperature that makes the references likeliest.
 *
 *     T = argmin of mean_i sum_k -q_ik ln p_ik(T) over ln T in [ln .05, ln 20]
 *
 * q_ik = 1 for the reference; for votes the shares n_ik / m_i. Golden section to 1e-6 in ln T (the loss has one minimum in 1/T).
 * Fit on a hold-out or across folds, never on what is then shown.
 *
 * Undefined: "no items" without a target. Cost: about 35 passes, O(items K) each. Source: Guo et al. (2017), ICML.
 *
 * @param targets row-major items x classes; a row of zeros is left out.
 * @example fitTemperature(probs, oneHot(given, 10), 10).temperature // 1.1675586 for MNIST
 */
export function fitTemperature(
  probs: ArrayLike<number>,
  targets: ArrayLike<number>,
  classes: number,
): Temperature | Undefined {
  const logs = Float64Array.from(probs, (p) => Math.log(Math.max(p, FLOOR)));
  const rows = usedRows(targets, classes);
  if (rows.length === 0) return { undefinedBecause: "no items", n: 0 };
  const loss = (logTemperature: number) => meanLoss(logs, targets, rows, classes, Math.exp(-logTemperature));
  const temperature = Math.exp(goldenSection(loss, Math.log(0.05), Math.log(20), 1e-6));
  return { temperature, logLoss: loss(Math.log(temperature)), logLossBefore: loss(0), n: rows.length };
}

/** One row of zeros and a 1 per item; all zeros where the reference is -1. */
export function oneHot(reference: ArrayLike<number>, classes: number): Float64Array {
  const targets = new Float64Array(reference.length * classes);
  for (let i = 0; i < reference.length; i++)
    if ((reference[i] as number) >= 0) targets[i * classes + (reference[i] as number)] = 1;
  return targets;
}

function usedRows(targets: ArrayLike<number>, classes: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < targets.length; row += classes)
    for (let k = row; k < row + classes; k++)
      if ((targets[k] as number) > 0) {
        rows.push(row);
        break;
      }
  return rows;
}

function meanLoss(
  logs: Float64Array,
  targets: ArrayLike<number>,
  rows: readonly number[],
  classes: number,
  power: number,
): number {
  let loss = 0;
  for (const row of rows) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = row; k < row + classes; k++) largest = Math.max(largest, (logs[k] as number) * power);
    let sum = 0;
    for (let k = row; k < row + classes; k++) sum += Math.exp((logs[k] as number) * power - largest);
    const normaliser = largest + Math.log(sum);
    for (let k = row; k < row + classes; k++) {
      const target = targets[k] as number;
      if (target > 0) loss += target * (normaliser - (logs[k] as number) * power);
    }
  }
  return loss / rows.length;
}

/** Where a function with one minimum in low .. high has it, to `tolerance`. */
function goldenSection(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [atC, atD] = [f(c), f(d)];
  while (b - a > tolerance) {
    if (atC < atD) {
      [b, d, atD] = [d, c, atC];
      c = b - ratio * (b - a);
      atC = f(c);
    } else {
      [a, c, atC] = [c, d, atD];
      d = a + ratio * (b - a);
      atD = f(d);
    }
  }
  return (a + b) / 2;
}
