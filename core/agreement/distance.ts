/**
 * How far two labels are apart for alpha, already squared where the metric is.
 *
 * nominal: equal or not; ordinal: (R_c - R_k)^2 with R the mean rank of a label among all pairable votes; interval: (c - k)^2
 * of the label index. Ordinal is Krippendorff's metric, not the "ordinal weights" of Gwet and irrCAC.
 */
export type Distance = "nominal" | "ordinal" | "interval";

/**
 * Row-major K x K matrix of distances.
 *
 *     R_c = sum over g < c of n_g + n_c / 2
 *
 * @param labelVotes n_c: pairable votes for each label, in the order of the label set.
 */
export function distanceMatrix(distance: Distance, labelVotes: ArrayLike<number>): Float64Array {
  const classes = labelVotes.length;
  const position = new Float64Array(classes);
  let before = 0;
  for (let c = 0; c < classes; c++) {
    const own = labelVotes[c] as number;
    position[c] = distance === "ordinal" ? before + own / 2 : c;
    before += own;
  }
  return Float64Array.from({ length: classes * classes }, (_, cell) => {
    const [c, k] = [Math.floor(cell / classes), cell % classes];
    if (distance === "nominal") return c === k ? 0 : 1;
    return ((position[c] as number) - (position[k] as number)) ** 2;
  });
}
