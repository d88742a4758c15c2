import { CallError, labelCalls } from "@/app/_trpc/label-calls";
import { answerValue } from "@/core/annotation/answer-text";
import type { OutboxAnswer, SendResult } from "./outbox";
import type { SendFailure } from "./outbox-sender";

const TIMEOUT_MS = 30_000;

const asInput = ({
  projectId: _project,
  queueId: _queue,
  number: _number,
  label,
  reason,
  note,
  kind,
  ...answer
}: OutboxAnswer) => {
  if (kind === "label") return { ...answer, kind, value: answerValue(label ?? "") } as const;
  if (kind === "flag") return { ...answer, kind, note, value: { reason: reason ?? "unclear" } } as const;
  return { ...answer, kind, value: {} } as const;
};

/** Answers of one queue as the server takes them, for the person who gave them and nobody else. */
export function submitInput(userId: number, answers: readonly OutboxAnswer[]) {
  const { projectId = 0, queueId = 0 } = answers[0] ?? {};
  return { projectId, queueId, userId, answers: answers.map(asInput) };
}

export async function submitAnswers(userId: number, answers: readonly OutboxAnswer[]): Promise<readonly SendResult[]> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return (await labelCalls.submit.mutate(submitInput(userId, answers), { signal })).results;
}

/** What the server said no with; undefined when it did not answer. */
export function refusalOf(error: unknown): { code: string; field: unknown } | undefined {
  return error instanceof CallError && error.code !== null ? { code: error.code, field: error.field } : undefined;
}

const NEVER: Record<string, string> = {
  BAD_REQUEST: "not-valid",
  FORBIDDEN: "not-allowed",
  NOT_FOUND: "queue-gone",
  PAYLOAD_TOO_LARGE: "too-large",
};

export function classifyFailure(error: unknown): SendFailure {
  const refusal = refusalOf(error);
  if (refusal?.code === "UNAUTHORIZED") return { kind: "wait", problem: "signed-out" };
  if (refusal?.field === "userId") return { kind: "wait", problem: "other-person" };
  const code = NEVER[refusal?.code ?? ""];
  return code === undefined ? { kind: "wait", problem: "offline" } : { kind: "refused", code };
}
