import type { RatingTable } from "../annotation/ratings";
import type { Undefined } from "../statistics/estimate";
import { alphaOfSums } from "./coincidence";

/** Alpha without any one person, from lowest to highest. */
export interface LeaveOneOut {
  low: number;
  high: number;
  /** Annotators, and how many of them leave nothing to compare when they are taken out. */
  n: number;
  undefinedFor: number;
}

/**
 * How much nominal alpha depends on one person: its range when each annotator's votes are removed in turn.
 *
 * For 3 to 9 annotators; the interval of alpha says nothing about other annotators, this range does a little.
 * Undefined: "too few annotators" below 3, "too many annotators" from 10 on, "no variation" when alpha is undefined whoever is left out.
 *
 * Cost: O(votes x annotators).
 *
 * @param table one vote per (item, annotator).
 */
export function leaveOneOut(table: RatingTable, classes: number): LeaveOneOut | Undefined {
  const annotators = [...new Set(table.annotator)];
  const n = annotators.length;
  if (n < 3) return { undefinedBecause: "too few annotators", n };
  if (n >= 10) return { undefinedBecause: "too many annotators", n };
  const alphas = annotators.flatMap((annotator) => alphaWithout(table, classes, annotator) ?? []);
  if (alphas.length === 0) return { undefinedBecause: "no variation", n };
  return { low: Math.min(...alphas), high: Math.max(...alphas), n, undefinedFor: n - alphas.length };
}

function alphaWithout({ start, annotator, label }: RatingTable, classes: number, left: number): number | undefined {
  const labelVotes = new Float64Array(classes);
  const agreeing = new Float64Array(classes);
  const counts = new Int32Array(classes);
  let votes = 0;
  for (let row = 0; row + 1 < start.length; row++) {
    const [from, end] = [start[row] as number, start[row + 1] as number];
    let size = 0;
    for (let at = from; at < end; at++) {
      if (annotator[at] === left) continue;
      counts[label[at] as number] = (counts[label[at] as number] as number) + 1;
      size++;
    }
    if (size > 1) votes += size;
    for (let at = from; at < end; at++) {
      const c = label[at] as number;
      const count = counts[c] as number;
      counts[c] = 0;
      if (size < 2) continue;
      labelVotes[c] = (labelVotes[c] as number) + count;
      agreeing[c] = (agreeing[c] as number) + (count * (count - 1)) / (size - 1);
    }
  }
  return alphaOfSums(votes, labelVotes, agreeing);
}
