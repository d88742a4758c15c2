import { z } from "zod";
import { AnswerText } from "@/core/annotation/annotation-value";
import { answerProblem } from "@/core/annotation/answer-problem";
import { answerText, answerValue, labelsNamed } from "@/core/annotation/answer-text";
import type { Task } from "@/core/label-set/label-set";
import {
  adjudicationsOf,
  commentsOf,
  evidenceOf,
  firstAnswer,
  insertAdjudication,
  insertFirstAnswer,
} from "@/db/queries/adjudications";
import { currentOfItems } from "@/db/queries/annotations";
import { annotatorOfUser } from "@/db/queries/annotators";
import { holdsClaim } from "@/db/queries/claims";
import { conflictPage, type ItemRow, itemById, resolutionCounts, resolutionOf, setExcluded } from "@/db/queries/items";
import { predictionsOfItems, projectRuns } from "@/db/queries/models";
import { lockEvents, projectLabels, setEventSeq } from "@/db/queries/projects";
import { projectQueues } from "@/db/queries/queues";
import type { Queryable } from "@/db/store";
import { answerLimits } from "../annotation/answer-limits";
import { writeAudit } from "../audit";
import { refreshResolutions } from "../consensus/refresh-resolutions";
import { withPreview } from "../dataset/item-preview";
import { conflict, invalid, notFound, OperationError } from "../errors";
import { payloadOf } from "../media/item-payload";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { classOf } from "../prediction/read-predictions";

export const ConflictsInput = z.strictObject({
  projectId: Id,
  includeOwn: z.boolean().default(false),
  limit: z.int().min(1).max(200).default(100),
});

/** Unresolved conflicts, most uncertain first; those the adjudicator labeled only on demand. */
export async function listConflicts({ store, actor }: OperationContext, input: z.output<typeof ConflictsInput>) {
  const { projectId, includeOwn, limit } = input;
  await authorize(store.read, { actor, projectId, operation: "adjudication.decide" });
  const own = await annotatorOfUser(store.read, { projectId, userId: actor.userId });
  const counts = await resolutionCounts(store.read, { projectId });
  const rows = await conflictPage(store.read, { projectId, annotatorId: includeOwn ? null : (own?.id ?? null), limit });
  return {
    open: counts.needsDecision,
    settled: counts.decided,
    // which labels compete is evidence: it comes with the first answer
    rows: rows.map(withPreview).map(({ itemId, number, text, mediaType, mediaHash, needsDecision }) => ({
      itemId,
      number,
      text,
      media: mediaType,
      hasImage: mediaHash !== null,
      needsDecision,
    })),
  };
}

export const ItemInput = z.strictObject({ projectId: Id, itemId: Id });

async function versionOf(db: Queryable, itemId: number) {
  const decisions = await adjudicationsOf(db, { itemIds: [itemId] });
  return { decisions, version: decisions.at(-1)?.adjudication.version ?? 0 };
}

/** Others' answers are shown only on items that one neither holds nor could still claim. */
async function refuseWhileOpen(
  db: Queryable,
  { projectId, itemId, userId }: { projectId: number; itemId: number; userId: number },
) {
  const own = await annotatorOfUser(db, { projectId, userId });
  if (own && (await holdsClaim(db, { itemId, annotatorId: own.id })))
    throw new OperationError("forbidden", "You hold this item in a queue. Label it there, or give it back first.");
}

/** The item as the adjudicator first sees it: without any evidence until their own answer is there. */
export async function openConflict(
  { store, actor }: OperationContext,
  { projectId, itemId }: z.infer<typeof ItemInput>,
) {
  const project = await authorize(store.read, { actor, projectId, operation: "adjudication.decide" });
  const item = await itemById(store.read, { projectId, itemId });
  if (!item) throw notFound("item");
  await refuseWhileOpen(store.read, { projectId, itemId, userId: actor.userId });
  const { version } = await versionOf(store.read, itemId);
  const own = await firstAnswer(store.read, { itemId, userId: actor.userId, version });
  const visible = new Set(project.settings.visibleMeta);
  return {
    itemId,
    number: item.number,
    media: item.mediaType,
    hasImage: item.mediaHash !== null,
    ...payloadOf(item),
    meta: Object.entries(item.meta ?? {}).filter(([key]) => visible.has(key)),
    version,
    firstAnswer: own ?? null,
    evidence: own === undefined ? null : await readEvidence(store.read, { projectId, itemId, given: item.given }),
  };
}

async function readEvidence(
  db: Queryable,
  { projectId, itemId, given }: { projectId: number; itemId: number; given: string | null },
) {
  const runs = new Map((await projectRuns(db, { projectId })).map((run) => [run.id, run]));
  const queues = new Map((await projectQueues(db, { projectId })).map((queue) => [queue.id, queue.name]));
  const resolution = await resolutionOf(db, { itemId });
  const { decisions } = await versionOf(db, itemId);
  return {
    given,
    answers: (await evidenceOf(db, { projectId, itemId })).map((row) => ({
      ...row,
      queue: queues.get(row.queueId) ?? null,
    })),
    predictions: (await predictionsOfItems(db, { itemIds: [itemId] })).flatMap((row) => {
      const run = runs.get(row.runId);
      if (!run) return [];
      const { outOfSample, source } = run;
      const model = `${run.modelName} ${run.modelVersion}`;
      return [{ model, label: classOf(row), confidence: row.confidence, outOfSample, source }];
    }),
    posterior: resolution?.posterior ?? [],
    comments: await commentsOf(db, { projectId, itemId, userId: null }),
    decisions: decisions.map(({ adjudication, byName }) => ({
      version: adjudication.version,
      decision: adjudication.decision,
      label: adjudication.label,
      reason: adjudication.reason,
      by: byName,
      createdAt: adjudication.createdAt,
    })),
  };
}

