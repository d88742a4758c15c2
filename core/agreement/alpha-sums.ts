import type { VotePatterns } from "../annotation/vote-patterns";
import type { PatternSums } from "../statistics/bootstrap";
import { pairablePatterns } from "./coincidence";
import { type Distance, labelPositions, labelValue, ratioDistance } from "./distance";

type LineDistance = Exclude<Distance, "nominal">;
/** Distance of two labels by index, as it enters alpha. */
type LabelDistance = (first: number, second: number) => number;

/**
 * Alpha under a distance that is not nominal, as sums over vote patterns, ready to be resampled: one statistic.
 *
 * Totals: votes per label, then one coincidence per pair of labels that meet on an item. The ranks of ordinal distance are
 * those of each resample.
 *
 * Cost of one resample: O(entries + pairs + labels), O(labels^2) for ratio and for a distance that is given as a function.
 */
export function alphaSums(
  patterns: VotePatterns,
  distance: LineDistance | LabelDistance,
  values?: ArrayLike<number>,
): PatternSums {
  const { classes, start, label, count, size, multiplicity } = patterns;
  const pairable = pairablePatterns(size);
  const pairs = new PairIndex(classes);
  const [starts, index, sums]: [number[], number[], number[]] = [[0], [], []];
  for (const p of pairable) {
    const [from, end] = [start[p] as number, start[p + 1] as number];
    for (let a = from; a < end; a++) {
      index.push(label[a] as number);
      sums.push(count[a] as number);
      for (let b = from; b < a; b++) {
        index.push(classes + pairs.of(label[b] as number, label[a] as number));
        sums.push((2 * (count[a] as number) * (count[b] as number)) / ((size[p] as number) - 1));
      }
    }
    starts.push(index.length);
  }
  return {
    multiplicity: pairable.map((p) => multiplicity[p] as number),
    start: Int32Array.from(starts),
    index: Int32Array.from(index),
    values: Float64Array.from(sums),
    totals: classes + pairs.size,
    statistics: 1,
    finish: finishOf(distance, classes, pairs, values),
  };
}

/** Numbers the pairs of labels that occur. */
class PairIndex {
  readonly first: number[] = [];
  readonly second: number[] = [];
  private readonly positions = new Map<number, number>();

  constructor(private readonly classes: number) {}

  get size(): number {
    return this.first.length;
  }

  of(first: number, second: number): number {
    const key = first * this.classes + second;
    const known = this.positions.get(key);
    if (known !== undefined) return known;
    this.positions.set(key, this.size);
    this.first.push(first);
    this.second.push(second);
    return this.size - 1;
  }
}

function finishOf(
  distance: LineDistance | LabelDistance,
  classes: number,
  pairs: PairIndex,
  values: ArrayLike<number> | undefined,
): PatternSums["finish"] {
  const position = new Float64Array(classes);
  const isLine = distance === "ordinal" || distance === "interval";
  const between: LabelDistance =
    typeof distance === "function"
      ? distance
      : isLine
        ? (c, k) => ((position[c] as number) - (position[k] as number)) ** 2
        : (c, k) => ratioDistance(labelValue(c, values), labelValue(k, values));
  return (totals, out) => {
    let votes = 0;
    for (let c = 0; c < classes; c++) votes += totals[c] as number;
    if (isLine) labelPositions(distance, totals, values, position);
    let observed = 0;
    for (let pair = 0; pair < pairs.size; pair++) {
      const sum = totals[classes + pair] as number;
      if (sum !== 0) observed += sum * between(pairs.first[pair] as number, pairs.second[pair] as number);
    }
    const expected = isLine ? moments(totals, position) : pairwise(totals, classes, between);
    out[0] = expected > 0 ? 1 - ((votes - 1) * observed) / expected : Number.NaN;
  };
}

/** sum over c and k of n_c n_k d(c,k) for every pair. */
function pairwise(labelVotes: Float64Array, classes: number, between: LabelDistance): number {
  let sum = 0;
  for (let c = 0; c < classes; c++) {
    const own = labelVotes[c] as number;
    if (own === 0) continue;
    for (let k = 0; k < c; k++) {
      const other = labelVotes[k] as number;
      if (other !== 0) sum += 2 * own * other * between(c, k);
    }
  }
  return sum;
}

/** The same for squared differences of positions, from the first used label on: exactly 0 where only one is used. */
function moments(labelVotes: Float64Array, position: Float64Array): number {
  let [n, sum, squares, origin] = [0, 0, 0, Number.NaN];
  for (let c = 0; c < position.length; c++) {
    const own = labelVotes[c] as number;
    if (own === 0) continue;
    if (n === 0) origin = position[c] as number;
    const x = (position[c] as number) - origin;
    n += own;
    sum += own * x;
    squares += own * x * x;
  }
  return 2 * (n * squares - sum * sum);
}
