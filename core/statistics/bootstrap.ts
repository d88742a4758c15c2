import type { Random } from "../random";
import { multinomialDraw } from "./binomial-draw";
import { normalCdf, normalQuantile } from "./normal";

/**
 * Statistics of items that are exchangeable within patterns and enter only through sums over items.
 *
 * Pattern p adds `values[j]` to total `totals[j]` for j in start[p] .. start[p + 1] - 1; `finish` turns totals into
 * statistics and writes NaN for one that is undefined there (NaN never leaves the bootstrap).
 */
export interface PatternSums {
  multiplicity: ArrayLike<number>;
  start: Int32Array;
  index: Int32Array;
  values: Float64Array;
  totals: number;
  statistics: number;
  finish(totals: Float64Array, out: Float64Array): void;
}

/** What resampling says about one statistic; `low` and `high` are absent where more than 5 % of resamples were undefined. */
export interface Resampled {
  low?: number;
  high?: number;
  /** Share of resamples in which the statistic was undefined, 0..1. */
  undefinedShare: number;
  /** Standard deviation of the resampled values. */
  standardError: number;
  /** Absent where leaving one item out makes the statistic undefined, or where the jackknife would take too long. */
  jackknifeStandardError?: number;
  /** 0 without a jackknife: the interval is then bias-corrected only. */
  acceleration: number;
}

const MOST_JACKKNIFE_STEPS = 5e8;

/**
 * BCa 95 % intervals by resampling items, exactly and in time independent of the number of items.
 *
 * Items with the same votes are exchangeable, so a resample is one draw w ~ Multinomial(n; multiplicity / n) over the patterns.
 * Bounds are the type-7 quantiles of the resampled statistic at
 *
 *     Phi(z0 + (z0 + z) / (1 - a (z0 + z))),  z = -+1.96
 *
 * z0 = Phi^-1 of the share of resamples below the estimate (equal ones count half; share clamped to [1/(2B), 1 - 1/(2B)]);
 * a = sum d^3 / (6 (sum d^2)^1.5), d = mean of the jackknife values minus the value without item i.
 * Jackknife standard error = sqrt((n - 1)/n sum d^2).
 *
 * The interval is about new items, not about new annotators. Not for anything that depends on who voted.
 *
 * Cost: O(resamples x entries of the pattern table), and for the jackknife patterns x (totals + entries of one): left out where
 * that exceeds 5e8. Source: Efron (1987), JASA 82; Krippendorff's alpha as in STATISTICS 5.
 *
 * @param resamples B, default 1000; 2000 for export. @param level default .95; 1 - .05/C where C intervals are read together.
 * @returns one entry per statistic; undefined where the statistic itself is undefined.
 */
export function bootstrapPatterns(
  sums: PatternSums,
  { resamples = 1000, level = 0.95, random }: { resamples?: number; level?: number; random: Random },
): (Resampled | undefined)[] {
  const estimate = evaluate(sums, sums.multiplicity);
  const replicates = resample(sums, resamples, random);
  const isAffordable = sums.multiplicity.length * sums.totals <= MOST_JACKKNIFE_STEPS;
  const jackknife = isAffordable ? jackknifeMoments(sums) : [];
  return Array.from(estimate, (value, k) => {
    if (Number.isNaN(value)) return undefined;
    const defined = (replicates[k] as Float64Array).filter((replicate) => !Number.isNaN(replicate)).sort();
    const moments = jackknife[k];
    const result: Resampled = {
      undefinedShare: 1 - defined.length / resamples,
      standardError: standardDeviation(defined),
      acceleration: moments?.acceleration ?? 0,
    };
    if (moments) result.jackknifeStandardError = moments.standardError;
    if (result.undefinedShare > 0.05) return result;
    const [low, high] = bcaBounds(defined, value, result.acceleration, normalQuantile((1 + level) / 2));
    return { ...result, low, high };
  });
}

/** All statistics for the given number of items per pattern; NaN marks an undefined one. */
export function evaluate(sums: PatternSums, weights: ArrayLike<number>): Float64Array {
  const totals = addUp(sums, weights, new Float64Array(sums.totals));
  const out = new Float64Array(sums.statistics);
  sums.finish(totals, out);
  return out;
}

