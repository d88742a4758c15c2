import type { Random } from "../random";
import { multinomialDraw } from "../statistics/binomial-draw";
import { quantile } from "../statistics/bootstrap";
import type { Estimate } from "../statistics/estimate";

/** One stratum of the same audited items for two models: how many only A, only B, both or neither get right. */
export interface PairedStratum {
  size: number;
  onlyA: number;
  onlyB: number;
  both: number;
  neither: number;
}

/**
 * Two models on the same audited items.
 *
 *     d = sum_h W_h mean(right(A) - right(B))
 *
 * Range -1..1, positive = A is better. A change of order is reported only where the interval excludes 0.
 * Interval: 95 % percentile bootstrap within strata (an exact multinomial over the four outcomes).
 *
 * Undefined: "no audit sample" without strata, "stratum without sample". Cost: O(resamples x strata).
 * Source: Efron & Tibshirani (1993), An introduction to the bootstrap, 8.
 *
 * @param resamples default 2000.
 * @example pairedModels([{ size: 100, onlyA: 30, onlyB: 10, both: 50, neither: 10 }], { random }) // 0.2
 */
export function pairedModels(
  strata: readonly PairedStratum[],
  { resamples = 2000, random }: { resamples?: number; random: Random },
): Estimate {
  const used = strata.filter(({ size }) => size > 0).map((stratum) => ({ ...stratum, counts: outcomes(stratum) }));
  const n = used.reduce((sum, { counts }) => sum + total(counts), 0);
  if (used.length === 0) return { undefinedBecause: "no audit sample", n };
  if (used.some(({ counts }) => total(counts) === 0)) return { undefinedBecause: "stratum without sample", n };
  const items = used.reduce((sum, { size }) => sum + size, 0);
  const difference = (of: (at: number) => ArrayLike<number>) =>
    used.reduce((sum, { size, counts }, at) => {
      const [a, b] = [of(at)[0] as number, of(at)[1] as number];
      return sum + ((size / items) * (a - b)) / total(counts);
    }, 0);
  const drawn = used.map(({ counts }) => new Float64Array(counts.length));
  const values = Float64Array.from({ length: resamples }, () => {
    used.forEach(({ counts }, at) => void multinomialDraw(total(counts), counts, drawn[at] as Float64Array, random));
    return difference((at) => drawn[at] as Float64Array);
  }).sort();
  return {
    value: difference((at) => (used[at] as { counts: Float64Array }).counts),
    low: quantile(values, 0.025),
    high: quantile(values, 0.975),
    n,
    method: "accuracy of A - accuracy of B, paired, 95 % bootstrap within strata",
  };
}

function outcomes({ onlyA, onlyB, both, neither }: PairedStratum): Float64Array {
  return Float64Array.of(onlyA, onlyB, both, neither);
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
