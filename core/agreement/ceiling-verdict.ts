import { normalQuantile } from "../statistics/normal";

export type CeilingVerdict = "as good as people" | "worse than people" | "cannot tell";

/**
 * The verdict on a difference model - people from its interval, against a margin stated beforehand.
 *
 * low > -margin: as good as people; high < -margin: worse than people; else, and without an interval, cannot tell.
 */
export function ceilingVerdict(low: number | undefined, high: number | undefined, margin: number): CeilingVerdict {
  if (low === undefined || high === undefined) return "cannot tell";
  return low > -margin ? "as good as people" : high < -margin ? "worse than people" : "cannot tell";
}

/**
 * Items that give 80 % power to call a model as good as people if the true difference is 0.
 *
 *     n' = (z + .8416)^2 v / margin^2,  v = n SE^2
 *
 * @param level of the interval that the verdict reads, default .95.
 */
export function itemsNeeded(items: number, standardError: number, margin: number, level = 0.95): number {
  const z = normalQuantile((1 + level) / 2) + normalQuantile(0.8);
  return Math.ceil((z * z * items * standardError ** 2) / (margin * margin));
}