export const FirstAnswerInput = z.strictObject({
  projectId: Id,
  itemId: Id,
  version: z.int().min(0),
  label: AnswerText,
});

/** The answer in its fixed form, or the reason why it is none to this item. Retired labels stay out of new answers. */
async function checkedAnswer(
  db: Queryable,
  { projectId, task, item, text }: { projectId: number; task: Task; item: ItemRow; text: string },
): Promise<string> {
  const value = answerValue(text);
  const labels = await projectLabels(db, { projectId });
  const problem = answerProblem(value, answerLimits({ task, labels }, item, { allowsBoth: false }));
  if (problem) throw invalid(problem.message, "label");
  const retired = labels.find((label) => label.retiredAt !== null && labelsNamed(value).includes(label.key));
  if (retired) throw invalid(`The label "${retired.name}" was retired.`, "label");
  return answerText(value);
}

/** Keeps the adjudicator's own answer, given before the evidence; it cannot be changed afterwards. */
export async function giveFirstAnswer(context: OperationContext, input: z.infer<typeof FirstAnswerInput>) {
  const { store, actor, now } = context;
  const { projectId, itemId, version } = input;
  await store.transaction(async (tx) => {
    const { task } = await authorize(tx, { actor, projectId, operation: "adjudication.decide" });
    const item = await itemById(tx, { projectId, itemId });
    if (!item) throw notFound("item");
    await refuseWhileOpen(tx, { projectId, itemId, userId: actor.userId });
    const label = await checkedAnswer(tx, { projectId, task, item, text: input.label });
    await lockEvents(tx, { projectId });
    const current = (await versionOf(tx, itemId)).version;
    if (current !== version)
      throw conflict(`Somebody decided this item meanwhile (version ${current}). Open it again.`);
    await insertFirstAnswer(tx, { itemId, userId: actor.userId, version, label, createdAt: now });
    await writeAudit(tx, { actor, now }, { projectId, action: "adjudication.first-answer", subject: `item ${itemId}` });
  });
  return openConflict(context, { projectId, itemId });
}

export const AdjudicateInput = z
  .strictObject({
    projectId: Id,
    itemId: Id,
    expectedVersion: z.int().min(0),
    decision: z.enum(["label", "undecidable", "exclude"]),
    label: AnswerText.nullable().default(null),
    reason: z.string().trim().max(4000).default(""),
    rule: z.string().trim().max(200).nullable().default(null),
    seen: z.array(Id).max(1000),
  })
  .refine((input) => (input.decision === "label") === (input.label !== null), {
    message: "A label goes with the decision for a label, and with no other.",
    path: ["label"],
  })
  .refine((input) => input.decision !== "exclude" || input.reason.length > 0, {
    message: "Taking an item out of the data set needs a reason.",
    path: ["reason"],
  });

/** Decides a conflict, with a version check; the decision names the answers it saw and stays in the history. */
export async function adjudicateItem({ store, actor, now }: OperationContext, input: z.output<typeof AdjudicateInput>) {
  const { projectId, itemId, expectedVersion, decision, reason, rule, seen } = input;
  return store.transaction(async (tx) => {
    const { task } = await authorize(tx, { actor, projectId, operation: "adjudication.decide" });
    const item = await itemById(tx, { projectId, itemId });
    if (!item) throw notFound("item");
    const seq = await lockEvents(tx, { projectId });
    const { version } = await versionOf(tx, itemId);
    if (version !== expectedVersion)
      throw conflict(
        `This item was decided meanwhile: it is at version ${version}, you saw version ${expectedVersion}.`,
      );
    const own = await firstAnswer(tx, { itemId, userId: actor.userId, version });
    if (own === undefined) throw invalid("Answer first yourself: the evidence comes after that.");
    const label = input.label === null ? null : await checkedAnswer(tx, { projectId, task, item, text: input.label });
    const standing = new Set((await currentOfItems(tx, { itemIds: [itemId] })).map((row) => row.annotationId));
    await insertAdjudication(tx, {
      projectId,
      seq: seq + 1,
      itemId,
      version: version + 1,
      decision,
      label,
      ownFirstAnswer: own,
      reason,
      rule,
      seenAnnotations: seen.filter((id) => standing.has(id)),
      userId: actor.userId,
      createdAt: now,
    });
    await setEventSeq(tx, { projectId, eventSeq: seq + 1 });
    if (decision === "exclude") await setExcluded(tx, { itemId, excludedAt: now, excludedReason: reason });
    else if (item.excludedAt !== null) await setExcluded(tx, { itemId, excludedAt: null, excludedReason: null });
    await refreshResolutions(tx, { projectId, itemIds: [itemId], now });
    await writeAudit(
      tx,
      { actor, now },
      { projectId, action: "adjudication.decide", subject: `item ${itemId}`, data: { decision, version: version + 1 } },
    );
    return { version: version + 1 };
  });
}
