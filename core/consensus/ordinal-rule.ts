import type { Undefined } from "../statistics/estimate";

export interface OrdinalResolution {
  /** Share of the answers for each class, sum 1. */
  posterior: Float64Array;
  /** Resolved class; null while the answers do not settle one. */
  label: number | null;
  /** Resolved as the lower of two middle answers that are one apart. */
  isTie: boolean;
  /** The two middle answers are one apart and a further answer is still allowed. */
  needsAnswer: boolean;
  /** Two answers are at least two classes apart. */
  isConflict: boolean;
}

/**
 * Resolution of an item on an ordered scale: the median class of at least two answers.
 *
 * With an even number of answers the two middle ones decide: equal, they are the median; one class apart, a further answer is
 * asked for first and, when no more is allowed, the lower class is taken and marked as a tie; further apart, nothing is resolved.
 * A conflict is a largest distance of 2 or more between two answers, whether or not the median is settled.
 *
 * Undefined: "no votes". Cost: O(answers log answers + classes).
 *
 * @param answers class indices. @param maxAnswers overlap_max of the queue.
 * @example ordinalRule([1, 2], { classes: 5, maxAnswers: 2 }) // label 1, isTie true
 */
export function ordinalRule(
  answers: readonly number[],
  { classes, maxAnswers }: { classes: number; maxAnswers: number },
): OrdinalResolution | Undefined {
  const n = answers.length;
  if (n === 0) return { undefinedBecause: "no votes", n };
  const sorted = [...answers].sort((a, b) => a - b);
  const posterior = new Float64Array(classes);
  for (const answer of answers) {
    if (!(Number.isInteger(answer) && answer >= 0 && answer < classes))
      throw new RangeError(`label ${answer} is not in 0..${classes - 1}`);
    posterior[answer] = (posterior[answer] as number) + 1;
  }
  const below = sorted[Math.floor((n - 1) / 2)] as number;
  const above = sorted[Math.floor(n / 2)] as number;
  const isSplit = n >= 2 && above - below === 1;
  const isFull = n >= maxAnswers;
  const isSettled = n >= 2 && (above === below || (isSplit && isFull));
  return {
    posterior: posterior.map((count) => count / n),
    label: isSettled ? below : null,
    isTie: isSplit && isFull,
    needsAnswer: isSplit && !isFull,
    isConflict: (sorted[n - 1] as number) - (sorted[0] as number) >= 2,
  };
}
