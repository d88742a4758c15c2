import { bestPairs } from "../statistics/assignment";
import { boxIou, type LabeledBox } from "./box";

export interface BoxMatch {
  first: LabeledBox;
  second: LabeledBox;
  iou: number;
}

/**
 * Boxes of two answers paired one to one with an IoU of at least `threshold`, labels aside: first the most pairs, then the
 * largest sum of IoU (assignment, not greedy). Cost: O(boxes^3).
 */
export function matchedBoxes(a: readonly LabeledBox[], b: readonly LabeledBox[], threshold: number): BoxMatch[] {
  const ious = a.flatMap((first) => b.map((second) => boxIou(first, second)));
  const admissible = ious.map((iou) => (iou >= threshold ? iou : Number.NaN));
  return Array.from(bestPairs(admissible, a.length, b.length)).flatMap((column, row) => {
    const [first, second] = [a[row], b[column]];
    return first && second ? [{ first, second, iou: ious[row * b.length + column] as number }] : [];
  });
}

/** `matchedBoxes` within each label. */
export function matchedByLabel(a: readonly LabeledBox[], b: readonly LabeledBox[], threshold: number): BoxMatch[] {
  return [...new Set(a.map((box) => box.label))].flatMap((label) =>
    matchedBoxes(
      a.filter((box) => box.label === label),
      b.filter((box) => box.label === label),
      threshold,
    ),
  );
}

/** Whether two answers mark the same: every box has its partner of equal label (F1 = 1 at this IoU); both empty, too. */
export function isSameMarking(a: readonly LabeledBox[], b: readonly LabeledBox[], threshold: number): boolean {
  return a.length === b.length && matchedByLabel(a, b, threshold).length === a.length;
}
