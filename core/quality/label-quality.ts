/** Scores of all items against their given labels; low = suspicious in every one. */
export interface LabelQuality {
  selfConfidence: Float64Array;
  normalizedMargin: Float64Array;
}

/**
 * Self-confidence: the probability the model gives to the given label, p_y.
 *
 * Range 0..1, low = suspicious. It is not the probability that the label is right. Needs out-of-sample predictions.
 *
 * Source: Northcutt, Jiang & Chuang (2021), JAIR 70.
 *
 * @example selfConfidence([0.5, 0.3, 0.2], 1) // 0.3
 */
export function selfConfidence(row: ArrayLike<number>, given: number): number {
  return at(row, given);
}

/**
 * Normalized margin: (p_y - max over k != y of p_k + 1) / 2.
 *
 * Range 0..1, low = suspicious; above .5 the given label is the most probable one. Cost: O(K). Source: as `selfConfidence`.
 *
 * @example normalizedMargin([0.5, 0.3, 0.2], 1) // 0.4
 */
export function normalizedMargin(row: ArrayLike<number>, given: number): number {
  let other = 0;
  for (let k = 0; k < row.length; k++) if (k !== given) other = Math.max(other, row[k] as number);
  return (at(row, given) - other + 1) / 2;
}

/**
 * Confidence-weighted entropy: log1p(x) / x with x = h / p_y, h the entropy divided by ln K.
 *
 * Range 0..1, low = suspicious; 0 where p_y = 0, else 1 where x = 0. Nothing is clipped, so a confident agreeing item
 * scores near 1 and a confident disagreeing one near 0. With K = 2 it orders items as the other two do. Cost: O(K).
 *
 * @example confidenceWeightedEntropy([0.5, 0.3, 0.2], 1) // 0.4535217880191915
 */
export function confidenceWeightedEntropy(row: ArrayLike<number>, given: number): number {
  const confidence = at(row, given);
  if (confidence === 0) return 0;
  let entropy = 0;
  for (let k = 0; k < row.length; k++) {
    const p = row[k] as number;
    if (p > 0) entropy -= p * Math.log(p);
  }
  const x = Math.max(0, entropy) / Math.log(row.length) / confidence;
  return x === 0 ? 1 : Math.log1p(x) / x;
}

/**
 * Self-confidence and normalized margin of all items in one pass.
 *
 * @param probs row-major N x K, taken as they are (divided by their row sums where they were read).
 * @param given index of each item's given label. Cost: O(N K).
 */
export function labelQuality(
  probs: Float32Array | Float64Array,
  given: ArrayLike<number>,
  classes: number,
): LabelQuality {
  requireShape(probs, given, classes);
  const confidence = new Float64Array(given.length);
  const margins = new Float64Array(given.length);
  for (let i = 0, first = 0; i < given.length; i++, first += classes) {
    const label = first + (given[i] as number);
    let other = 0;
    for (let j = first; j < first + classes; j++)
      if (j !== label && (probs[j] as number) > other) other = probs[j] as number;
    confidence[i] = probs[label] as number;
    margins[i] = ((probs[label] as number) - other + 1) / 2;
  }
  return { selfConfidence: confidence, normalizedMargin: margins };
}

/** Throws a RangeError unless probs is N x K with K >= 2 and every given label is one of the K. */
export function requireShape(probs: ArrayLike<number>, given: ArrayLike<number>, classes: number): void {
  if (!(Number.isInteger(classes) && classes >= 2)) throw new RangeError("label quality needs at least two labels");
  if (probs.length !== given.length * classes)
    throw new RangeError(`${probs.length} probabilities are not ${given.length} x ${classes}`);
  for (let i = 0; i < given.length; i++) {
    const label = given[i] as number;
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw new RangeError(`item ${i} has no given label in 0..${classes - 1}`);
  }
}

function at(row: ArrayLike<number>, given: number): number {
  const value = row[given];
  if (value === undefined) throw new RangeError(`given label ${given} is not in 0..${row.length - 1}`);
  return value;
}
