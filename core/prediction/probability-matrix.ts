import { RowProblem } from "../dataset/dataset-problem";

export interface MatrixReport {
  /** Values moved to 0 or 1 because they were off by at most 1e-6. */
  clamped: number;
  /** Rows whose sum is off by more than 1e-6, and by how much at most. */
  sumsOff: number;
  largestSumError: number;
}

const SLACK = 1e-6;

/**
 * Checks rows of probabilities by the rule of `checkProbabilities` and divides each by its float64 sum, in place: what every
 * estimator reads.
 *
 * Throws a `RowProblem` whose message names the row as `rowName` does. Cost: O(N K).
 *
 * @param values row-major N x K. @param sumTolerance largest |S - 1|, 0.01 by default.
 */
export function normalizeRows(
  values: Float64Array,
  classes: number,
  { sumTolerance = 0.01, rowName }: { sumTolerance?: number; rowName: (row: number) => string },
): MatrixReport {
  let [clamped, sumsOff, largestSumError] = [0, 0, 0];
  const rows = values.length / classes;
  for (let row = 0, first = 0; row < rows; row++, first += classes) {
    const end = first + classes;
    let sum = 0;
    for (let at = first; at < end; at++) {
      const value = values[at] as number;
      sum += value;
      if (value >= 0 && value <= 1) continue;
      if (!(value >= -SLACK && value <= 1 + SLACK)) throw valueProblem(rowName(row), at - first, value);
      values[at] = value < 0 ? 0 : 1;
      clamped++;
    }
    const error = Math.abs(sum - 1);
    if (error > sumTolerance + 1e-12)
      throw new RowProblem(
        "probs-sum",
        "probs",
        `${rowName(row)}: the probabilities sum to ${Number(sum.toPrecision(4))}; expected 1 within ${sumTolerance}. Logits or scores?`,
      );
    if (error > SLACK) sumsOff++;
    if (error > largestSumError) largestSumError = error;
    // clamping may have moved the sum by a hair
    sum = 0;
    for (let at = first; at < end; at++) sum += values[at] as number;
    for (let at = first; at < end; at++) values[at] = (values[at] as number) / sum;
  }
  return { clamped, sumsOff, largestSumError };
}

function valueProblem(row: string, column: number, value: number): RowProblem {
  if (!Number.isFinite(value))
    return new RowProblem(
      "probs-type",
      "probs",
      `${row}: the probability at position ${column + 1} is ${value}, not a finite number.`,
    );
  return new RowProblem("probs-range", "probs", `${row}: ${value} at position ${column + 1} is outside 0..1.`);
}
