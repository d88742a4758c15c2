/**
 * Least confidence of a prediction: 1 - p(1), p(1) the largest probability.
 *
 * Range 0 .. 1 - 1/K, high = uncertain. K >= 2. Cost: O(K). Source: Settles (2009), Active learning literature survey.
 *
 * @example leastConfidence([0.5, 0.3, 0.2]) // 0.5
 */
export function leastConfidence(row: ArrayLike<number>): number {
  return 1 - topTwo(row)[0];
}

/**
 * Margin between the two most probable labels: p(1) - p(2).
 *
 * Range 0..1, LOW = uncertain. Cost: O(K). Source: Settles (2009).
 *
 * @example margin([0.5, 0.3, 0.2]) // 0.2
 */
export function margin(row: ArrayLike<number>): number {
  const [first, second] = topTwo(row);
  return first - second;
}

/**
 * Entropy of a prediction in nats: -sum p ln p, with 0 ln 0 = 0.
 *
 * Range 0 .. ln K, high = uncertain. Cost: O(K). Source: Settles (2009).
 *
 * @example entropyNats([0.5, 0.3, 0.2]) // 1.0296530140645737
 */
export function entropyNats(row: ArrayLike<number>): number {
  let entropy = 0;
  for (let k = 0; k < row.length; k++) {
    const p = row[k] as number;
    if (p > 0) entropy -= p * Math.log(p);
  }
  return entropy > 0 ? entropy : 0;
}

/**
 * Entropy as a share of the largest possible one: H / ln K.
 *
 * Range 0..1, high = uncertain. K >= 2, else a RangeError. Cost: O(K). Source: Settles (2009).
 *
 * @example normalizedEntropy([0.5, 0.5]) // 1
 */
export function normalizedEntropy(row: ArrayLike<number>): number {
  if (row.length < 2) throw new RangeError("a prediction needs at least two labels");
  return Math.min(1, entropyNats(row) / Math.log(row.length));
}

/** The largest and the second largest value. */
function topTwo(row: ArrayLike<number>): [number, number] {
  if (row.length < 2) throw new RangeError("a prediction needs at least two labels");
  let [first, second] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < row.length; k++) {
    const p = row[k] as number;
    if (p > first) {
      second = first;
      first = p;
    } else if (p > second) second = p;
  }
  return [first, second];
}
