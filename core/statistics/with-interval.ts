import type { Resampled } from "./bootstrap";
import { type Estimate, isDefined } from "./estimate";

/** Below this many items a coefficient of agreement has no interval: coverage is too low there. */
export const MINIMUM_ITEMS_FOR_INTERVAL = 50;

/** An estimate with the interval that resampling gave it, where it gave one; the method says what was resampled. */
export function withInterval(
  estimate: Estimate,
  resampled: Resampled | undefined,
  { resamples, unit }: { resamples: number; unit: "vote patterns" | "items" | "clusters" },
): Estimate {
  if (!isDefined(estimate) || resampled?.low === undefined || resampled.high === undefined) return estimate;
  const kind = resampled.jackknifeStandardError === undefined ? "BC" : "BCa";
  const method = `${estimate.method}; ${kind} interval over ${unit}, ${resamples} resamples`;
  return { ...estimate, low: resampled.low, high: resampled.high, method };
}
