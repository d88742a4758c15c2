import { entropyNats } from "../prediction/uncertainty";

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
  return weighted(entropyNats(row) / Math.log(row.length), at(row, given));
}

/**
 * Confidence-weighted entropies of all items, as `confidenceWeightedEntropy`.
 *
 * @param selfConfidence P(given) of each item. @param entropiesNats of the same predictions. Cost: O(N).
 */
export function confidenceWeightedEntropies(
  selfConfidence: ArrayLike<number>,
  entropiesNats: ArrayLike<number>,
  classes: number,
): Float64Array {
  const largest = Math.log(classes);
  const scores = new Float64Array(selfConfidence.length);
  for (let i = 0; i < scores.length; i++)
    scores[i] = weighted((entropiesNats[i] as number) / largest, selfConfidence[i] as number);
  return scores;
}

/** log1p(x) / x with x = h / p_y. */
function weighted(normalizedEntropy: number, confidence: number): number {
  if (confidence === 0) return 0;
  const x = normalizedEntropy / confidence;
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
  if (probs instanceof Float32Array) fill32(probs, given, classes, { confidence, margins });
  else fill64(probs, given, classes, { confidence, margins });
  return { selfConfidence: confidence, normalizedMargin: margins };
}

interface Targets {
  confidence: Float64Array;
  margins: Float64Array;
}

function fill64(
  probs: Float64Array,
  given: ArrayLike<number>,
  classes: number,
  { confidence, margins }: Targets,
): void {
  for (let i = 0, first = 0; i < margins.length; i++, first += classes) {
    const label = first + (given[i] as number);
    const end = first + classes;
    let other = 0;
    for (let j = first; j < end; j++) {
      const p = probs[j] as number;
      if (p > other && j !== label) other = p;
    }
    const own = probs[label] as number;
    confidence[i] = own;
    margins[i] = (own - other + 1) / 2;
  }
}

/**
 * The same from float32, which is ordered as the integers of its bits are: a maximum without a branch, at a third of the time
 * where rows are short and every comparison is a guess for the processor.
 */
function fill32(
  probs: Float32Array,
  given: ArrayLike<number>,
  classes: number,
  { confidence, margins }: Targets,
): void {
  const bits = new Int32Array(probs.buffer, probs.byteOffset, probs.length);
  const largest = new Float32Array(1);
  const largestBits = new Int32Array(largest.buffer);
  for (let i = 0, first = 0; i < margins.length; i++, first += classes) {
    const label = first + (given[i] as number);
    const end = first + classes;
    let other = 0;
    for (let j = first; j < label; j++) other = largerBits(other, bits[j] as number);
    for (let j = label + 1; j < end; j++) other = largerBits(other, bits[j] as number);
    largestBits[0] = other;
    const own = probs[label] as number;
    confidence[i] = own;
    margins[i] = (own - (largest[0] as number) + 1) / 2;
  }
}

/** The larger of a >= 0 and b; a negative b (the sign bit: -0 or below 0) counts as 0. */
function largerBits(a: number, b: number): number {
  const ahead = ((b & ~(b >> 31)) - a) | 0;
  return a + (ahead & ~(ahead >> 31));
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
