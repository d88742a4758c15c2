import { and, asc, count, eq, gt, inArray, sql } from "drizzle-orm";
import { items } from "../schema/items";
import { queueItems, queues } from "../schema/queues";
import { resolutions } from "../schema/resolutions";
import type { Queryable, Transaction } from "../store";

export type QueueRow = typeof queues.$inferSelect;

/** A queue still asks somebody about an item: of a row of `queue_items` beside its queue. */
export const asksAbout = sql`(${queueItems.state} = 'open' and ${queues.state} <> 'closed')`;

export async function insertQueue(tx: Transaction, values: typeof queues.$inferInsert) {
  const [row] = await tx.insert(queues).values(values).returning({ id: queues.id });
  if (!row) throw new Error("the queue was not stored");
  return row.id;
}

export async function insertQueueItems(tx: Transaction, rows: (typeof queueItems.$inferInsert)[]) {
  if (rows.length > 0) await tx.insert(queueItems).values(rows);
}

/** For a filling that a crash interrupted. */
export async function clearQueueItems(tx: Transaction, { queueId }: { queueId: number }) {
  await tx.delete(queueItems).where(eq(queueItems.queueId, queueId));
}

export async function queueById(db: Queryable, { projectId, queueId }: { projectId: number; queueId: number }) {
  const [row] = await db
    .select()
    .from(queues)
    .where(and(eq(queues.projectId, projectId), eq(queues.id, queueId)));
  return row;
}

export async function projectQueues(db: Queryable, { projectId }: { projectId: number }) {
  return db.select().from(queues).where(eq(queues.projectId, projectId)).orderBy(asc(queues.id));
}

export async function updateQueue(
  tx: Transaction,
  { queueId, ...set }: { queueId: number } & Partial<Pick<QueueRow, "state" | "total" | "name" | "title">>,
) {
  await tx.update(queues).set(set).where(eq(queues.id, queueId));
}

/** Changes the kept counters by what one transaction caused. */
export async function addToQueue(
  tx: Transaction,
  { queueId, done, inConflict, judgements }: { queueId: number; done: number; inConflict: number; judgements: number },
) {
  if (done === 0 && inConflict === 0 && judgements === 0) return;
  await tx
    .update(queues)
    .set({
      done: sql`${queues.done} + ${done}`,
      inConflict: sql`${queues.inConflict} + ${inConflict}`,
      judgements: sql`${queues.judgements} + ${judgements}`,
    })
    .where(eq(queues.id, queueId));
}

export async function queueItemPage(
  db: Queryable,
  {
    queueId,
    after,
    limit,
    state,
  }: { queueId: number; after: number; limit: number; state: "open" | "done" | "attention" | null },
) {
  return db
    .select({
      itemId: queueItems.itemId,
      rank: queueItems.rank,
      reason: queueItems.reason,
      slots: queueItems.slots,
      answers: queueItems.answers,
      skips: queueItems.skips,
      state: queueItems.state,
      inConflict: queueItems.inConflict,
      externalId: items.externalId,
      mediaType: items.mediaType,
      text: sql<string | null>`substr(${items.text}, 1, 240)`,
      data: items.data,
      mediaHash: items.mediaHash,
      given: items.given,
      status: items.status,
      resolved: resolutions.label,
    })
    .from(queueItems)
    .innerJoin(items, eq(items.id, queueItems.itemId))
    .leftJoin(resolutions, eq(resolutions.itemId, queueItems.itemId))
    .where(
      and(
        eq(queueItems.queueId, queueId),
        gt(queueItems.rank, after),
        state === null ? undefined : eq(queueItems.state, state),
      ),
    )
    .orderBy(asc(queueItems.rank))
    .limit(limit);
}

/** The rank of a queue's last item; 0 where it has none. */
export async function lastRank(db: Queryable, { queueId }: { queueId: number }) {
  const [row] = await db
    .select({ rank: sql<number>`coalesce(max(${queueItems.rank}), 0)`.mapWith(Number) })
    .from(queueItems)
    .where(eq(queueItems.queueId, queueId));
  return row?.rank ?? 0;
}

export async function queueItemsOf(db: Queryable, { queueId, itemIds }: { queueId: number; itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .select()
    .from(queueItems)
    .where(and(eq(queueItems.queueId, queueId), inArray(queueItems.itemId, itemIds)))
    .orderBy(asc(queueItems.itemId));
}

/** Of these items, those that some queue still asks an answer for. */
export async function openItemIds(db: Queryable, { itemIds }: { itemIds: number[] }) {
  const rows = await db
    .selectDistinct({ itemId: queueItems.itemId })
    .from(queueItems)
    .where(and(inArray(queueItems.itemId, itemIds), eq(queueItems.state, "open")));
  return new Set(rows.map((row) => row.itemId));
}

export async function setQueueItem(
  tx: Transaction,
  {
    queueId,
    itemId,
    ...set
  }: {
    queueId: number;
    itemId: number;
    slots: number;
    answers: number;
    skips: number;
    state: "open" | "done" | "attention";
    inConflict: boolean;
  },
) {
  await tx
    .update(queueItems)
    .set(set)
    .where(and(eq(queueItems.queueId, queueId), eq(queueItems.itemId, itemId)));
}

export async function openSlots(db: Queryable, { queueId }: { queueId: number }) {
  const [row] = await db
    .select({
      slots: sql<number>`coalesce(sum(${queueItems.slots} - ${queueItems.answers}), 0)`.mapWith(Number),
      items: count(),
    })
    .from(queueItems)
    .where(and(eq(queueItems.queueId, queueId), sql`state = 'open'`));
  return { slots: row?.slots ?? 0, items: row?.items ?? 0 };
}
