import type { VotePatterns } from "../annotation/vote-patterns";
import type { PatternSums } from "../statistics/bootstrap";

/**
 * Fleiss' kappa, Gwet's AC1 and Brennan-Prediger as sums over vote patterns, ready to be resampled.
 *
 * Statistics: 0 Fleiss, 1 AC1, 2 Brennan-Prediger. Single-vote items take part in the label shares, so they are patterns too and
 * are resampled.
 */
export function chanceSums({ classes, start, label, count, size, multiplicity }: VotePatterns): PatternSums {
  const [starts, index, values]: [number[], number[], number[]] = [[0], [], []];
  for (let p = 0; p < size.length; p++) {
    const m = size[p] as number;
    let agreement = 0;
    for (let at = start[p] as number; at < (start[p + 1] as number); at++) {
      const n = count[at] as number;
      agreement += m > 1 ? (n * (n - 1)) / (m * (m - 1)) : 0;
      index.push(3 + (label[at] as number));
      values.push(n / m);
    }
    index.push(0);
    values.push(1);
    if (m > 1) {
      index.push(1, 2);
      values.push(1, agreement);
    }
    starts.push(index.length);
  }
  return {
    multiplicity,
    start: Int32Array.from(starts),
    index: Int32Array.from(index),
    values: Float64Array.from(values),
    totals: 3 + classes,
    statistics: 3,
    finish: (totals, out) => {
      const [items, pairable] = [totals[0] as number, totals[1] as number];
      const observed = pairable === 0 ? Number.NaN : (totals[2] as number) / pairable;
      let [alike, used] = [0, 0];
      for (let c = 3; c < totals.length; c++) {
        const share = (totals[c] as number) / items;
        alike += share * share;
        if (share > 0) used++;
      }
      const unlike = (1 - alike) / (classes - 1);
      out[0] = used < 2 ? Number.NaN : (observed - alike) / (1 - alike);
      out[1] = (observed - unlike) / (1 - unlike);
      out[2] = (observed - 1 / classes) / (1 - 1 / classes);
    },
  };
}
