/**
 * How far two labels are apart for alpha, already squared.
 *
 * nominal: equal or not; ordinal: (R_c - R_k)^2 with R the mean rank of a label among all pairable votes; interval: (c - k)^2;
 * ratio: ((c - k)/(c + k))^2 with 0/0 = 0, c and k the values of the labels. Ordinal is Krippendorff's metric, not the
 * "ordinal weights" of Gwet and irrCAC.
 */
export type Distance = "nominal" | "ordinal" | "interval" | "ratio";

/**
 * Where the labels stand on a line, so that ordinal and interval distance is the square of a difference.
 *
 *     ordinal R_c = sum over g < c of n_g + n_c / 2
 *
 * @param labelVotes n_c: pairable votes for each label, in the order of the label set. @param values of the labels, 1..K by default.
 */
export function labelPositions(
  distance: "ordinal" | "interval",
  labelVotes: ArrayLike<number>,
  values?: ArrayLike<number>,
  into: Float64Array = new Float64Array(labelVotes.length),
): Float64Array {
  let before = 0;
  for (let c = 0; c < into.length; c++) {
    const own = labelVotes[c] as number;
    into[c] = distance === "ordinal" ? before + own / 2 : labelValue(c, values);
    before += own;
  }
  return into;
}

/** The value of a label for interval and ratio distance. */
export function labelValue(label: number, values?: ArrayLike<number>): number {
  return values ? (values[label] as number) : label + 1;
}

/** Squared relative difference of two values, 0..1 where both are at least 0. */
export function ratioDistance(a: number, b: number): number {
  return a === b ? 0 : ((a - b) / (a + b)) ** 2;
}
