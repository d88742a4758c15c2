import type { Estimate } from "../statistics/estimate";
import { entropyNats } from "./uncertainty";

/**
 * How much several models disagree about an item: Jensen-Shannon divergence of their predictions.
 *
 *     D = H(mean of the rows) - mean of H(row),  H = -sum p ln p
 *
 * In nats, 0 .. ln M for M models, high = disagree; 0 when all predict the same.
 *
 * Undefined ("too few models") with fewer than two predictions; models without one are left out, n says how many are in.
 *
 * Cost: O(M K). Source: Lin (1991), IEEE Trans. Inf. Theory 37.
 *
 * @param rows one prediction per model, undefined where the model lacks the item.
 * @example modelDisagreement([[1, 0], [0, 1]]) // { value: 0.6931471805599453, n: 2 }
 */
export function modelDisagreement(rows: readonly (ArrayLike<number> | undefined)[]): Estimate {
  const present = rows.filter((row) => row !== undefined);
  const n = present.length;
  const classes = present[0]?.length ?? 0;
  if (present.some((row) => row.length !== classes)) throw new RangeError("models must predict the same labels");
  if (n < 2) return { undefinedBecause: "too few models", n };
  const mean = Float64Array.from({ length: classes }, (_, k) =>
    present.reduce((sum, row) => sum + (row[k] as number) / n, 0),
  );
  const within = present.reduce((sum, row) => sum + entropyNats(row), 0) / n;
  return { value: Math.max(0, entropyNats(mean) - within), n, method: "Jensen-Shannon divergence of models, nats" };
}
