import type { Random } from "../random";
import { logGamma } from "./binomial-interval";

/**
 * One draw from Binomial(n, p): how many of n independent trials with chance p succeed.
 *
 * Exact: geometric waiting times where n p < 10 (with p <= 1/2), else transformed rejection with squeeze (BTRS).
 *
 * Range 0..n. Cost: O(n p) below the switch, O(1) above.
 * Source: Devroye (1986), Non-uniform random variate generation, ch. X.4; Hormann (1993), J. Stat. Comput. Simul. 46.
 *
 * @param p chance of one success, clamped to 0..1.
 */
export function binomialDraw(n: number, p: number, random: Random): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomialDraw(n, 1 - p, random);
  return n * p < 10 ? byWaitingTimes(n, p, random) : byRejection(n, p, random);
}

/**
 * One draw from Multinomial(n; shares) by successive binomials, written into `counts`.
 *
 * @param shares need not sum to 1: cell k has probability shares[k] / sum. Cost: O(cells) binomial draws.
 */
export function multinomialDraw(n: number, shares: ArrayLike<number>, counts: Float64Array, random: Random): void {
  let left = n;
  let mass = 0;
  for (let k = 0; k < shares.length; k++) mass += shares[k] as number;
  for (let k = 0; k < shares.length; k++) {
    const share = shares[k] as number;
    const drawn = left === 0 ? 0 : binomialDraw(left, mass > share ? share / mass : 1, random);
    counts[k] = drawn;
    left -= drawn;
    mass -= share;
  }
}

/** A uniform number in (0, 1]: its logarithm is finite. */
function positive(random: Random): number {
  return 1 - random();
}

function byWaitingTimes(n: number, p: number, random: Random): number {
  const scale = 1 / Math.log1p(-p);
  let successes = 0;
  for (let trial = 0; ; successes++) {
    trial += Math.floor(Math.log(positive(random)) * scale) + 1;
    if (trial > n) return successes;
  }
}

function byRejection(n: number, p: number, random: Random): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const safe = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  const atMode = logGamma(mode + 1) + logGamma(n - mode + 1);
  const logOdds = Math.log(p / (1 - p));
  for (;;) {
    const u = random() - 0.5;
    const v = positive(random);
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= safe) return k;
    if (k < 0 || k > n) continue;
    const height = Math.log((v * alpha) / (a / (us * us) + b));
    if (height <= atMode - logGamma(k + 1) - logGamma(n - k + 1) + (k - mode) * logOdds) return k;
  }
}
