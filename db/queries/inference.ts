import { and, asc, count, desc, eq, gt, inArray, max, sql } from "drizzle-orm";
import { isAmong } from "../columns";
import { embeddings, inferenceBrowsers, inferenceLeases, inferenceRuns } from "../schema/inference";
import { items } from "../schema/items";
import { modelFolds, predictionRuns, predictions } from "../schema/models";
import { users } from "../schema/users";
import type { Queryable, Transaction } from "../store";

export type InferenceRunRow = typeof inferenceRuns.$inferSelect;

export async function insertInferenceRun(tx: Transaction, values: typeof inferenceRuns.$inferInsert) {
  const [row] = await tx.insert(inferenceRuns).values(values).returning({ id: inferenceRuns.id });
  if (!row) throw new Error("the browser run was not stored");
  return row.id;
}

export async function inferenceRunById(db: Queryable, { projectId, runId }: { projectId: number; runId: number }) {
  const [row] = await db
    .select()
    .from(inferenceRuns)
    .where(and(eq(inferenceRuns.projectId, projectId), eq(inferenceRuns.id, runId)));
  return row;
}

/** Newest first. */
export async function inferenceRunsOf(db: Queryable, { projectId }: { projectId: number }) {
  return db.select().from(inferenceRuns).where(eq(inferenceRuns.projectId, projectId)).orderBy(desc(inferenceRuns.id));
}

/** Changes a run only if it still is in one of the states; false if it is not. */
export async function moveRun(
  tx: Transaction,
  {
    runId,
    from,
    ...set
  }: { runId: number; from: InferenceRunRow["state"][] } & Partial<
    Pick<InferenceRunRow, "state" | "total" | "shards" | "finishedAt">
  >,
) {
  const rows = await tx
    .update(inferenceRuns)
    .set(set)
    .where(and(eq(inferenceRuns.id, runId), inArray(inferenceRuns.state, from)))
    .returning({ id: inferenceRuns.id });
  return rows.length === 1;
}

/** Takes the run's row, so that whoever finishes its last shard sees all others. */
export async function lockRun(tx: Transaction, { runId }: { runId: number }) {
  const [row] = await tx
    .update(inferenceRuns)
    .set({ total: sql`${inferenceRuns.total}` })
    .where(eq(inferenceRuns.id, runId))
    .returning();
  if (!row) throw new Error("no such run");
  return row;
}

export async function countOnRun(
  tx: Transaction,
  {
    runId,
    done = 0,
    checked = 0,
    unreadable = 0,
    refused = 0,
    largestDifference = 0,
  }: {
    runId: number;
    done?: number;
    checked?: number;
    unreadable?: number;
    refused?: number;
    largestDifference?: number;
  },
) {
  await tx
    .update(inferenceRuns)
    .set({
      done: sql`${inferenceRuns.done} + ${done}`,
      checked: sql`${inferenceRuns.checked} + ${checked}`,
      unreadable: sql`${inferenceRuns.unreadable} + ${unreadable}`,
      refused: sql`${inferenceRuns.refused} + ${refused}`,
      largestDifference: sql`case when ${inferenceRuns.largestDifference} < ${largestDifference} then ${largestDifference} else ${inferenceRuns.largestDifference} end`,
    })
    .where(eq(inferenceRuns.id, runId));
}

/** Items to be computed, in order of id, with the fold that held each out. */
export async function itemsToCompute(
  db: Queryable,
  {
    projectId,
    modelId,
    scope,
    after,
    limit,
  }: { projectId: number; modelId: number; scope: InferenceRunRow["scope"]; after: number; limit: number },
) {
  const predicted = sql`exists (select 1 from ${predictions} join ${predictionRuns} on ${predictionRuns.id} = ${predictions.runId}
    where ${predictions.itemId} = ${items.id} and ${predictionRuns.modelId} = ${modelId})`;
  return db
    .select({ id: items.id, fold: modelFolds.fold })
    .from(items)
    .leftJoin(modelFolds, and(eq(modelFolds.itemId, items.id), eq(modelFolds.modelId, modelId)))
    .where(
      and(
        eq(items.projectId, projectId),
        gt(items.id, after),
        sql`${items.status} <> 'excluded'`,
        scope === "missing" ? sql`not ${predicted}` : undefined,
      ),
    )
    .orderBy(asc(items.id))
    .limit(limit);
}

