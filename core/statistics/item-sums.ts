import type { PatternSums } from "./bootstrap";

/**
 * Statistics that are functions of sums over items, ready to be resampled by item or by cluster.
 *
 * @param rows one row of `totals` values per item. @param cluster group of each item (frames of one video, paragraphs of one
 * document): whole groups are then resampled, because their items are not independent.
 */
export function itemSums({
  rows,
  totals,
  statistics,
  finish,
  cluster,
}: Pick<PatternSums, "totals" | "statistics" | "finish"> & {
  rows: Float64Array;
  cluster?: ArrayLike<number> | undefined;
}): PatternSums {
  const items = rows.length / totals;
  const start = Int32Array.from({ length: items + 1 }, (_, i) => i * totals);
  const index = Int32Array.from({ length: rows.length }, (_, cell) => cell % totals);
  const multiplicity = new Float64Array(items).fill(1);
  const sums: PatternSums = { multiplicity, start, index, values: rows, totals, statistics, finish };
  return cluster ? clusterSums(sums, cluster) : sums;
}

/** The same sums with the patterns of each cluster added up, clusters in ascending order; every pattern counts once. */
export function clusterSums(sums: PatternSums, cluster: ArrayLike<number>): PatternSums {
  const patterns = sums.multiplicity.length;
  const order = Int32Array.from({ length: patterns }, (_, p) => p);
  order.sort((a, b) => (cluster[a] as number) - (cluster[b] as number) || a - b);
  const totals = new Float64Array(sums.totals);
  const [start, index, values]: [number[], number[], number[]] = [[0], [], []];
  for (let at = 0; at < patterns; ) {
    const group = cluster[order[at] as number];
    const touched = new Set<number>();
    for (; at < patterns && cluster[order[at] as number] === group; at++) {
      const p = order[at] as number;
      for (let j = sums.start[p] as number; j < (sums.start[p + 1] as number); j++) {
        const total = sums.index[j] as number;
        totals[total] = (totals[total] as number) + (sums.multiplicity[p] as number) * (sums.values[j] as number);
        touched.add(total);
      }
    }
    for (const total of touched) {
      index.push(total);
      values.push(totals[total] as number);
      totals[total] = 0;
    }
    start.push(index.length);
  }
  return {
    ...sums,
    multiplicity: new Float64Array(start.length - 1).fill(1),
    start: Int32Array.from(start),
    index: Int32Array.from(index),
    values: Float64Array.from(values),
  };
}
