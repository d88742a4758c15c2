/** One stratum to draw from, with a guess of its rate: a pilot, or the mean of 1 - calibrated P(given). */
export interface AllocationStratum {
  size: number;
  rate: number;
}

/**
 * How to divide a sample of n items among strata so that the rate becomes most exact.
 *
 *     n_h prop. to N_h sqrt(p_h (1 - p_h))
 *
 * p_h clipped to .01 .. .99; at least `minimum` per stratum (all of a smaller one), at most N_h; whole numbers by the largest
 * remainder, ties to the earlier stratum. They sum to n, or to the minima or the whole frame where n lies outside.
 *
 * Cost: O(strata^2). Source: Neyman (1934), J. R. Stat. Soc. 97; Cochran (1977), Sampling techniques, 5.5.
 *
 * @param minimum default 30.
 * @example neymanAllocation([{ size: 8000, rate: 0.01 }, { size: 1500, rate: 0.06 }, { size: 500, rate: 0.41 }], { n: 300 }) // 171, 76, 53
 */
export function neymanAllocation(
  strata: readonly AllocationStratum[],
  { n, minimum = 30 }: { n: number; minimum?: number },
): number[] {
  const least = strata.map(({ size }) => Math.min(size, minimum));
  const shares = boundedShares(strata, least, n);
  const whole = shares.map(Math.floor);
  let left = Math.round(sum(shares)) - sum(whole);
  const order = shares
    .map((share, h) => ({ h, rest: share - Math.floor(share) }))
    .sort((a, b) => b.rest - a.rest || a.h - b.h);
  for (const { h } of order) {
    if (left === 0) break;
    if ((whole[h] as number) >= (strata[h] as AllocationStratum).size) continue;
    whole[h] = (whole[h] as number) + 1;
    left--;
  }
  return whole;
}

/** Proportional to size x standard deviation; strata that hit a bound keep it and the rest is divided again. */
function boundedShares(strata: readonly AllocationStratum[], least: readonly number[], n: number): number[] {
  const most = strata.map(({ size }) => size);
  if (n <= sum(least)) return [...least];
  if (n >= sum(most)) return most;
  const spread = strata.map(({ size, rate }) => {
    const p = Math.min(0.99, Math.max(0.01, rate));
    return size * Math.sqrt(p * (1 - p));
  });
  const fixed = new Map<number, number>();
  for (;;) {
    const free = strata.map((_, h) => h).filter((h) => !fixed.has(h));
    const rest = n - sum([...fixed.values()]);
    const mass = sum(free.map((h) => spread[h] as number));
    const shares = strata.map((_, h) => fixed.get(h) ?? (rest * (spread[h] as number)) / mass);
    const excess = sum(
      free.map((h) => clamp(shares[h] as number, least[h] as number, most[h] as number) - (shares[h] as number)),
    );
    // fix the side that binds more, as in a water-filling: the other may come free again
    const broken = free.filter((h) =>
      excess >= 0 ? (shares[h] as number) < (least[h] as number) : (shares[h] as number) > (most[h] as number),
    );
    if (broken.length === 0) return shares;
    for (const h of broken) fixed.set(h, excess >= 0 ? (least[h] as number) : (most[h] as number));
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
