import { logGamma } from "./binomial-interval";

/**
 * Quantile of the chi-square distribution: the point with the share p below it.
 *
 * Range 0..infinity; bisection on the distribution function to the last bits. Cost: O(degrees).
 * Source: Abramowitz & Stegun 26.4; incomplete gamma function 6.5.29 and 6.5.31.
 *
 * @param degrees degrees of freedom, at least 1. @example chiSquareQuantile(0.95, 2) // 5.991464547107979
 */
export function chiSquareQuantile(p: number, degrees: number): number {
  if (!(p >= 0 && p < 1 && degrees >= 1)) throw new RangeError(`no chi-square quantile of ${p}, ${degrees}`);
  let high = degrees;
  while (gammaShare(degrees / 2, high / 2) < p) high *= 2;
  let low = 0;
  for (let step = 0; step < 200 && high - low > 1e-16 * high; step++) {
    const middle = (low + high) / 2;
    if (gammaShare(degrees / 2, middle / 2) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Regularised lower incomplete gamma function P(a, x): series below a + 1, continued fraction beyond. */
function gammaShare(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10_000 && term > 1e-17 * sum; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000; n++) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return 1 - front * fraction;
}
