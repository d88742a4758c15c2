import { and, asc, count, desc, eq, gt, inArray, lt, notInArray, sql } from "drizzle-orm";
import { dialect, isAmong } from "../columns";
import { inferenceLeases, inferenceShards } from "../schema/inference";
import type { Queryable, Transaction } from "../store";

export type InferenceShardRow = typeof inferenceShards.$inferSelect;
export type InferenceLeaseRow = typeof inferenceLeases.$inferSelect;

const NEW_SHARDS = { table: inferenceShards, onConflict: "fail" as const, returning: { id: inferenceShards.id } };

export async function insertShards(tx: Transaction, rows: (typeof inferenceShards.$inferInsert)[]) {
  await tx.insertMany(NEW_SHARDS, rows);
}

/** Leases that ran out: their shards wait for the next browser. */
export async function expireLeases(tx: Transaction, { runIds, now }: { runIds: number[]; now: number }) {
  if (runIds.length === 0) return;
  const rows = await tx
    .update(inferenceLeases)
    .set({ state: "expired" })
    .where(
      and(
        inArray(inferenceLeases.runId, runIds),
        sql`${inferenceLeases.state} = 'active'`,
        lt(inferenceLeases.expiresAt, now),
      ),
    )
    .returning({ shardId: inferenceLeases.shardId });
  await reopenShards(tx, { shardIds: rows.map((row) => row.shardId) });
}

/** What was under way is to do again; what waits for its check, or is done, stays. */
async function reopenShards(tx: Transaction, { shardIds }: { shardIds: number[] }) {
  if (shardIds.length === 0) return;
  await tx
    .update(inferenceShards)
    .set({ state: sql`case when ${inferenceShards.state} = 'checking' then 'computed' else 'open' end` })
    .where(and(isAmong(inferenceShards.id, shardIds), inArray(inferenceShards.state, ["computing", "checking"])));
}

/** Ends active leases, of a person's list or of a whole run, and gives their shards back. */
export async function releaseLeases(
  tx: Transaction,
  {
    leaseIds,
    userId,
    runId,
    browserId,
    shardIds,
  }: { leaseIds?: number[]; userId?: number; runId?: number; browserId?: number; shardIds?: number[] },
) {
  const rows = await tx
    .update(inferenceLeases)
    .set({ state: "released" })
    .where(
      and(
        sql`${inferenceLeases.state} = 'active'`,
        leaseIds === undefined ? undefined : isAmong(inferenceLeases.id, leaseIds),
        userId === undefined ? undefined : eq(inferenceLeases.userId, userId),
        runId === undefined ? undefined : eq(inferenceLeases.runId, runId),
        browserId === undefined ? undefined : eq(inferenceLeases.browserId, browserId),
        shardIds === undefined ? undefined : isAmong(inferenceLeases.shardId, shardIds),
      ),
    )
    .returning({ shardId: inferenceLeases.shardId });
  await reopenShards(tx, { shardIds: rows.map((row) => row.shardId) });
}

/** Results that nobody will check any more are dropped. */
export async function dropResults(tx: Transaction, { runId }: { runId: number }) {
  await tx
    .update(inferenceShards)
    .set({ probs: null, vectors: null })
    .where(and(eq(inferenceShards.runId, runId), eq(inferenceShards.state, "computed")));
}

export async function refusedBrowsers(db: Queryable, { runIds }: { runIds: number[] }) {
  if (runIds.length === 0) return [];
  return db
    .selectDistinct({ runId: inferenceLeases.runId, browserId: inferenceLeases.browserId })
    .from(inferenceLeases)
    .where(and(inArray(inferenceLeases.runId, runIds), eq(inferenceLeases.state, "refused")));
}

/**
 * Takes the next shard that is open (to compute) or computed (to check): of one that others compute, or of the browser's
 * own. A row that another transaction holds is passed over on PostgreSQL; SQLite has one writer.
 */
