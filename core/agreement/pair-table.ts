import type { RatingTable } from "../annotation/ratings";
import { type Estimate, isDefined } from "../statistics/estimate";
import { cohenKappa } from "./cohen-kappa";

/** From this many shared items on a pair has an interval; below it is shown grey. */
export const MINIMUM_SHARED_ITEMS = 30;

export interface PairAgreement {
  /** Annotators, first < second. */
  first: number;
  second: number;
  sharedItems: number;
  /** Share of the shared items on which both gave the same label, 0..1. */
  agreement: Estimate;
  /** Cohen's kappa; with an interval from 30 shared items on. */
  kappa: Estimate;
}

/**
 * Agreement of every pair of annotators who share an item, ordered by annotators.
 *
 * Never sort people by it without the interval: most differences between pairs are noise.
 *
 * Cost: O(sum m_i^2 + pairs x K^2), K the labels the two used.
 *
 * @param table one vote per (item, annotator), as `ratingTable` makes it.
 */
export function pairTable(table: RatingTable, classes: number): PairAgreement[] {
  return sharedVotes(table, classes).map(({ first, second, cells }) => {
    const sharedItems = cells.length;
    const alike = cells.filter((cell) => Math.floor(cell / classes) === cell % classes).length;
    const agreement = { value: alike / sharedItems, n: sharedItems, method: "observed agreement" };
    return { first, second, sharedItems, agreement, kappa: withMinimum(kappaOf(cells, classes), sharedItems) };
  });
}

/** Unweighted kappa does not depend on labels that neither of the two used: the table holds the others alone. */
function kappaOf(cells: readonly number[], classes: number): Estimate {
  const used = new Set<number>();
  for (const cell of cells) used.add(Math.floor(cell / classes)).add(cell % classes);
  const position = new Map([...used].sort((a, b) => a - b).map((label, k) => [label, k]));
  const counts = new Int32Array(used.size * used.size);
  for (const cell of cells) {
    const [row, column] = [position.get(Math.floor(cell / classes)) as number, position.get(cell % classes) as number];
    counts[row * used.size + column] = (counts[row * used.size + column] as number) + 1;
  }
  return cohenKappa(counts, used.size);
}

function withMinimum(kappa: Estimate, sharedItems: number): Estimate {
  if (!isDefined(kappa) || sharedItems >= MINIMUM_SHARED_ITEMS) return kappa;
  return { value: kappa.value, n: kappa.n, method: kappa.method };
}

/** For each pair of annotators the cells (first's label, second's label) of their shared items. */
function sharedVotes({ start, annotator, label }: RatingTable, classes: number) {
  const pairs = new Map<number, Map<number, number[]>>();
  for (let row = 0; row + 1 < start.length; row++) {
    const end = start[row + 1] as number;
    for (let a = start[row] as number; a < end; a++) {
      const others = entry(pairs, annotator[a] as number, () => new Map<number, number[]>());
      for (let b = a + 1; b < end; b++) {
        const cells = entry(others, annotator[b] as number, (): number[] => []);
        cells.push((label[a] as number) * classes + (label[b] as number));
      }
    }
  }
  const ascending = <T>(map: Map<number, T>) => [...map].sort(([a], [b]) => a - b);
  return ascending(pairs).flatMap(([first, others]) =>
    ascending(others).map(([second, cells]) => ({ first, second, cells })),
  );
}

function entry<T>(map: Map<number, T>, key: number, make: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
