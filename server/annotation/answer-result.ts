import { answerText, flagReason, storedAnswer } from "@/core/annotation/answer-text";
import type { AnnotationRow } from "@/db/queries/annotations";
import type { SubmittedAnswer } from "./submit-annotations";

export type RefusalCode =
  | "claim-unknown"
  | "label-unknown"
  | "value-invalid"
  | "key-reused"
  | "nothing-to-undo"
  | "already-answered"
  | "already-skipped";

export interface AnswerResult {
  clientKey: string;
  result: "accepted" | "duplicate" | "late" | "refused";
  code: RefusalCode | null;
  /** The claim the answer stands on now, and its lease, where an undo re-opened it. */
  reopened: { claimId: number; expiresAt: number } | null;
}

export const accepted = (answer: SubmittedAnswer): AnswerResult => ({
  clientKey: answer.clientKey,
  result: "accepted",
  code: null,
  reopened: null,
});
export const refuse = (answer: SubmittedAnswer, code: RefusalCode): AnswerResult => ({
  ...accepted(answer),
  result: "refused",
  code,
});

/** A key that the server knows already: the same answer once more, or another one under a used key. */
export function repeated(answer: SubmittedAnswer, before: AnnotationRow, queueId: number): AnswerResult {
  const isSame =
    before.kind === answer.kind &&
    before.itemId === answer.itemId &&
    before.queueId === queueId &&
    storedAnswer(before.value) === (answer.kind === "label" ? answerText(answer.value) : null) &&
    flagReason(before.value) === (answer.kind === "flag" ? answer.value.reason : null);
  return isSame ? { ...accepted(answer), result: "duplicate" } : refuse(answer, "key-reused");
}
