/** Weighted sums of one stratum; a judgement enters its arm with 1 / its arm's probability. */
export interface ArmSums {
  weight: number;
  squares: number;
  hits: number;
}

export interface StratumSums {
  /** Judgements of both arms, each counted once. */
  judgements: number;
  assisted: ArmSums;
  blind: ArmSums;
}

export interface StratifiedDifference {
  /** Absent where no stratum has judgements in both arms. */
  value?: number;
  /** If all judgements were independent of each other. */
  standardError?: number;
  /** Strata with an empty arm, and their judgements: left out. */
  leftOutStrata: number;
  leftOutJudgements: number;
}

/**
 * Difference of two arms' shares, averaged over strata.
 *
 *     A = sum_h w_h (a_h - b_h),  Var = sum_h w_h^2 [a_h (1 - a_h)/n_ah + b_h (1 - b_h)/n_bh]
 *
 * a_h, b_h weighted shares of hits in the assisted and the blind arm; w_h share of the judgements among strata that have both arms;
 * n_ah = (sum of weights)^2 / sum of squared weights. Range -1..1. Cost: O(strata).
 *
 * @example .1833333333, standard error .0931322238 for (100; 80, 68; 20, 14) and (50; 40, 26; 10, 4)
 */
export function stratifiedDifference(strata: readonly StratumSums[]): StratifiedDifference {
  const occupied = strata.filter(({ judgements }) => judgements > 0);
  const used = occupied.filter(({ assisted, blind }) => assisted.weight > 0 && blind.weight > 0);
  const all = occupied.reduce((sum, { judgements }) => sum + judgements, 0);
  const total = used.reduce((sum, { judgements }) => sum + judgements, 0);
  const left = { leftOutStrata: occupied.length - used.length, leftOutJudgements: all - total };
  if (total === 0) return left;
  let [value, variance] = [0, 0];
  for (const { judgements, assisted, blind } of used) {
    const w = judgements / total;
    const [a, b] = [assisted.hits / assisted.weight, blind.hits / blind.weight];
    value += w * (a - b);
    variance += w * w * (shareVariance(a, assisted) + shareVariance(b, blind));
  }
  return { value, standardError: Math.sqrt(variance), ...left };
}

function shareVariance(share: number, { weight, squares }: ArmSums): number {
  return Math.max(0, share * (1 - share) * squares) / (weight * weight);
}
