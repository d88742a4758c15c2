import { and, asc, count, countDistinct, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { column, dialect } from "../columns";
import { claims, queueItems } from "../schema/queues";
import type { Queryable, Transaction } from "../store";

export type ClaimRow = typeof claims.$inferSelect;

/** Just the columns that the one claiming statement fills: an INSERT ... SELECT must name every column of its table. */
const newClaims = column.table("claims", {
  id: column.id(),
  queueId: column.int("queue_id").notNull(),
  itemId: column.int("item_id").notNull(),
  slot: column.int("slot").notNull(),
  annotatorId: column.int("annotator_id").notNull(),
  state: column.str("state").notNull(),
  expiresAt: column.int("expires_at").notNull(),
  claimedAt: column.int("claimed_at").notNull(),
});
const filled = column.table("claims", {
  queueId: column.int("queue_id").notNull(),
  itemId: column.int("item_id").notNull(),
  slot: column.int("slot").notNull(),
  annotatorId: column.int("annotator_id").notNull(),
  state: column.str("state").notNull(),
  expiresAt: column.int("expires_at").notNull(),
  claimedAt: column.int("claimed_at").notNull(),
});

const held = sql`select 1 from claims h where h.queue_id = ${queueItems.queueId} and h.item_id = ${queueItems.itemId} and h.state in ('active', 'answered')`;
const lowestFreeSlot = sql`case when not exists (${held} and h.slot = 1) then 1 else (
  select min(h.slot) + 1 from claims h
  where h.queue_id = ${queueItems.queueId} and h.item_id = ${queueItems.itemId} and h.state in ('active', 'answered')
    and not exists (select 1 from claims n where n.queue_id = h.queue_id and n.item_id = h.item_id
      and n.slot = h.slot + 1 and n.state in ('active', 'answered'))) end`;

/**
 * Claims up to `max` open items in rank order, each in its lowest free slot, in ONE statement; two partial UNIQUE
 * indexes are the second wall, and a conflict costs a row, not an error. Left out: items the annotator holds or has
 * answered here, and those they skipped or flagged without taking it back.
 */
export async function insertClaims(
  tx: Transaction,
  {
    queueId,
    annotatorId,
    max,
    now,
    expiresAt,
  }: { queueId: number; annotatorId: number; max: number; now: number; expiresAt: number },
) {
  const open = tx
    .select({
      queueId: queueItems.queueId,
      itemId: queueItems.itemId,
      slot: sql<number>`${lowestFreeSlot}`.as("slot"),
      annotatorId: sql<number>`cast(${annotatorId} as bigint)`.as("annotator_id"),
      state: sql<string>`'active'`.as("state"),
      expiresAt: sql<number>`cast(${expiresAt} as bigint)`.as("expires_at"),
      claimedAt: sql<number>`cast(${now} as bigint)`.as("claimed_at"),
    })
    .from(queueItems)
    .where(
      and(
        eq(queueItems.queueId, queueId),
        sql`${queueItems.state} = 'open'`,
        sql`not exists (${held} and h.annotator_id = ${annotatorId})`,
        sql`(select count(*) from claims h where h.queue_id = ${queueItems.queueId} and h.item_id = ${queueItems.itemId}
          and h.state in ('active', 'answered')) < ${queueItems.slots}`,
        sql`not exists (select 1 from current_annotations c where c.queue_id = ${queueItems.queueId}
          and c.item_id = ${queueItems.itemId} and c.annotator_id = ${annotatorId})`,
        sql`not exists (select 1 from annotations s where s.queue_id = ${queueItems.queueId} and s.item_id = ${queueItems.itemId}
          and s.annotator_id = ${annotatorId} and s.kind in ('skip', 'flag')
          and not exists (select 1 from annotations u where u.queue_id = s.queue_id and u.item_id = s.item_id
            and u.annotator_id = s.annotator_id and u.seq > s.seq and u.kind = 'undo'))`,
      ),
    )
    .orderBy(asc(queueItems.rank))
    .limit(max);
  const locked = dialect === "postgres" ? open.for("update", { of: queueItems, skipLocked: true }) : open;
  return tx
    .insert(filled)
    .select(locked)
    .onConflictDoNothing()
    .returning({ id: newClaims.id, itemId: filled.itemId, slot: filled.slot });
}

/** Turns leases that ran out into `expired`, which frees their slots. */
export async function expireClaims(tx: Transaction, { queueId, now }: { queueId: number; now: number }) {
  const rows = await tx
    .update(claims)
    .set({ state: "expired" })
    .where(and(eq(claims.queueId, queueId), sql`${claims.state} = 'active'`, lt(claims.expiresAt, now)))
    .returning({ id: claims.id });
  return rows.length;
}

export async function setClaimRecord(
  tx: Transaction,
  {
    claimId,
    ...set
  }: { claimId: number } & Pick<
    ClaimRow,
    | "arm"
    | "armProbability"
    | "blindItem"
    | "suggestionRun"
    | "suggestion"
    | "suggestionConfidence"
    | "labelSetVersion"
    | "guidelineVersion"
    | "question"
    | "candidates"
  >,
) {
  await tx.update(claims).set(set).where(eq(claims.id, claimId));
}

/** Changes a claim only if it still is in the state that was read; false if it is not. */
export async function moveClaim(
  tx: Transaction,
  {
    claimId,
    from,
    ...set
  }: { claimId: number; from: ClaimRow["state"] } & Partial<Pick<ClaimRow, "state" | "slot" | "expiresAt">>,
) {
  const rows = await tx
    .update(claims)
    .set(set)
    .where(and(eq(claims.id, claimId), eq(claims.state, from)))
    .returning({ id: claims.id });
  return rows.length === 1;
}

/** What the page was going to show, reported by the browser that computed it; only once, and only in the assisted arm. */
export async function setShownSuggestion(
  tx: Transaction,
  {
    claimId,
    annotatorId,
    ...set
  }: {
    claimId: number;
    annotatorId: number;
    suggestion: string;
    suggestionConfidence: number;
    suggestionRun: number | null;
  },
) {
  await tx
    .update(claims)
    .set(set)
    .where(
      and(
        eq(claims.id, claimId),
        eq(claims.annotatorId, annotatorId),
        eq(claims.arm, "assisted"),
        sql`${claims.suggestion} is null`,
      ),
    );
}

export async function claimsOf(db: Queryable, { claimIds }: { claimIds: number[] }) {
  if (claimIds.length === 0) return [];
  return db.select().from(claims).where(inArray(claims.id, claimIds));
}

/** All slot holders of the items, locked on PostgreSQL through their queue items. */
export async function slotHolders(db: Queryable, { queueId, itemIds }: { queueId: number; itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .select()
    .from(claims)
    .where(
      and(eq(claims.queueId, queueId), inArray(claims.itemId, itemIds), sql`${claims.state} in ('active', 'answered')`),
    );
}

/** Locks the queue's items against claims until COMMIT; on SQLite there is one writer anyway. */
export async function lockQueueItems(tx: Transaction, { queueId, itemIds }: { queueId: number; itemIds: number[] }) {
  const rows = tx
    .select()
    .from(queueItems)
    .where(and(eq(queueItems.queueId, queueId), inArray(queueItems.itemId, itemIds)))
    .orderBy(asc(queueItems.itemId));
  return dialect === "postgres" ? rows.for("update") : rows;
}

export async function activeClaims(
  db: Queryable,
  { queueId, annotatorId, now }: { queueId: number; annotatorId: number; now: number },
) {
  return db
    .select()
    .from(claims)
    .where(
      and(
        eq(claims.queueId, queueId),
        eq(claims.annotatorId, annotatorId),
        sql`${claims.state} = 'active'`,
        gt(claims.expiresAt, now),
      ),
    )
    .orderBy(asc(claims.id));
}

export async function extendActive(
  tx: Transaction,
  {
    queueId,
    annotatorId,
    claimIds,
    expiresAt,
  }: { queueId: number; annotatorId: number; claimIds: number[]; expiresAt: number },
) {
  if (claimIds.length === 0) return [];
  return tx
    .update(claims)
    .set({ expiresAt })
    .where(
      and(
        inArray(claims.id, claimIds),
        eq(claims.queueId, queueId),
        eq(claims.annotatorId, annotatorId),
        sql`${claims.state} = 'active'`,
      ),
    )
    .returning({ id: claims.id });
}

export async function releaseActive(
  tx: Transaction,
  { queueId, annotatorId, claimIds }: { queueId: number; annotatorId: number; claimIds: number[] },
) {
  if (claimIds.length === 0) return [];
  return tx
    .update(claims)
    .set({ state: "released" })
    .where(
      and(
        inArray(claims.id, claimIds),
        eq(claims.queueId, queueId),
        eq(claims.annotatorId, annotatorId),
        sql`${claims.state} = 'active'`,
      ),
    )
    .returning({ id: claims.id });
}

/** People who hold a lease in the queue or the project right now. */
export async function peopleAtWork(db: Queryable, { queueIds, now }: { queueIds: number[]; now: number }) {
  if (queueIds.length === 0) return 0;
  const [row] = await db
    .select({ n: countDistinct(claims.annotatorId) })
    .from(claims)
    .where(and(inArray(claims.queueId, queueIds), sql`${claims.state} = 'active'`, gt(claims.expiresAt, now)));
  return row?.n ?? 0;
}

/** May the annotator still get the item in this or another open queue, or holds it? Then others' answers stay hidden. */
export async function holdsClaim(db: Queryable, { itemId, annotatorId }: { itemId: number; annotatorId: number }) {
  const [row] = await db
    .select({ n: count() })
    .from(claims)
    .where(and(eq(claims.itemId, itemId), eq(claims.annotatorId, annotatorId), sql`${claims.state} = 'active'`));
  return (row?.n ?? 0) > 0;
}

/** An annotator sees an item's file while a claim of theirs exists, whatever its state. */
export async function mayAnnotatorSee(db: Queryable, { itemId, annotatorId }: { itemId: number; annotatorId: number }) {
  const rows = await db
    .select({ id: claims.id })
    .from(claims)
    .where(and(eq(claims.itemId, itemId), eq(claims.annotatorId, annotatorId)))
    .limit(1);
  return rows.length > 0;
}