export async function takeShard(
  tx: Transaction,
  {
    runId,
    browserId,
    want,
    isGivenBack,
    except = [],
  }: {
    runId: number;
    browserId: number;
    want: "open" | "of-others" | "of-own";
    /** Whether the browser had it before, and did not finish it. */
    isGivenBack: boolean;
    except?: number[];
  },
) {
  const givenBack = sql`exists (select 1 from inference_leases l where l.shard_id = ${inferenceShards.id}
    and l.kind = ${want === "open" ? "compute" : "check"} and l.browser_id = ${browserId} and l.state in ('released', 'expired'))`;
  const author = sql`(select l.browser_id from inference_leases l where l.shard_id = ${inferenceShards.id}
    and l.kind = 'compute' and l.state = 'submitted' order by l.id desc limit 1)`;
  const next = tx
    .select({ id: inferenceShards.id })
    .from(inferenceShards)
    .where(
      and(
        eq(inferenceShards.runId, runId),
        eq(inferenceShards.state, want === "open" ? "open" : "computed"),
        except.length > 0 ? notInArray(inferenceShards.id, except) : undefined,
        isGivenBack ? givenBack : sql`not ${givenBack}`,
        want === "open"
          ? undefined
          : want === "of-own"
            ? sql`${author} = ${browserId}`
            : sql`${author} <> ${browserId}`,
      ),
    )
    .orderBy(asc(inferenceShards.number))
    .limit(1);
  const [found] = await (dialect === "postgres" ? next.for("update", { skipLocked: true }) : next);
  if (!found) return undefined;
  const [row] = await tx
    .update(inferenceShards)
    .set({ state: want === "open" ? "computing" : "checking" })
    .where(and(eq(inferenceShards.id, found.id), eq(inferenceShards.state, want === "open" ? "open" : "computed")))
    .returning();
  return row;
}

/** How many shards of a run stand in each state. */
export async function shardStates(db: Queryable, { runId }: { runId: number }) {
  return db
    .select({ state: inferenceShards.state, n: count() })
    .from(inferenceShards)
    .where(eq(inferenceShards.runId, runId))
    .groupBy(inferenceShards.state);
}

export async function insertLease(tx: Transaction, values: typeof inferenceLeases.$inferInsert) {
  const [row] = await tx.insert(inferenceLeases).values(values).returning({ id: inferenceLeases.id });
  if (!row) throw new Error("the lease was not stored");
  return row.id;
}

/** The lease that the shard's waiting results came with. */
export async function computingLease(db: Queryable, { shardId }: { shardId: number }) {
  const [row] = await db
    .select()
    .from(inferenceLeases)
    .where(
      and(
        eq(inferenceLeases.shardId, shardId),
        eq(inferenceLeases.kind, "compute"),
        eq(inferenceLeases.state, "submitted"),
      ),
    )
    .orderBy(desc(inferenceLeases.id))
    .limit(1);
  return row;
}

export async function leaseById(db: Queryable, { leaseId, userId }: { leaseId: number; userId: number }) {
  const [row] = await db
    .select()
    .from(inferenceLeases)
    .where(and(eq(inferenceLeases.id, leaseId), eq(inferenceLeases.userId, userId)));
  return row;
}

/** Ends a lease only if it still is in the state that was read; false if it is not. */
export async function moveLease(
  tx: Transaction,
  {
    leaseId,
    userId,
    from,
    ...set
  }: { leaseId: number; userId?: number; from: InferenceLeaseRow["state"] } & Partial<
    Pick<
      InferenceLeaseRow,
      "state" | "expiresAt" | "provider" | "runtimeVersion" | "msPerItem" | "largestDifference" | "reason"
    >
  >,
) {
  const rows = await tx
    .update(inferenceLeases)
    .set(set)
    .where(
      and(
        eq(inferenceLeases.id, leaseId),
        eq(inferenceLeases.state, from),
        userId === undefined ? undefined : eq(inferenceLeases.userId, userId),
      ),
    )
    .returning({ id: inferenceLeases.id });
  return rows.length === 1;
}

export async function shardById(db: Queryable, { shardId }: { shardId: number }) {
  const [row] = await db.select().from(inferenceShards).where(eq(inferenceShards.id, shardId));
  return row;
}

export async function setShard(
  tx: Transaction,
  {
    shardId,
    ...set
  }: { shardId: number } & Partial<Pick<InferenceShardRow, "state" | "sample" | "unreadable" | "probs" | "vectors">>,
) {
  await tx.update(inferenceShards).set(set).where(eq(inferenceShards.id, shardId));
}

/** Whether one of the person's browsers computes the item just now. */
export async function isComputing(
  db: Queryable,
  { itemId, userId, now }: { itemId: number; userId: number; now: number },
) {
  const rows = await db
    .select({ kind: inferenceLeases.kind, itemIds: inferenceShards.itemIds, sample: inferenceShards.sample })
    .from(inferenceLeases)
    .innerJoin(inferenceShards, eq(inferenceShards.id, inferenceLeases.shardId))
    .where(
      and(
        eq(inferenceLeases.userId, userId),
        sql`${inferenceLeases.state} = 'active'`,
        gt(inferenceLeases.expiresAt, now),
      ),
    );
  return rows.some(({ kind, itemIds, sample }) => (kind === "check" ? (sample ?? []) : itemIds).includes(itemId));
}
