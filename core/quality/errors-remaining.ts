import { type Estimate, isDefined } from "../statistics/estimate";
import { times } from "./audit-estimate";
import { type StratumCount, stratifiedRate } from "./stratified-rate";

/** What corrections did: `changed` items have another label now; a random sample of them was judged again, double-blind. */
export interface Corrections {
  changed: number;
  /** Absent without such a sample. */
  sample?: { examined: number; fixed: number; introduced: number };
}

export interface CorrectionEffect {
  /** F: changed items whose given label was wrong and whose new one is right. */
  fixed: Estimate;
  /** G: changed items whose given label was right and whose new one is wrong. */
  introduced: Estimate;
  /** Without a sample all that can be said: at most so many errors were fixed. */
  atMostFixed: number;
}

/**
 * What a change of labels fixed and what it broke.
 *
 *     F = C x share (given wrong, new right),  G = C x share (given right, new wrong)
 *
 * C changed items; shares of a double-blind random sample of them. A change is no fix by itself.
 * Undefined: "no audit sample" without the sample. Cost: O(1).
 */
export function correctionEffect({ changed, sample }: Corrections): CorrectionEffect {
  const count = (found: number, method: string): Estimate =>
    sample && sample.examined > 0
      ? times(stratifiedRate([{ size: changed, sampled: sample.examined, found }], method), changed, method)
      : { undefinedBecause: "no audit sample", n: 0 };
  return {
    fixed: count(sample?.fixed ?? 0, "errors fixed by changes"),
    introduced: count(sample?.introduced ?? 0, "errors introduced by changes"),
    atMostFixed: changed,
  };
}

/**
 * Label errors that remain now, where the audit was drawn before the review.
 *
 *     E = N p - F + G,  interval [max(0, N L - F + G), N U - F + G] for known F and G; the widths of estimated ones add in squares
 *
 * N frame, p [L, U] its rate of wrong labels, F errors fixed since, G errors introduced. Where the audit was drawn after the review,
 * the reviewed items are two further strata (changed, confirmed) and no correction is made: pass no `corrections`.
 *
 * Undefined: as the rate; "no audit sample" where labels were changed and no sample says with what effect. Cost: O(strata).
 *
 * @example errorsRemaining(strata, { fixed: 100, introduced: 10 }) // 375 - 90 = 285 for the three strata with 1, 6 and 41 wrong
 */
export function errorsRemaining(
  strata: readonly StratumCount[],
  corrections: { fixed: number; introduced: number } | CorrectionEffect = { fixed: 0, introduced: 0 },
): Estimate {
  const items = strata.reduce((sum, { size }) => sum + size, 0);
  const errors = times(stratifiedRate(strata), items, "label errors remaining");
  if (!isDefined(errors)) return errors;
  const [fixed, introduced] = [known(corrections.fixed), known(corrections.introduced)];
  if (!fixed || !introduced) return { undefinedBecause: "no audit sample", n: errors.n };
  const { value, low = 0, high = items, n, method } = errors;
  const shift = introduced.value - fixed.value;
  const below = Math.hypot(value - low, fixed.high - fixed.value, introduced.value - introduced.low);
  const above = Math.hypot(high - value, fixed.value - fixed.low, introduced.high - introduced.value);
  const whole = (count: number) => Math.max(0, count);
  return {
    value: whole(value + shift),
    low: whole(value + shift - below),
    high: whole(value + shift + above),
    n,
    method,
  };
}

function known(count: number | Estimate): { value: number; low: number; high: number } | undefined {
  if (typeof count === "number") return { value: count, low: count, high: count };
  if (!isDefined(count)) return undefined;
  return { value: count.value, low: count.low ?? count.value, high: count.high ?? count.value };
}
