import { and, asc, count, desc, eq, getTableColumns, gt, inArray, isNull, sql } from "drizzle-orm";
import { isAmong } from "../columns";
import { currentAnnotations } from "../schema/annotations";
import { type ItemStatus, items } from "../schema/items";
import { queueItems, queues } from "../schema/queues";
import { resolutions } from "../schema/resolutions";
import { media } from "../schema/uploads";
import type { Queryable, Transaction } from "../store";
import { asksAbout } from "./queues";

export type NewItem = typeof items.$inferInsert;
export type ItemRow = typeof items.$inferSelect;

const NEW_ITEMS = {
  table: items,
  onConflict: "skip" as const,
  returning: { id: items.id, externalId: items.externalId },
};

/** Inserts those whose external id is new; returns their ids. */
export async function insertItems(tx: Transaction, rows: NewItem[]) {
  return tx.insertMany(NEW_ITEMS, rows);
}

export async function itemsByExternalId(
  db: Queryable,
  { projectId, externalIds }: { projectId: number; externalIds: string[] },
) {
  if (externalIds.length === 0) return [];
  return db
    .select()
    .from(items)
    .where(and(eq(items.projectId, projectId), isAmong(items.externalId, externalIds)));
}

export async function itemById(db: Queryable, { projectId, itemId }: { projectId: number; itemId: number }) {
  const [row] = await db
    .select()
    .from(items)
    .where(and(eq(items.projectId, projectId), eq(items.id, itemId)));
  return row;
}

/** Project and file of an item, for the media route, which has no project in its path. */
export async function itemMedia(db: Queryable, { itemId, field }: { itemId: number; field: "image" | "audio" }) {
  const [row] = await db
    .select({ projectId: items.projectId, hash: media.sha256, contentType: media.contentType })
    .from(items)
    .innerJoin(media, eq(media.sha256, field === "audio" ? items.audioHash : items.mediaHash))
    .where(eq(items.id, itemId));
  return row;
}

/** Pages through all items in order of id, the order of every export. */
export async function itemsAfter(
  db: Queryable,
  { projectId, after, limit }: { projectId: number; after: number; limit: number },
) {
  return db
    .select()
    .from(items)
    .where(and(eq(items.projectId, projectId), gt(items.id, after)))
    .orderBy(asc(items.id))
    .limit(limit);
}