function addUp({ start, index, values }: PatternSums, weights: ArrayLike<number>, totals: Float64Array): Float64Array {
  totals.fill(0);
  for (let p = 0; p < weights.length; p++) {
    const weight = weights[p] as number;
    if (weight === 0) continue;
    const end = start[p + 1] as number;
    for (let j = start[p] as number; j < end; j++) {
      const at = index[j] as number;
      totals[at] = (totals[at] as number) + weight * (values[j] as number);
    }
  }
  return totals;
}

function resample(sums: PatternSums, resamples: number, random: Random): Float64Array[] {
  const replicates = Array.from({ length: sums.statistics }, () => new Float64Array(resamples));
  const counts = new Float64Array(sums.multiplicity.length);
  const totals = new Float64Array(sums.totals);
  const out = new Float64Array(sums.statistics);
  let items = 0;
  for (let p = 0; p < counts.length; p++) items += sums.multiplicity[p] as number;
  const isSingle = items === counts.length;
  for (let b = 0; b < resamples; b++) {
    if (isSingle) drawItems(counts, random);
    else multinomialDraw(items, sums.multiplicity, counts, random);
    sums.finish(addUp(sums, counts, totals), out);
    for (let k = 0; k < out.length; k++) (replicates[k] as Float64Array)[b] = out[k] as number;
  }
  return replicates;
}

/** As `multinomialDraw` where every pattern is one item: one draw per item is faster than one binomial. */
function drawItems(counts: Float64Array, random: Random): void {
  counts.fill(0);
  for (let item = 0; item < counts.length; item++) {
    const drawn = Math.floor(random() * counts.length);
    counts[drawn] = (counts[drawn] as number) + 1;
  }
}

/** Acceleration and jackknife standard error of each statistic, one evaluation per pattern. */
function jackknifeMoments(sums: PatternSums): ({ acceleration: number; standardError: number } | undefined)[] {
  const { multiplicity, start, index, values } = sums;
  const full = addUp(sums, multiplicity, new Float64Array(sums.totals));
  const without = new Float64Array(sums.totals);
  const out = new Float64Array(sums.statistics);
  const left = Array.from({ length: sums.statistics }, () => new Float64Array(multiplicity.length));
  for (let p = 0; p < multiplicity.length; p++) {
    without.set(full);
    for (let j = start[p] as number; j < (start[p + 1] as number); j++) {
      const at = index[j] as number;
      without[at] = (without[at] as number) - (values[j] as number);
    }
    sums.finish(without, out);
    for (let k = 0; k < out.length; k++) (left[k] as Float64Array)[p] = out[k] as number;
  }
  return left.map((statistic) => moments(statistic, multiplicity));
}

function moments(statistic: Float64Array, multiplicity: ArrayLike<number>) {
  let n = 0;
  let mean = 0;
  for (let p = 0; p < statistic.length; p++) {
    n += multiplicity[p] as number;
    mean += (multiplicity[p] as number) * (statistic[p] as number);
  }
  mean /= n;
  if (Number.isNaN(mean)) return undefined;
  let squares = 0;
  let cubes = 0;
  for (let p = 0; p < statistic.length; p++) {
    const d = mean - (statistic[p] as number);
    squares += (multiplicity[p] as number) * d * d;
    cubes += (multiplicity[p] as number) * d * d * d;
  }
  return {
    acceleration: squares === 0 ? 0 : cubes / (6 * squares ** 1.5),
    standardError: Math.sqrt(((n - 1) / n) * squares),
  };
}

function bcaBounds(sorted: Float64Array, estimate: number, acceleration: number, z: number): [number, number] {
  let below = 0;
  for (const replicate of sorted) below += replicate < estimate ? 1 : replicate === estimate ? 0.5 : 0;
  const margin = 1 / (2 * sorted.length);
  const z0 = normalQuantile(Math.min(1 - margin, Math.max(margin, below / sorted.length)));
  const bound = (at: number) => {
    const shrink = 1 - acceleration * (z0 + at);
    // an extreme acceleration would pass the pole of the formula: the limit there is the outermost resample
    if (shrink <= 0) return quantile(sorted, z0 + at > 0 ? 1 : 0);
    return quantile(sorted, normalCdf(z0 + (z0 + at) / shrink));
  };
  return [bound(-z), bound(z)];
}

function standardDeviation(values: Float64Array): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Quantile of sorted values by linear interpolation (Hyndman & Fan type 7). */
export function quantile(sorted: Float64Array, share: number): number {
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, share));
  const below = Math.floor(position);
  const low = sorted[below] as number;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}
