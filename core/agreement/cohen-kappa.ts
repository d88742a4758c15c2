import type { Estimate } from "../statistics/estimate";
import { Z95 } from "../statistics/normal";

/** Agreement weights V over the ordered labels: none [i = j]; linear 1 - |i - j|/(K - 1); quadratic 1 - ((i - j)/(K - 1))^2. */
export type KappaWeights = "none" | "linear" | "quadratic";

/**
 * Cohen's kappa: agreement of two annotators beyond what their own label frequencies would give by chance.
 *
 *     kappa = (po - pe) / (1 - pe),  po = sum V_ij p_ij,  pe = sum V_ij p_i. p_.j
 *
 * p_ij share of items the first annotator called i and the second j, V agreement weights. -1..1, 0 = chance, high = agree.
 * Interval kappa +- 1.96 SE, clipped to -1..1; with r_i = sum_j V_ij p_.j, s_j = sum_i V_ij p_i.,
 * SE^2 = { sum p_ij [V_ij - (r_i + s_j)(1 - kappa)]^2 - [kappa - pe (1 - kappa)]^2 } / (n (1 - pe)^2).
 *
 * Undefined: "no overlap" without a shared item, "no variation" when both use one and the same label only.
 *
 * Cost: O(K^2). Source: Cohen (1960), Educ. Psychol. Meas. 20; Fleiss, Cohen & Everitt (1969), Psychol. Bull. 72.
 *
 * @param table counts of items, row-major K x K: row = first annotator's label, column = second's. Unused labels count in K.
 * @example cohenKappa([20, 5, 10, 15], 2) // { value: 0.4, low: 0.151, high: 0.649, n: 50 }
 */
export function cohenKappa(table: ArrayLike<number>, classes: number, weights: KappaWeights = "none"): Estimate {
  if (table.length !== classes * classes) throw new RangeError(`${table.length} cells are not ${classes} x ${classes}`);
  const rows = new Float64Array(classes);
  const columns = new Float64Array(classes);
  let n = 0;
  for (let cell = 0; cell < table.length; cell++) {
    const count = table[cell] as number;
    const [i, j] = [Math.floor(cell / classes), cell % classes];
    rows[i] = (rows[i] as number) + count;
    columns[j] = (columns[j] as number) + count;
    n += count;
  }
  if (n === 0) return { undefinedBecause: "no overlap", n };
  if (rows.some((count, k) => count === n && columns[k] === n)) return { undefinedBecause: "no variation", n };
  const { observed, expected, rowMeans, columnMeans } = weighted(table, rows, columns, n, weights);
  const kappa = (observed - expected) / (1 - expected);
  let squares = 0;
  for (let cell = 0; cell < table.length; cell++) {
    const [i, j] = [Math.floor(cell / classes), cell % classes];
    const chance = (rowMeans[i] as number) + (columnMeans[j] as number);
    squares += ((table[cell] as number) / n) * (weight(i, j, classes, weights) - chance * (1 - kappa)) ** 2;
  }
  const variance = (squares - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2);
  const half = Z95 * Math.sqrt(Math.max(0, variance));
  const method = weights === "none" ? "Cohen kappa" : `Cohen kappa, ${weights} weights`;
  return { value: kappa, low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half), n, method };
}

function weight(i: number, j: number, classes: number, weights: KappaWeights): number {
  if (weights === "none") return i === j ? 1 : 0;
  const distance = Math.abs(i - j) / (classes - 1);
  return 1 - (weights === "linear" ? distance : distance ** 2);
}

function weighted(
  table: ArrayLike<number>,
  rows: Float64Array,
  columns: Float64Array,
  n: number,
  weights: KappaWeights,
) {
  const classes = rows.length;
  const rowMeans = new Float64Array(classes);
  const columnMeans = new Float64Array(classes);
  let [observed, expected] = [0, 0];
  for (let i = 0; i < classes; i++)
    for (let j = 0; j < classes; j++) {
      const v = weight(i, j, classes, weights);
      const [row, column] = [(rows[i] as number) / n, (columns[j] as number) / n];
      observed += (v * (table[i * classes + j] as number)) / n;
      expected += v * row * column;
      rowMeans[i] = (rowMeans[i] as number) + v * column;
      columnMeans[j] = (columnMeans[j] as number) + v * row;
    }
  return { observed, expected, rowMeans, columnMeans };
}