export async function itemPage(
  db: Queryable,
  {
    projectId,
    cursor,
    limit,
    status,
    given,
    resolved,
    search,
  }: {
    projectId: number;
    cursor: number | null;
    limit: number;
    status: ItemStatus | null;
    given: string | null;
    resolved: string | null;
    search: string | null;
  },
) {
  const pattern = search === null ? null : `%${search.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
  return db
    .select({
      id: items.id,
      externalId: items.externalId,
      number: items.number,
      mediaType: items.mediaType,
      text: sql<string | null>`substr(${items.text}, 1, 300)`,
      data: items.data,
      mediaHash: items.mediaHash,
      given: items.given,
      split: items.split,
      groupKey: items.groupKey,
      status: items.status,
      resolved: resolutions.label,
      source: resolutions.source,
      votes: resolutions.votes,
    })
    .from(items)
    .leftJoin(resolutions, eq(resolutions.itemId, items.id))
    .where(
      and(
        eq(items.projectId, projectId),
        cursor === null ? undefined : gt(items.id, cursor),
        status === null ? undefined : eq(items.status, status),
        given === null ? undefined : given === "" ? isNull(items.given) : eq(items.given, given),
        resolved === null ? undefined : eq(resolutions.label, resolved),
        pattern === null
          ? undefined
          : sql`(lower(${items.externalId}) like lower(${pattern}) escape '\\' or lower(${items.text}) like lower(${pattern}) escape '\\')`,
      ),
    )
    .orderBy(asc(items.id))
    .limit(limit);
}

export async function statusCounts(db: Queryable, { projectId }: { projectId: number }) {
  return db
    .select({ status: items.status, n: count() })
    .from(items)
    .where(eq(items.projectId, projectId))
    .groupBy(items.status);
}

export async function givenCounts(db: Queryable, { projectId }: { projectId: number }) {
  return db
    .select({ given: items.given, n: count() })
    .from(items)
    .where(eq(items.projectId, projectId))
    .groupBy(items.given);
}

export async function setItemStatus(tx: Transaction, { itemIds, status }: { itemIds: number[]; status: ItemStatus }) {
  await tx.update(items).set({ status }).where(isAmong(items.id, itemIds));
}

export async function setExcluded(
  tx: Transaction,
  { itemId, excludedAt, excludedReason }: { itemId: number; excludedAt: number | null; excludedReason: string | null },
) {
  await tx.update(items).set({ excludedAt, excludedReason }).where(eq(items.id, itemId));
}

export async function updateItemFields(
  tx: Transaction,
  { itemId, ...set }: { itemId: number } & Pick<NewItem, "given" | "split" | "meta" | "extra">,
) {
  await tx.update(items).set(set).where(eq(items.id, itemId));
}

const { itemId: _key, ...RESOLUTION_COLUMNS } = getTableColumns(resolutions);
const RESOLUTIONS = {
  table: resolutions,
  onConflict: { target: [resolutions.itemId], overwrite: Object.values(RESOLUTION_COLUMNS) },
  returning: { itemId: resolutions.itemId },
};

export async function upsertResolutions(tx: Transaction, rows: (typeof resolutions.$inferInsert)[]) {
  await tx.insertMany(RESOLUTIONS, rows);
}

export async function resolutionOf(db: Queryable, { itemId }: { itemId: number }) {
  const [row] = await db.select().from(resolutions).where(eq(resolutions.itemId, itemId));
  return row;
}

export async function resolutionsOf(db: Queryable, { itemIds }: { itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db.select().from(resolutions).where(isAmong(resolutions.itemId, itemIds));
}

export async function resolutionCounts(db: Queryable, { projectId }: { projectId: number }) {
  const [row] = await db
    .select({
      reviewed: count(),
      corrected: sql<number>`sum(case when ${resolutions.status} = 'corrected' then 1 else 0 end)`.mapWith(Number),
      needsDecision: sql<number>`sum(case when ${resolutions.needsDecision} then 1 else 0 end)`.mapWith(Number),
      decided:
        sql<number>`sum(case when ${resolutions.source} = 'adjudication' or ${resolutions.status} in ('undecidable', 'excluded') then 1 else 0 end)`.mapWith(
          Number,
        ),
    })
    .from(resolutions)
    .where(eq(resolutions.projectId, projectId));
  return {
    reviewed: row?.reviewed ?? 0,
    corrected: row?.corrected ?? 0,
    needsDecision: row?.needsDecision ?? 0,
    decided: row?.decided ?? 0,
  };
}

/**
 * Conflicts that nobody decided: unresolved ones first, then those that a majority settled, most uncertain first;
 * without those that the user labeled, unless asked for.
 */
export async function conflictPage(
  db: Queryable,
  { projectId, annotatorId, limit }: { projectId: number; annotatorId: number | null; limit: number },
) {
  const own = sql`exists (select 1 from ${currentAnnotations} where ${currentAnnotations.itemId} = ${resolutions.itemId} and ${currentAnnotations.annotatorId} = ${annotatorId})`;
  return db
    .select({
      itemId: resolutions.itemId,
      number: items.number,
      mediaType: items.mediaType,
      text: sql<string | null>`substr(${items.text}, 1, 160)`,
      data: items.data,
      mediaHash: items.mediaHash,
      votes: resolutions.votes,
      entropy: resolutions.entropy,
      needsDecision: resolutions.needsDecision,
    })
    .from(resolutions)
    .innerJoin(items, eq(items.id, resolutions.itemId))
    .where(
      and(
        eq(resolutions.projectId, projectId),
        eq(resolutions.inConflict, true),
        sql`${resolutions.status} in ('disputed', 'agreed', 'corrected') and coalesce(${resolutions.source}, '') <> 'adjudication'`,
        annotatorId === null ? undefined : sql`not ${own}`,
      ),
    )
    .orderBy(desc(resolutions.needsDecision), desc(resolutions.entropy), asc(resolutions.itemId))
    .limit(limit);
}

/** Text or file of many items at once, as training and queues need them. */
export async function itemContents(
  db: Queryable,
  { projectId, after, limit }: { projectId: number; after: number; limit: number },
) {
  return db
    .select({
      id: items.id,
      text: items.text,
      data: items.data,
      mediaHash: items.mediaHash,
      given: items.given,
      groupKey: items.groupKey,
      contentHash: items.contentHash,
      split: items.split,
      status: items.status,
    })
    .from(items)
    .where(and(eq(items.projectId, projectId), gt(items.id, after)))
    .orderBy(asc(items.id))
    .limit(limit);
}

/**
 * Items that people settled and that no queue asks about, newest first: what may stand as an example beside another item
 * without telling anybody an answer that they still have to give.
 */
export async function settledExamples(db: Queryable, { projectId, limit }: { projectId: number; limit: number }) {
  const isAsked = sql`exists (select 1 from ${queueItems} join ${queues} on ${queues.id} = ${queueItems.queueId} where ${queueItems.itemId} = ${items.id} and ${asksAbout})`;
  return db
    .select({ id: items.id, label: resolutions.label, contentHash: items.contentHash })
    .from(resolutions)
    .innerJoin(items, eq(items.id, resolutions.itemId))
    .where(
      and(
        eq(resolutions.projectId, projectId),
        inArray(resolutions.status, ["agreed", "corrected"]),
        inArray(resolutions.source, ["consensus", "adjudication"]),
        sql`not ${isAsked}`,
      ),
    )
    .orderBy(desc(items.id))
    .limit(limit);
}

/** By the opaque numbers, which are dense: a random sample without walking the table. */
export async function itemsByNumbers(db: Queryable, { projectId, numbers }: { projectId: number; numbers: number[] }) {
  if (numbers.length === 0) return [];
  return db
    .select()
    .from(items)
    .where(and(eq(items.projectId, projectId), isAmong(items.number, numbers)))
    .orderBy(asc(items.number));
}

export async function itemsByIds(db: Queryable, { projectId, itemIds }: { projectId: number; itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .select()
    .from(items)
    .where(and(eq(items.projectId, projectId), isAmong(items.id, itemIds)));
}
