export type ProbabilityError = "probs-range" | "probs-sum" | "probs-length" | "probs-type" | "probs-incomplete";

export type CheckedProbabilities =
  | {
      ok: true;
      /** The float32 of the given values, not divided by their sum. */
      values: Float32Array;
      /** Values moved to 0 or 1 because they were off by at most 1e-6. */
      clamped: number;
      /** |S - 1|, S the float64 sum of the given values; 0 where no sum is asked for. */
      sumError: number;
    }
  | { ok: false; code: ProbabilityError; message: string };

export interface ProbabilityRule {
  /** How many values a row must have. */
  classes?: number;
  /** Largest |S - 1|: 0.01 by default, 0.05 for two-decimal tables; null where values need not sum to 1 (multi-label). */
  sumTolerance?: number | null;
  /** For sparse top-k files: absent labels are 0; the sum rule still holds. */
  isAbsentZero?: boolean;
}

const SLACK = 1e-6;

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === "";
}

/** True when every value is missing (null, undefined, empty text): the item has no prediction from this run. */
export function isWithoutPrediction(row: readonly unknown[]): boolean {
  return row.every(isMissing);
}

/**
 * Checks one row of probabilities and packs it for storage.
 *
 * Every value is a finite number (a missing one is never 0); one within 1e-6 outside 0..1 is clamped and counted; a row
 * of a single-label task sums to 1 within the tolerance. Nothing else is changed: the row is not divided by its sum.
 *
 * Cost: O(K). Source: FORMATS 1.6, rules 1 to 5.
 *
 * @example checkProbabilities([0.9, 0.1]) // { ok: true, values: Float32Array [0.9, 0.1], clamped: 0, sumError: 0 }
 */
export function checkProbabilities(
  row: unknown,
  { classes, sumTolerance = 0.01, isAbsentZero = false }: ProbabilityRule = {},
): CheckedProbabilities {
  if (!Array.isArray(row) && !(row instanceof Float32Array) && !(row instanceof Float64Array))
    return failed("probs-type", "probabilities must be a list of numbers");
  if (classes !== undefined && row.length !== classes)
    return failed("probs-length", `${row.length} probabilities for ${classes} labels`);
  const values = new Float32Array(row.length);
  let clamped = 0;
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    const given: unknown = row[k];
    if (isMissing(given) && !isAbsentZero) return failed("probs-incomplete", `no probability at position ${k + 1}`);
    const value = isMissing(given) ? 0 : given;
    if (typeof value !== "number" || !Number.isFinite(value))
      return failed("probs-type", `the probability at position ${k + 1} is not a finite number`);
    if (value < -SLACK || value > 1 + SLACK)
      return failed("probs-range", `${value} at position ${k + 1} is outside 0..1`);
    if (value < 0 || value > 1) clamped++;
    sum += value;
    values[k] = Math.min(1, Math.max(0, value));
  }
  if (sumTolerance === null) return { ok: true, values, clamped, sumError: 0 };
  const sumError = Math.abs(sum - 1);
  // 1e-12: a row of 1.01 is within a tolerance of .01 although the float64 difference is a hair more
  if (sumError > sumTolerance + 1e-12)
    return failed("probs-sum", `probabilities sum to ${Number(sum.toPrecision(4))}: logits or scores?`);
  return { ok: true, values, clamped, sumError };
}

function failed(code: ProbabilityError, message: string): CheckedProbabilities {
  return { ok: false, code, message };
}

/** The row widened to float64 and divided by its float64 sum: what every estimator reads. All zeros stays all zeros. */
export function normalizedRow(row: ArrayLike<number>): Float64Array {
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += row[k] as number;
  const normalized = new Float64Array(row.length);
  for (let k = 0; k < row.length; k++) normalized[k] = sum > 0 ? (row[k] as number) / sum : (row[k] as number);
  return normalized;
}

/**
 * Probabilities from logits, safe for any finite logits: exp(x - max) / sum.
 *
 * @example softmax([1000, 1000]) // 0.5, 0.5
 */
export function softmax(logits: ArrayLike<number>): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < logits.length; k++) largest = Math.max(largest, logits[k] as number);
  return normalizedRow(Float64Array.from(logits, (logit) => Math.exp(logit - largest)));
}

/** Index of the largest value, ties to the lowest index; -1 for an empty row. */
export function argmax(row: ArrayLike<number>): number {
  let best = row.length > 0 ? 0 : -1;
  for (let k = 1; k < row.length; k++) if ((row[k] as number) > (row[best] as number)) best = k;
  return best;
}

/**
 * The shortest decimal that reads back as the same float32.
 *
 * @param x a finite float32 value. @example shortestFloat32(Math.fround(0.94)) // "0.94"
 */
export function shortestFloat32(x: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const decimal = Number(x.toPrecision(digits));
    if (Math.fround(decimal) === x) return String(decimal);
  }
  return String(x);
}