/** The browser's row, made when it first takes part; it was seen now. */
export async function seeBrowser(
  tx: Transaction,
  values: { projectId: number; userId: number; key: string; name: string; seenAt: number },
) {
  const [row] = await tx
    .insert(inferenceBrowsers)
    .values(values)
    .onConflictDoUpdate({
      target: [inferenceBrowsers.projectId, inferenceBrowsers.userId, inferenceBrowsers.key],
      set: { seenAt: values.seenAt, name: values.name },
    })
    .returning({ id: inferenceBrowsers.id });
  if (!row) throw new Error("the browser was not stored");
  return row.id;
}

export async function browsersSeen(db: Queryable, { projectId, since }: { projectId: number; since: number }) {
  return db
    .select({ id: inferenceBrowsers.id, userId: inferenceBrowsers.userId, seenAt: inferenceBrowsers.seenAt })
    .from(inferenceBrowsers)
    .where(and(eq(inferenceBrowsers.projectId, projectId), gt(inferenceBrowsers.seenAt, since)));
}

const EMBEDDINGS = {
  table: embeddings,
  onConflict: { target: [embeddings.modelId, embeddings.itemId], overwrite: [embeddings.vector] },
  returning: { itemId: embeddings.itemId },
};

export async function upsertEmbeddings(tx: Transaction, rows: (typeof embeddings.$inferInsert)[]) {
  await tx.insertMany(EMBEDDINGS, rows);
}

export async function embeddingsOf(db: Queryable, { modelId, itemIds }: { modelId: number; itemIds: number[] }) {
  return db
    .select({ itemId: embeddings.itemId, vector: embeddings.vector })
    .from(embeddings)
    .where(and(eq(embeddings.modelId, modelId), isAmong(embeddings.itemId, itemIds)))
    .orderBy(asc(embeddings.itemId));
}

/** How many items have an embedding of each model; models without any are missing. */
export async function embeddingCounts(db: Queryable, { modelIds }: { modelIds: number[] }) {
  if (modelIds.length === 0) return new Map<number, number>();
  const rows = await db
    .select({ modelId: embeddings.modelId, n: count() })
    .from(embeddings)
    .where(inArray(embeddings.modelId, modelIds))
    .groupBy(embeddings.modelId);
  return new Map(rows.map((row) => [row.modelId, row.n]));
}

/** What each browser did for the runs: shards by kind and outcome, with its speed. */
export async function workOfRuns(db: Queryable, { runIds }: { runIds: number[] }) {
  if (runIds.length === 0) return [];
  return db
    .select({
      runId: inferenceLeases.runId,
      browserId: inferenceLeases.browserId,
      browser: inferenceBrowsers.name,
      person: users.name,
      userId: inferenceLeases.userId,
      kind: inferenceLeases.kind,
      state: inferenceLeases.state,
      checks: inferenceLeases.checks,
      provider: inferenceLeases.provider,
      leases: count(),
      items: sql<number>`sum(${inferenceLeases.items})`.mapWith(Number),
      msPerItem: sql<number | null>`avg(${inferenceLeases.msPerItem})`,
      reason: max(inferenceLeases.reason),
      seenAt: inferenceBrowsers.seenAt,
    })
    .from(inferenceLeases)
    .innerJoin(inferenceBrowsers, eq(inferenceBrowsers.id, inferenceLeases.browserId))
    .innerJoin(users, eq(users.id, inferenceLeases.userId))
    .where(inArray(inferenceLeases.runId, runIds))
    .groupBy(
      inferenceLeases.runId,
      inferenceLeases.browserId,
      inferenceBrowsers.name,
      inferenceBrowsers.seenAt,
      users.name,
      inferenceLeases.userId,
      inferenceLeases.kind,
      inferenceLeases.state,
      inferenceLeases.checks,
      inferenceLeases.provider,
    )
    .orderBy(asc(inferenceLeases.browserId));
}
