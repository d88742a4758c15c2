import { chiSquareQuantile } from "../statistics/chi-square";
import type { Defined, Undefined } from "../statistics/estimate";

export interface Drift extends Defined {
  /** Exceeded by 5 % of batch pairs without drift: the limit for an alarm. */
  limit: number;
  isAlarm: boolean;
  /** Classes after rare ones were pooled. */
  classes: number;
}

export interface ClassDrift {
  /** Population stability index, from 0, high = drift. */
  stabilityIndex: Drift;
  /** Jensen-Shannon divergence in bits, 0..1, high = drift. */
  jensenShannonBits: Drift;
}

/** Below this expected count the limits do not hold: rare classes are pooled. */
const MINIMUM_EXPECTED = 5;

/**
 * Whether the predicted classes of a new batch differ from those of a reference batch.
 *
 *     PSI = sum (q_k - p_k) ln(q_k / p_k),  p_k = (a_k + .5) / (n + .5 K), q_k alike from b and m
 *     JS = (KL(p || mid) + KL(q || mid)) / 2 in bits, unsmoothed shares, mid their mean
 *
 * Limits under no drift, not fixed ones: PSI chi2_{K-1, .95} (1/n + 1/m), JS that / (8 ln 2). Classes of which fewer than 5 items
 * are expected in one of the batches are pooled into one first. Both batches by the same model version and label set.
 *
 * Undefined: "empty batch"; "no variation" when one class is left. Cost: O(K log K).
 * Source: Yurdakul (2018), Statistical properties of the population stability index; Lin (1991), IEEE Trans. Inf. Theory 37.
 *
 * @param reference predicted-class counts a of the reference batch. @param batch counts b of the new one.
 * @example classDrift([500, 300, 200], [450, 280, 270]) // PSI 0.0275606653 above its limit 0.0119829291
 */
export function classDrift(reference: ArrayLike<number>, batch: ArrayLike<number>): ClassDrift | Undefined {
  if (reference.length !== batch.length) throw new RangeError("the batches have different label sets");
  const [n, m] = [total(reference), total(batch)];
  if (n === 0 || m === 0) return { undefinedBecause: "empty batch", n: n + m };
  const [a, b] = pooled(reference, batch, n, m);
  const classes = a.length;
  if (classes < 2) return { undefinedBecause: "no variation", n: n + m };
  const limit = chiSquareQuantile(0.95, classes - 1) * (1 / n + 1 / m);
  const drift = (value: number, bound: number, method: string): Drift => ({
    value,
    limit: bound,
    isAlarm: value > bound,
    n: n + m,
    classes,
    method,
  });
  return {
    stabilityIndex: drift(stabilityIndex(a, b, n, m), limit, "population stability index"),
    jensenShannonBits: drift(jensenShannonBits(a, b, n, m), limit / (8 * Math.LN2), "Jensen-Shannon divergence, bits"),
  };
}

function stabilityIndex(a: readonly number[], b: readonly number[], n: number, m: number): number {
  const half = 0.5 * a.length;
  return a.reduce((sum, count, k) => {
    const [p, q] = [(count + 0.5) / (n + half), ((b[k] as number) + 0.5) / (m + half)];
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

function jensenShannonBits(a: readonly number[], b: readonly number[], n: number, m: number): number {
  const divergence = (share: number, middle: number) => (share === 0 ? 0 : share * Math.log2(share / middle));
  const sum = a.reduce((all, count, k) => {
    const [p, q] = [count / n, (b[k] as number) / m];
    return all + divergence(p, (p + q) / 2) + divergence(q, (p + q) / 2);
  }, 0);
  return Math.min(1, Math.max(0, sum / 2));
}

/** Counts with the rare classes added up; if these together are still rare, with the next larger class. */
function pooled(reference: ArrayLike<number>, batch: ArrayLike<number>, n: number, m: number): [number[], number[]] {
  const expected = (k: number) => (((reference[k] as number) + (batch[k] as number)) * Math.min(n, m)) / (n + m);
  const order = Array.from({ length: reference.length }, (_, k) => k).sort(
    (x, y) => expected(x) - expected(y) || x - y,
  );
  let [rare, mass] = [0, 0];
  while (rare < order.length) {
    const next = expected(order[rare] as number);
    const isEnough = next >= MINIMUM_EXPECTED && (rare === 0 || mass >= MINIMUM_EXPECTED || mass === 0);
    if (isEnough) break;
    mass += next;
    rare++;
  }
  const kept = order.slice(rare).sort((x, y) => x - y);
  const counts = (of: ArrayLike<number>) => {
    const pool = order.slice(0, rare).reduce((sum, k) => sum + (of[k] as number), 0);
    return [...kept.map((k) => of[k] as number), ...(mass > 0 ? [pool] : [])];
  };
  return [counts(reference), counts(batch)];
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < counts.length; k++) sum += counts[k] as number;
  return sum;
}
