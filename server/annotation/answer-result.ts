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
