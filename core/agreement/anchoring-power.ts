import { normalQuantile } from "../statistics/normal";

/** z of a two-sided test at 5 % plus z of 80 % power. */
const POWER = normalQuantile(0.975) + normalQuantile(0.8);

/**
 * Judgements needed to see a difference between arms with 80 % power (two-sided test, 5 %).
 *
 *     n = [p0 q0 / b + p1 q1 / (1 - b)] (1.95996 + .84162)^2 / (p1 - p0)^2 x design effect
 *
 * p0 share in the blind arm, p1 in the assisted one, b blind share of all judgements. Rounded to the nearest judgement.
 *
 * @param designEffect 1 + (m - 1) rho for m judgements per item; default 1.
 * @example judgementsNeeded({ blind: 0.8, assisted: 0.85, blindShare: 0.2 }) // 3012
 */
export function judgementsNeeded({
  blind,
  assisted,
  blindShare,
  designEffect = 1,
}: {
  blind: number;
  assisted: number;
  blindShare: number;
  designEffect?: number;
}): number {
  const variance = (blind * (1 - blind)) / blindShare + (assisted * (1 - assisted)) / (1 - blindShare);
  return Math.round((variance * POWER * POWER * designEffect) / (assisted - blind) ** 2);
}

/** The smallest effect that an estimate with this standard error shows with 80 % power (two-sided test, 5 %). */
export function minimumDetectableEffect(standardError: number): number {
  return POWER * standardError;
}
