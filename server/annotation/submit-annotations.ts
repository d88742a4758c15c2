import { z } from "zod";
import { answerRule } from "@/core/adjudication/answer-rule";
import { AnnotationValue, FlagReason, MAX_NOTE_LENGTH } from "@/core/annotation/annotation-value";
import { LabelKey } from "@/core/label-set/label-set";
import { isDuplicate } from "@/db/errors";
import { lockEvents, projectById, projectLabels, setEventSeq } from "@/db/queries/projects";
import { refreshResolutions } from "../consensus/refresh-resolutions";
import { Id, type OperationContext } from "../operation";
import { PageOwner, requireOwner, requireQueue } from "../queue/queue-access";
import type { AnswerResult } from "./answer-result";
import { SubmissionDesk } from "./submission-desk";

const base = {
  clientKey: z.uuid(),
  claimId: Id,
  itemId: Id,
  certainty: z.enum(["sure", "unsure"]).default("sure"),
  durationMs: z.int().min(0).max(86_400_000).nullable(),
  clientTime: z.int().min(0).max(4_102_444_800_000),
  /** The suggestion that was on the screen, where the browser computed it and no heartbeat carried it. */
  shown: z
    .strictObject({ label: LabelKey, confidence: z.number().min(0).max(1), runId: Id.nullable() })
    .nullable()
    .default(null),
};

export const SubmittedAnswer = z.discriminatedUnion("kind", [
  z.strictObject({ ...base, kind: z.literal("label"), value: AnnotationValue }),
  z.strictObject({ ...base, kind: z.literal("skip"), value: z.strictObject({}) }),
  z.strictObject({
    ...base,
    kind: z.literal("flag"),
    value: z.strictObject({ reason: FlagReason }),
    /** In the person's own words, for managers. */
    note: z.string().trim().max(MAX_NOTE_LENGTH).nullable().default(null),
  }),
  z.strictObject({ ...base, kind: z.literal("undo"), value: z.strictObject({}) }),
]);
export type SubmittedAnswer = z.output<typeof SubmittedAnswer>;

export const SubmitAnnotationsInput = z.strictObject({
  projectId: Id,
  queueId: Id,
  answers: z.array(SubmittedAnswer).min(1).max(50),
  userId: PageOwner,
});
export type SubmitAnnotationsInput = z.output<typeof SubmitAnnotationsInput>;

async function submitOnce(
  { store, actor, now }: OperationContext,
  input: SubmitAnnotationsInput,
): Promise<AnswerResult[]> {
  const { projectId, queueId, answers } = input;
  return store.transaction(async (tx) => {
    const { queue, annotatorId } = await requireQueue(tx, {
      actor,
      projectId,
      queueId,
      operation: "annotation.submit",
    });
    // the project's row lock puts submits in one order; numbers are given in it
    const seq = await lockEvents(tx, { projectId });
    const labels = await projectLabels(tx, { projectId });
    const { task = "single-label" } = (await projectById(tx, projectId)) ?? {};
    const keys = labels.map((label) => label.key);
    const at = {
      projectId,
      queue,
      annotatorId,
      userId: actor.userId,
      task,
      labels,
      rule: answerRule(task, keys),
      seq,
      now,
    };
    const desk = new SubmissionDesk(tx, at);
    await desk.load(answers);
    const results: AnswerResult[] = [];
    for (const answer of answers) results.push(await desk.take(answer));
    await desk.finish();
    if (desk.seq !== seq) await setEventSeq(tx, { projectId, eventSeq: desk.seq });
    await refreshResolutions(tx, { projectId, itemIds: [...desk.touched], now });
    return results;
  });
}

/**
 * Stores a batch of answers with one result per key: accepted, duplicate, late or refused, never a whole-batch
 * failure. The reply is sent after COMMIT.
 */
export async function submitAnnotations(context: OperationContext, input: SubmitAnnotationsInput) {
  requireOwner(context.actor, input.userId);
  for (let attempt = 0; ; attempt++) {
    try {
      return { results: await submitOnce(context, input) };
    } catch (error) {
      // a claim took the slot, or the same key arrived on another connection: now it can be seen
      if (!isDuplicate(error) || attempt >= 3) throw error;
    }
  }
}
