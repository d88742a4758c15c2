import { betaCdf } from "./binomial-interval";

/**
 * Upper tail of Student's t: the share of a t population with `degrees` degrees of freedom above t.
 *
 *     1 - F(t) = I_x(d/2, 1/2) / 2 for t >= 0,  x = d / (d + t^2)
 *
 * Range 0..1, falling. Cost: O(sqrt degrees). Source: Abramowitz & Stegun 26.7.1.
 *
 * @example studentUpperTail(2.2281388519649385, 10) // 0.025
 */
export function studentUpperTail(t: number, degrees: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  if (t === Number.NEGATIVE_INFINITY) return 1;
  const square = t * t;
  // each side keeps its digits where the other loses them
  const tail =
    square < degrees
      ? 0.5 - betaCdf(square / (degrees + square), 0.5, degrees / 2) / 2
      : betaCdf(degrees / (degrees + square), degrees / 2, 0.5) / 2;
  return t >= 0 ? tail : 1 - tail;
}
