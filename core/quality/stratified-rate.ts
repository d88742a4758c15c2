import { betaQuantile } from "../statistics/binomial-interval";
import type { Estimate } from "../statistics/estimate";

/** One stratum of a sample drawn without replacement: of `size` items `sampled` were examined and `found` have the property. */
export interface StratumCount {
  size: number;
  sampled: number;
  found: number;
}

/**
 * Rate of a property among all items, from a stratified random sample.
 *
 *     p = sum_h W_h p_h,  W_h = N_h / N,  p_h = x_h / n_h
 *     L = p - sqrt(sum W_h^2 (p_h - l_h)^2),  U = p + sqrt(sum W_h^2 (u_h - p_h)^2)
 *
 * l_h, u_h Jeffreys' limits of a stratum: Beta^-1(.025 / .975; x_h + 1/2, n_h - x_h + 1/2), l = 0 at x = 0, u = 1 at x = n;
 * l = u = p_h where the whole stratum was examined. Range 0..1. Covers where the plain normal interval is too short: some p_h 0 or 1.
 *
 * Undefined: "no items" without items, "stratum without sample" where some n_h = 0 (merge it with its neighbour).
 * n in the result is the sample. Cost: O(strata). Source: Zou & Donner (2008), Statistics in Medicine 27 (MOVER).
 *
 * @example stratifiedRate([{ size: 8000, sampled: 100, found: 1 }, { size: 1500, sampled: 100, found: 6 }, { size: 500, sampled: 100, found: 41 }]) // 0.0375, 0.0275358270 .. 0.0678775690
 */
export function stratifiedRate(strata: readonly StratumCount[], method = "stratified rate"): Estimate {
  const used = strata.filter(({ size }) => size > 0);
  for (const { size, sampled, found } of used)
    if (!(found >= 0 && found <= sampled && sampled <= size))
      throw new RangeError(`${found} found of ${sampled} examined of ${size} is not a sample`);
  const n = used.reduce((sum, { sampled }) => sum + sampled, 0);
  if (used.length === 0) return { undefinedBecause: "no items", n };
  if (used.some(({ sampled }) => sampled === 0)) return { undefinedBecause: "stratum without sample", n };
  const total = used.reduce((sum, { size }) => sum + size, 0);
  let [value, below, above] = [0, 0, 0];
  for (const stratum of used) {
    const weight = stratum.size / total;
    const share = stratum.found / stratum.sampled;
    const [low, high] = jeffreysLimits(stratum);
    value += weight * share;
    below += (weight * (share - low)) ** 2;
    above += (weight * (high - share)) ** 2;
  }
  return {
    value,
    low: Math.max(0, value - Math.sqrt(below)),
    high: Math.min(1, value + Math.sqrt(above)),
    n,
    method: `${method}, MOVER-Jeffreys interval`,
  };
}

function jeffreysLimits({ size, sampled, found }: StratumCount): [number, number] {
  if (sampled === size) return [found / sampled, found / sampled];
  const limit = (p: number) => betaQuantile(p, found + 0.5, sampled - found + 0.5);
  return [found === 0 ? 0 : limit(0.025), found === sampled ? 1 : limit(0.975)];
}

/**
 * Variance of the stratified rate: sum_h W_h^2 p_h (1 - p_h) / (n_h - 1).
 *
 * Undefined: as the rate, and "too few items" where a stratum has a single examined item.
 */
export function stratifiedVariance(strata: readonly StratumCount[]): Estimate {
  const rate = stratifiedRate(strata);
  if ("undefinedBecause" in rate) return rate;
  const used = strata.filter(({ size }) => size > 0);
  if (used.some(({ sampled }) => sampled < 2)) return { undefinedBecause: "too few items", n: rate.n };
  const total = used.reduce((sum, { size }) => sum + size, 0);
  const value = used.reduce((sum, { size, sampled, found }) => {
    const share = found / sampled;
    return sum + ((size / total) ** 2 * share * (1 - share)) / (sampled - 1);
  }, 0);
  return { value, n: rate.n, method: "variance of a stratified rate" };
}
