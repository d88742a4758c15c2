import type { Defined, Undefined } from "../statistics/estimate";

/** `value` is the largest distance between the two distribution functions, 0..1, high = drift. */
export interface KolmogorovSmirnov extends Defined {
  /** Where that distance is reached with 5 % chance without drift; the exact p-value decides where n m <= 10,000. */
  limit: number;
  /** Chance of at least this distance without drift: exact for n m <= 10,000, else by Kolmogorov's limit. */
  p: number;
  isExact: boolean;
  isAlarm: boolean;
}

/** Up to this many cells the paths are counted. */
const EXACT_CELLS = 10_000;

/**
 * Whether the confidences of two batches come from one distribution (two-sample Kolmogorov-Smirnov).
 *
 *     D = sup |F_a - F_b|,  alarm at D > 1.358 sqrt((n + m) / (n m)), or exact p < .05 for small samples
 *
 * The exact p counts orderings of the pooled values, equal values taken together. With huge n everything is significant: show D and n.
 *
 * Undefined: "empty batch". Cost: O(n log n), exact O(n m). Source: Kolmogorov (1933), Smirnov (1939); Hodges (1958), Arkiv för Matematik 3.
 *
 * @example kolmogorovSmirnov([0.2, 0.4, 0.5, 0.7, 0.9, 0.95], [0.3, 0.35, 0.6, 0.65, 0.8]) // value 0.3333333333, p 0.8181818182
 */
export function kolmogorovSmirnov(a: ArrayLike<number>, b: ArrayLike<number>): KolmogorovSmirnov | Undefined {
  const [n, m] = [a.length, b.length];
  if (n === 0 || m === 0) return { undefinedBecause: "empty batch", n: n + m };
  const { distance, isGroupEnd } = compare(Float64Array.from(a).sort(), Float64Array.from(b).sort());
  const isExact = n * m <= EXACT_CELLS;
  const scale = Math.sqrt((n * m) / (n + m));
  const p = isExact ? exactP(distance, n, m, isGroupEnd) : limitP(distance * scale);
  const limit = 1.358 / scale;
  const isAlarm = isExact ? p < 0.05 : distance > limit;
  return { value: distance, limit, p, isExact, isAlarm, n: n + m, method: "Kolmogorov-Smirnov distance" };
}

/** D, and for each number of pooled values whether the next one is larger. */
function compare(a: Float64Array, b: Float64Array): { distance: number; isGroupEnd: Uint8Array } {
  const [n, m] = [a.length, b.length];
  const isGroupEnd = new Uint8Array(n + m + 1);
  let [i, j, distance] = [0, 0, 0];
  while (i < n || j < m) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    while (i < n && a[i] === value) i++;
    while (j < m && b[j] === value) j++;
    isGroupEnd[i + j] = 1;
    distance = Math.max(distance, Math.abs(i / n - j / m));
  }
  return { distance, isGroupEnd };
}

/**
 * 1 - P(a random ordering stays below D): shares of lattice paths from (0, 0) to (n, m) that keep |i/n - j/m| < D wherever values
 * differ. Each cell holds the probability that a random path which passes it has stayed inside, so nothing overflows.
 */
function exactP(distance: number, n: number, m: number, isGroupEnd: Uint8Array): number {
  // whole numbers: |i m - j n| >= D n m
  const bound = Math.round(distance * n * m);
  const inside = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++)
    for (let j = 0; j <= m; j++) {
      const isOutside = isGroupEnd[i + j] === 1 && i + j > 0 && Math.abs(i * m - j * n) >= bound;
      if (isOutside) inside[j] = 0;
      else if (i === 0 && j === 0) inside[j] = 1;
      else {
        // the last of i + j steps was one of a with chance i / (i + j)
        const fromA = i === 0 ? 0 : (inside[j] as number) * (i / (i + j));
        const fromB = j === 0 ? 0 : (inside[j - 1] as number) * (j / (i + j));
        inside[j] = fromA + fromB;
      }
    }
  return distance === 0 ? 1 : Math.min(1, Math.max(0, 1 - (inside[m] as number)));
}

/** Kolmogorov's limit: 2 sum (-1)^(k-1) exp(-2 k^2 x^2). */
function limitP(x: number): number {
  if (x < 0.2) return 1;
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, p));
}
