import { z } from "zod";
import { flagReason } from "@/core/annotation/answer-text";
import { standingFlags } from "@/db/queries/annotations";
import { peopleAtWork } from "@/db/queries/claims";
import { projectQueues, queueById, queueItemPage, updateQueue } from "@/db/queries/queues";
import { writeAudit } from "../audit";
import { withPreview } from "../dataset/item-preview";
import { conflict, notFound } from "../errors";
import { Id, Limit, type OperationContext, type ProjectInput } from "../operation";
import { authorize } from "../permission";

export async function listQueues({ store, actor, now }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  await authorize(store.read, { actor, projectId, operation: "queue.read" });
  const rows = await projectQueues(store.read, { projectId });
  return Promise.all(
    rows.map(async (queue) => ({ ...queue, working: await peopleAtWork(store.read, { queueIds: [queue.id], now }) })),
  );
}

export const QueueItemsInput = z.strictObject({
  projectId: Id,
  queueId: Id,
  cursor: z.int().min(0).default(0),
  limit: Limit.default(50),
  state: z.enum(["open", "done", "attention"]).nullable().default(null),
});

/** A queue and a page of its items with their reasons; for managers, never for annotators. */
export async function readQueue({ store, actor }: OperationContext, input: z.output<typeof QueueItemsInput>) {
  const { projectId, queueId, cursor, limit, state } = input;
  await authorize(store.read, { actor, projectId, operation: "queue.read" });
  const queue = await queueById(store.read, { projectId, queueId });
  if (!queue) throw notFound("queue");
  const rows = await queueItemPage(store.read, { queueId, after: cursor, limit: limit + 1, state });
  const page = rows.slice(0, limit);
  return { queue, rows: page.map(withPreview), nextCursor: rows.length > limit ? (page.at(-1)?.rank ?? null) : null };
}

export const QueueStateInput = z.strictObject({
  projectId: Id,
  queueId: Id,
  state: z.enum(["open", "paused", "closed"]),
});

export async function setQueueState({ store, actor, now }: OperationContext, input: z.infer<typeof QueueStateInput>) {
  const { projectId, queueId, state } = input;
  await store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "queue.manage" });
    const queue = await queueById(tx, { projectId, queueId });
    if (!queue) throw notFound("queue");
    if (queue.state === "filling") throw conflict("The queue is still being filled.");
    await updateQueue(tx, { queueId, state });
    await writeAudit(tx, { actor, now }, { projectId, action: "queue.state", subject: queue.name, data: { state } });
  });
}

/** Items that somebody flagged and nobody cleared. */
export async function listFlags({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  await authorize(store.read, { actor, projectId, operation: "queue.manage" });
  const flags = await standingFlags(store.read, { projectId, limit: 200 });
  return flags.map(({ value, ...flag }) => ({ ...flag, reason: flagReason(value) }));
}
