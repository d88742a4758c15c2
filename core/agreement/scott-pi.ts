import type { Estimate } from "../statistics/estimate";

/**
 * Scott's pi: agreement of two annotators beyond chance, both taken to use the labels equally often.
 *
 *     pi = (po - pe) / (1 - pe),  pe = sum_i ((p_i. + p_.i) / 2)^2
 *
 * p_i. and p_.i the shares of label i for the first and the second annotator, po the share of equal labels. -1..1, 0 = chance,
 * high = agree. Nominal alpha of two annotators without gaps is 1 - (1 - pi)(2n - 1)/(2n).
 *
 * Undefined: "no overlap" without a shared item, "no variation" when only one label occurs.
 *
 * Cost: O(K^2). Source: Scott (1955), Public Opin. Q. 19.
 *
 * @param table counts of items, row-major K x K: row = first annotator's label, column = second's.
 * @example scottPi([20, 5, 10, 15], 2) // { value: 0.3939393939..., n: 50 }
 */
export function scottPi(table: ArrayLike<number>, classes: number): Estimate {
  if (table.length !== classes * classes) throw new RangeError(`${table.length} cells are not ${classes} x ${classes}`);
  const uses = new Float64Array(classes);
  let [n, alike] = [0, 0];
  for (let cell = 0; cell < table.length; cell++) {
    const count = table[cell] as number;
    const [i, j] = [Math.floor(cell / classes), cell % classes];
    uses[i] = (uses[i] as number) + count;
    uses[j] = (uses[j] as number) + count;
    n += count;
    if (i === j) alike += count;
  }
  if (n === 0) return { undefinedBecause: "no overlap", n };
  if (uses.some((own) => own === 2 * n)) return { undefinedBecause: "no variation", n };
  const expected = uses.reduce((sum, own) => sum + (own / (2 * n)) ** 2, 0);
  return { value: (alike / n - expected) / (1 - expected), n, method: "Scott pi" };
}
