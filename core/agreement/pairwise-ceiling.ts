import type { VoteTable } from "../consensus/vote-table";
import type { Random } from "../random";
import { bootstrapPatterns, evaluate, type PatternSums } from "../statistics/bootstrap";
import type { Estimate, Undefined } from "../statistics/estimate";

export interface PairwiseCeiling {
  /** Two people give the same label, mean over pairs of votes on one item. */
  humanHuman: Estimate;
  /** The model and one person give the same label, mean over votes of the same items. */
  modelHuman: Estimate;
  /** modelHuman - humanHuman. */
  difference: Estimate;
}

/**
 * Second view of the human ceiling, without a reference: how often two people agree, and how often the model agrees with one.
 *
 *     HH = sum_i a_i / sum_i b_i,  MH = sum_i c_i / sum_i m_i
 *
 * per item with at least two of its m_i votes and a prediction: b_i pairs of votes, a_i equal ones, c_i votes equal to the
 * model's label. 0..1, high = agree. Intervals: bootstrap over items (BCa, 95 %).
 *
 * Undefined: "no overlap". Cost: O(votes + resamples x items).
 *
 * @param predicted the model's label of each item, -1 where it has none.
 */
export function pairwiseCeiling(
  { items, classes, start, label }: VoteTable,
  predicted: ArrayLike<number>,
  { resamples = 1000, random }: { resamples?: number; random: Random },
): PairwiseCeiling | Undefined {
  const values: number[] = [];
  let [pairs, votes] = [0, 0];
  for (let item = 0; item < items; item++) {
    const [from, end] = [start[item] as number, start[item + 1] as number];
    const m = end - from;
    if (m < 2 || (predicted[item] as number) < 0) continue;
    const counts = new Int32Array(classes);
    for (let at = from; at < end; at++) counts[label[at] as number] = (counts[label[at] as number] as number) + 1;
    const equal = counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
    values.push(equal, (m * (m - 1)) / 2, counts[predicted[item] as number] as number, m);
    pairs += (m * (m - 1)) / 2;
    votes += m;
  }
  if (pairs === 0) return { undefinedBecause: "no overlap", n: 0 };
  const sums = itemSums(Float64Array.from(values));
  const value = evaluate(sums, sums.multiplicity);
  const resampled = bootstrapPatterns(sums, { resamples, random });
  const estimate = (k: number, n: number, method: string): Estimate => {
    const { low, high } = resampled[k] ?? {};
    return { value: value[k] as number, ...(low === undefined || high === undefined ? {} : { low, high }), n, method };
  };
  return {
    humanHuman: estimate(0, pairs, "pairs of people who agree"),
    modelHuman: estimate(1, votes, "votes equal to the model's label"),
    difference: estimate(2, votes, "model-human - human-human agreement"),
  };
}

function itemSums(values: Float64Array): PatternSums {
  const items = values.length / 4;
  return {
    multiplicity: new Int32Array(items).fill(1),
    start: Int32Array.from({ length: items + 1 }, (_, p) => 4 * p),
    index: Int32Array.from({ length: values.length }, (_, at) => at % 4),
    values,
    totals: 4,
    statistics: 3,
    finish(totals, out) {
      const [equal, pairs, same, votes] = Array.from(totals) as [number, number, number, number];
      out[0] = equal / pairs;
      out[1] = same / votes;
      out[2] = same / votes - equal / pairs;
    },
  };
}
