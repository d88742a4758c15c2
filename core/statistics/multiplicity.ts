/**
 * Benjamini and Yekutieli's adjusted p-values: rejecting those at most q keeps the expected share of false rejections below q,
 * however the tests depend on each other.
 *
 *     p*_(k) = min over j >= k of min(1, p_(j) m c / j),  c = 1 + 1/2 + ... + 1/m
 *
 * p_(j) the j-th smallest of m p-values. Range 0..1, in the order of the input, never below p. Cost: O(m log m).
 * Source: Benjamini & Yekutieli (2001), Annals of Statistics 29.
 *
 * @example benjaminiYekutieli([0.01, 0.04]) // 0.03, 0.06
 */
export function benjaminiYekutieli(values: readonly number[]): number[] {
  const m = values.length;
  const order = values.map((_, at) => at).sort((a, b) => (values[b] as number) - (values[a] as number) || b - a);
  const harmonic = values.reduce((sum, _, at) => sum + 1 / (at + 1), 0);
  const adjusted = new Array<number>(m).fill(1);
  let smallest = 1;
  order.forEach((index, fromLargest) => {
    smallest = Math.min(smallest, ((values[index] as number) * m * harmonic) / (m - fromLargest));
    adjusted[index] = smallest;
  });
  return adjusted;
}
