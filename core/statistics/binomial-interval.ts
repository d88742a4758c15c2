import type { Estimate } from "./estimate";
import { Z95 } from "./normal";

/**
 * Wilson's 95 % interval of a proportion: for display, also where k is 0 or n.
 *
 *     centre +- z / (1 + z^2/n) sqrt(p (1 - p)/n + z^2 / (4 n^2)),  centre = (p + z^2 / (2n)) / (1 + z^2/n)
 *
 * p = k/n, z = 1.96. Value and limits in 0..1, low <= value <= high.
 *
 * Undefined ("no items") when n = 0. Cost: O(1). Source: Wilson (1927), JASA 22.
 *
 * @param k how many have the property, 0..n.
 * @example wilson(5, 100) // value 0.05, 0.0215436..0.1117505
 */
export function wilson(k: number, n: number): Estimate {
  requireCount(k, n);
  return wilsonShare(n === 0 ? 0 : k / n, n, "proportion, Wilson interval");
}

/**
 * Wilson's 95 % interval of a mean of scores in 0..1, such as tied items that score 1/t.
 *
 * The variance of such scores is at most that of a proportion with the same mean, so the interval is not too short.
 * Undefined ("no items") when n = 0.
 */
export function wilsonShare(share: number, n: number, method: string): Estimate {
  if (n === 0) return { undefinedBecause: "no items", n };
  const shrink = 1 + Z95 ** 2 / n;
  const centre = (share + Z95 ** 2 / (2 * n)) / shrink;
  const half = (Z95 / shrink) * Math.sqrt((share * (1 - share)) / n + Z95 ** 2 / (4 * n * n));
  const low = share <= 0 ? 0 : Math.max(0, centre - half);
  const high = share >= 1 ? 1 : Math.min(1, centre + half);
  return { value: share, low, high, n, method };
}

/**
 * Clopper and Pearson's exact 95 % interval of a proportion: covers at least 95 % whatever the true share.
 *
 *     low = Beta^-1(.025; k, n - k + 1), high = Beta^-1(.975; k + 1, n - k)
 *
 * low = 0 at k = 0, high = 1 at k = n. Undefined ("no items") when n = 0. Cost: O(sqrt n) per limit. Source: Clopper & Pearson (1934), Biometrika 26.
 *
 * @example clopperPearson(5, 100) // 0.0164318791..0.1128349111
 */
export function clopperPearson(k: number, n: number): Estimate {
  requireCount(k, n);
  if (n === 0) return { undefinedBecause: "no items", n };
  const low = k === 0 ? 0 : betaQuantile(0.025, k, n - k + 1);
  return { value: k / n, low, high: exactUpperBound(k, n, 0.025), n, method: "proportion, Clopper-Pearson interval" };
}

/**
 * Exact one-sided upper bound of a proportion: the true share lies below it with probability at least 1 - delta.
 *
 *     U = Beta^-1(1 - delta; k + 1, n - k), 1 at k = n
 *
 * @example exactUpperBound(0, 59, 0.05) // 0.0495076099
 */
export function exactUpperBound(k: number, n: number, delta: number): number {
  requireCount(k, n);
  return k === n ? 1 : betaQuantile(1 - delta, k + 1, n - k);
}

function requireCount(k: number, n: number): void {
  if (!(Number.isInteger(k) && Number.isInteger(n) && k >= 0 && k <= n))
    throw new RangeError(`${k} of ${n} is not a count`);
}

/** Point below which a Beta(a, b) variable lies with probability p, by bisection to the last bit that matters. */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 200 && high - low > 1e-16 * high; step++) {
    const middle = (low + high) / 2;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Share of a Beta(a, b) population below x. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** Continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8) by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

/** ln Gamma(x) for x > 0: the Stirling series after shifting x above 15; relative error below 1e-14. */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 15; y++) shift += Math.log(y);
  const square = y * y;
  const series =
    (1 / 12 -
      (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / (360360 * square)) / square) / square) / square) / square) /
    y;
  return (y - 0.5) * Math.log(y) - y + 0.9189385332046727 + series - shift;
}
