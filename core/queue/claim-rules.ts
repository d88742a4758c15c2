import { type AnswerRule, answerRule } from "../adjudication/answer-rule";

export interface SlotState {
  /** Open and answered slots together; only ever grows. */
  slots: number;
  /** Every slot is answered and no further one opens. */
  done: boolean;
  /** Done, and the answers differ. */
  inConflict: boolean;
}

const oneLabel = answerRule("single-label", []);

/**
 * The slots of a queue item after an answer came or went.
 *
 * `overlapMin` slots are open from the start. When all open slots are answered and the answers differ, one more opens,
 * up to `overlapMax`; then the item is done, in conflict if the answers still differ. What differs is told by the rule of
 * the task, which may also ask for one more where nothing is in conflict and nothing is settled.
 *
 * @param slots slots so far. @param answers current answers of this queue that hold a slot (late ones do not), in the form of `answerText`.
 * @example slotsAfterAnswers({ overlapMin: 2, overlapMax: 3, slots: 2, answers: ["cat", "dog"] }) // { slots: 3, done: false, inConflict: false }
 */
export function slotsAfterAnswers({
  overlapMin,
  overlapMax,
  slots,
  answers,
  rule = oneLabel,
}: {
  overlapMin: number;
  overlapMax: number;
  slots: number;
  answers: readonly string[];
  /** Of the task; absent: one label, no order. */
  rule?: AnswerRule;
}): SlotState {
  const open = Math.max(slots, overlapMin);
  if (answers.length < open) return { slots: open, done: false, inConflict: false };
  const inConflict = rule.isInConflict(answers);
  const isSettled = !inConflict && !rule.isUnsettled(answers);
  if (!isSettled && open < overlapMax) return { slots: open + 1, done: false, inConflict: false };
  return { slots: open, done: true, inConflict };
}

const WINDOW_MS = 30_000;
const SMALLEST_WINDOW = 8;
const LARGEST_WINDOW = 32;

/**
 * How many items a person holds at once: about 30 seconds of work at their pace, 8 to 32, shrinking to 1 near the end.
 *
 *     min(clamp(30 s / pace, 8, 32), (free + held slots) / people - held), at least 1 for who holds none
 *
 * One at a time when fewer slots are free than people at work: nobody waits for items that lie prefetched elsewhere.
 * What a person holds already counts, so asking again and again gives nobody more than their part.
 *
 * @param medianMs the person's median time per item; null before the first answers.
 * @param openSlots slots of the queue that nobody holds. @param people at work in the queue, this one included.
 * @param held slots that this person holds and has not answered. @returns 0 to 32.
 * @example windowSize({ medianMs: 2000, openSlots: 1000, people: 3 }) // 15
 */
export function windowSize({
  medianMs,
  openSlots,
  people,
  held = 0,
}: {
  medianMs: number | null;
  openSlots: number;
  people: number;
  held?: number;
}): number {
  const wanted = medianMs === null ? SMALLEST_WINDOW : Math.round(WINDOW_MS / Math.max(1, medianMs));
  const window = Math.min(LARGEST_WINDOW, Math.max(SMALLEST_WINDOW, wanted));
  const part = Math.floor((openSlots + held) / Math.max(1, people)) - held;
  return Math.max(held > 0 ? 0 : 1, Math.min(window, part));
}
