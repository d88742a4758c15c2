import { and, desc, eq, gt, inArray } from "drizzle-orm";
import { isAmong } from "../columns";
import { inferenceLeases, inferenceShards } from "../schema/inference";
import { predictionRuns, predictions } from "../schema/models";
import type { Queryable, Transaction } from "../store";
import { computingLease } from "./inference-shards";
import { bumpRunCount } from "./models";

/** The check that came to other results than those that wait: it was submitted, and the shard is not done. */
export async function disputingLease(db: Queryable, { shardId, after }: { shardId: number; after: number }) {
  const [row] = await db
    .select()
    .from(inferenceLeases)
    .where(
      and(
        eq(inferenceLeases.shardId, shardId),
        eq(inferenceLeases.kind, "check"),
        eq(inferenceLeases.state, "submitted"),
        gt(inferenceLeases.id, after),
      ),
    )
    .orderBy(inferenceLeases.id)
    .limit(1);
  return row;
}

/** Shards whose two computations differ and that nobody has decided, with the browsers and people of the two. */
export async function disputesOf(db: Queryable, { runId }: { runId: number }) {
  const checks = await db
    .select({
      id: inferenceLeases.id,
      shardId: inferenceLeases.shardId,
      browserId: inferenceLeases.browserId,
      userId: inferenceLeases.userId,
    })
    .from(inferenceLeases)
    .innerJoin(inferenceShards, eq(inferenceShards.id, inferenceLeases.shardId))
    .where(
      and(
        eq(inferenceLeases.runId, runId),
        eq(inferenceLeases.kind, "check"),
        eq(inferenceLeases.state, "submitted"),
        inArray(inferenceShards.state, ["computed", "checking"]),
      ),
    )
    .orderBy(desc(inferenceLeases.id));
  const disputes: { shardId: number; browserIds: number[]; userIds: number[] }[] = [];
  for (const check of checks) {
    const author = await computingLease(db, { shardId: check.shardId });
    if (!author || check.id < author.id || disputes.some(({ shardId }) => shardId === check.shardId)) continue;
    const browserIds = [author.browserId, check.browserId];
    disputes.push({ shardId: check.shardId, browserIds, userIds: [author.userId, check.userId] });
  }
  return disputes;
}

/** Refuses all that a browser computed for a run; gives the shards, whose results are of no use now. */
export async function refuseWork(
  tx: Transaction,
  { runId, browserId, reason }: { runId: number; browserId: number; reason: string },
) {
  const leases = await tx
    .update(inferenceLeases)
    .set({ state: "refused", reason })
    .where(
      and(
        eq(inferenceLeases.runId, runId),
        eq(inferenceLeases.browserId, browserId),
        eq(inferenceLeases.kind, "compute"),
        eq(inferenceLeases.state, "submitted"),
      ),
    )
    .returning({ shardId: inferenceLeases.shardId });
  const shardIds = leases.map(({ shardId }) => shardId);
  if (shardIds.length === 0) return [];
  return tx.select().from(inferenceShards).where(isAmong(inferenceShards.id, shardIds));
}

/** Takes back the predictions that a run made of these items. */
export async function dropPublished(tx: Transaction, { runId, itemIds }: { runId: number; itemIds: number[] }) {
  const runs = await tx
    .select({ id: predictionRuns.id })
    .from(predictionRuns)
    .where(eq(predictionRuns.inferenceRunId, runId));
  for (const { id } of runs) {
    const gone = await tx
      .delete(predictions)
      .where(and(eq(predictions.runId, id), isAmong(predictions.itemId, itemIds)))
      .returning({ itemId: predictions.itemId });
    if (gone.length > 0) await bumpRunCount(tx, { runId: id, by: -gone.length });
  }
}
