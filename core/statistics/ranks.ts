import { radixOrder } from "./radix-order";

/**
 * Ascending ranks, 1 = smallest; equal values share the mean of the ranks they take (mid-rank).
 *
 * Range 1..N; the sum is N (N + 1) / 2. Cost: O(N log N).
 *
 * @param order the ascending order of the values, where it is at hand already.
 * @example midRanks([3, 1, 3]) // 2.5, 1, 2.5
 */
export function midRanks(
  values: ArrayLike<number>,
  order: ArrayLike<number> = ascendingOrder(values),
): Float64Array<ArrayBuffer> {
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    const value = values[order[start] as number];
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === value) end++;
    for (let at = start; at < end; at++) ranks[order[at] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** From this many values on a sort by digits is the faster one. */
const MANY = 2048;

/**
 * Indices from the smallest value to the largest, equal values in index order, or in the order of `start`. No NaN.
 *
 * @param start a permutation of the indices, for an order by several keys: the last key first.
 */
export function ascendingOrder(values: ArrayLike<number>, start?: Int32Array): Int32Array<ArrayBuffer> {
  if (values.length >= MANY) return radixOrder(values, start);
  if (!start) {
    const order = Int32Array.from({ length: values.length }, (_, index) => index);
    return order.sort((a, b) => compare(values, a, b) || a - b);
  }
  const place = new Int32Array(start.length);
  start.forEach((index, at) => {
    place[index] = at;
  });
  return Int32Array.from(start).sort((a, b) => compare(values, a, b) || (place[a] as number) - (place[b] as number));
}

/** Not the difference: that of two infinities is NaN. */
function compare(values: ArrayLike<number>, a: number, b: number): number {
  const [x, y] = [values[a] as number, values[b] as number];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Nearest integer, exact halves to the even one. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/**
 * Rounds half to even and then moves as few values as possible by 1, so that the sum is the rounded sum.
 *
 *     d = round(sum of v) - sum of round(v)
 *
 * d > 0: 1 is added to the d values with the largest remainder v - round(v), ties to the higher index;
 * d < 0: 1 is taken from the |d| values with the smallest remainder, ties to the lower index.
 *
 * Cost: O(K), and O(K |d|) or O(K log K) where d is not 0.
 *
 * @example roundKeepingSum([3.5, 381.5, 3.5]) // 3, 381, 4: the sum 388.5 rounds to 388
 */
export function roundKeepingSum(values: ArrayLike<number>): Float64Array {
  const rounded = new Float64Array(values.length);
  let [sum, roundedSum] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    sum += value;
    roundedSum += rounded[k] = roundHalfEven(value);
  }
  const difference = roundHalfEven(sum) - roundedSum;
  if (difference === 0) return rounded;
  const remainders = rounded.map((whole, k) => (values[k] as number) - whole);
  for (const k of outermost(remainders, difference)) rounded[k] = (rounded[k] as number) + Math.sign(difference);
  return rounded;
}

const FEW = 8;

/** The `count` largest values, of equal ones the higher index; for a negative count the smallest, of equal ones the lower index. */
function outermost(values: Float64Array, count: number): Iterable<number> {
  if (Math.abs(count) > FEW) {
    const order = ascendingOrder(values);
    return count > 0 ? order.subarray(order.length - count) : order.subarray(0, -count);
  }
  const chosen = new Set<number>();
  while (chosen.size < Math.abs(count)) {
    let best = -1;
    for (let k = 0; k < values.length; k++) {
      if (chosen.has(k)) continue;
      const ahead = best < 0 ? 1 : ((values[k] as number) - (values[best] as number)) * Math.sign(count);
      if (ahead > 0 || (ahead === 0 && count > 0)) best = k;
    }
    chosen.add(best);
  }
  return chosen;
}
