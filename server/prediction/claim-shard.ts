import { z } from "zod";
import { browsersSeen, type InferenceRunRow, inferenceRunsOf, seeBrowser } from "@/db/queries/inference";
import { disputesOf } from "@/db/queries/inference-disputes";
import {
  computingLease,
  expireLeases,
  insertLease,
  moveLease,
  refusedBrowsers,
  releaseLeases,
  shardStates,
  takeShard,
} from "@/db/queries/inference-shards";
import { itemsByIds } from "@/db/queries/items";
import { modelById } from "@/db/queries/models";
import type { Transaction } from "@/db/store";
import { payloadOf } from "../media/item-payload";
import { mayDownload } from "../model/serve-model";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";

/** The lease of a shard; a browser that computes extends it well before. */
const LEASE_MS = 60_000;
/** A browser that has not asked for so long does not count as one that could check. */
const PRESENT_MS = 90_000;
/** With so many shards that wait for a check, a browser alone checks its own after a restart of the model. */
const MANY_WAITING = 8;

export const ClaimShardInput = z.strictObject({
  projectId: Id,
  /** Random, kept by the browser: another browser of the same person may check. */
  browserKey: z.string().regex(/^[\w-]{16,64}$/),
  browserName: z.string().trim().min(1).max(60),
});

/** Work for a browser that takes part: a shard to compute, or a sample of one to check; null when there is none now. */
export async function claimShard(
  { store, actor, now }: OperationContext,
  { projectId, browserKey, browserName }: z.infer<typeof ClaimShardInput>,
) {
  return store.transaction(async (tx) => {
    const { role } = await authorize(tx, { actor, projectId, operation: "queue.label" });
    const browserId = await seeBrowser(tx, {
      projectId,
      userId: actor.userId,
      key: browserKey,
      name: browserName,
      seenAt: now,
    });
    const running = (await inferenceRunsOf(tx, { projectId })).filter((run) => run.state === "running").reverse();
    const runIds = running.map((run) => run.id);
    await expireLeases(tx, { runIds, now });
    const refused = await refusedBrowsers(tx, { runIds });
    const others = (await browsersSeen(tx, { projectId, since: now - PRESENT_MS })).filter(
      ({ id }) => id !== browserId,
    );
    let isRefused = false;
    for (const run of running) {
      const shut = new Set(refused.filter((row) => row.runId === run.id).map((row) => row.browserId));
      const model = await modelById(tx, { projectId, modelId: run.modelId });
      if (!model || !mayDownload(role, model)) continue;
      isRefused ||= shut.has(browserId);
      if (shut.has(browserId)) continue;
      const isAlone = others.every(({ id }) => shut.has(id));
      const present = others.filter(({ id }) => !shut.has(id)).map(({ userId }) => userId);
      const except = await notToDecide(tx, { runId: run.id, browserId, userId: actor.userId, present });
      const next = await nextShard(tx, { runId: run.id, browserId, isAlone, except });
      const work = next && (await lease(tx, { actor, now, projectId, run, browserId, ...next }));
      if (work) return { work, running: runIds.length, isRefused };
    }
    return { work: null, running: runIds.length, isRefused };
  });
}

/** Disputed shards that this browser may not decide: it is one of the two, or another person than their people is there. */
async function notToDecide(
  tx: Transaction,
  { runId, browserId, userId, present }: { runId: number; browserId: number; userId: number; present: number[] },
): Promise<number[]> {
  return (await disputesOf(tx, { runId }))
    .filter(
      ({ browserIds, userIds }) =>
        browserIds.includes(browserId) ||
        (userIds.includes(userId) && present.some((other) => !userIds.includes(other))),
    )
    .map(({ shardId }) => shardId);
}

interface Taken {
  shard: NonNullable<Awaited<ReturnType<typeof takeShard>>>;
  kind: "compute" | "check";
}

/**
 * What others computed comes first, then what nobody did; a browser alone also checks its own. What it gave back comes
 * last of all: something of it may fail here each time.
 */
async function nextShard(
  tx: Transaction,
  { runId, browserId, isAlone, except }: { runId: number; browserId: number; isAlone: boolean; except: number[] },
): Promise<Taken | null> {
  const states = new Map((await shardStates(tx, { runId })).map(({ state, n }) => [state, n]));
  const isTimeToCheck = isAlone && ((states.get("computed") ?? 0) >= MANY_WAITING || !states.get("open"));
  for (const isGivenBack of [false, true]) {
    const take = (want: "open" | "of-others" | "of-own") =>
      takeShard(tx, { runId, browserId, want, isGivenBack, except });
    const computed = (await take("of-others")) ?? (isTimeToCheck ? await take("of-own") : undefined);
    if (computed) return { shard: computed, kind: "check" };
    const open = await take("open");
    if (open) return { shard: open, kind: "compute" };
  }
  return null;
}

/** Writes the lease, and says what to compute: opaque ids and content, nothing that labels or orders an item. */
async function lease(
  tx: Transaction,
  {
    actor,
    now,
    projectId,
    run,
    browserId,
    shard,
    kind,
  }: Pick<OperationContext, "actor" | "now"> & Taken & { projectId: number; run: InferenceRunRow; browserId: number },
) {
  const author = kind === "check" ? await computingLease(tx, { shardId: shard.id }) : undefined;
  const itemIds = kind === "check" ? (shard.sample ?? []) : shard.itemIds;
  const isOwn = author?.browserId === browserId;
  const leaseId = await insertLease(tx, {
    runId: run.id,
    shardId: shard.id,
    browserId,
    userId: actor.userId,
    kind,
    state: "active",
    checks: author
      ? isOwn
        ? "same-browser"
        : author.userId === actor.userId
          ? "other-browser"
          : "other-person"
      : null,
    claimedAt: now,
    expiresAt: now + LEASE_MS,
    items: itemIds.length,
  });
  const rows = new Map((await itemsByIds(tx, { projectId, itemIds })).map((row) => [row.id, payloadOf(row)]));
  return {
    leaseId,
    runId: run.id,
    modelId: run.modelId,
    sha256: shard.sha256,
    /** The results of this browser are checked by itself: only a model that was started anew says something. */
    needsRestart: isOwn,
    items: itemIds.map((itemId) => ({
      itemId,
      text: rows.get(itemId)?.text ?? null,
      image: rows.get(itemId)?.image ?? null,
      audio: rows.get(itemId)?.audio ?? null,
      data: rows.get(itemId)?.data ?? null,
    })),
  };
}

export const ShardLeasesInput = z.strictObject({ projectId: Id, leaseIds: z.array(Id).min(1).max(8) });
type ShardLeasesInput = z.infer<typeof ShardLeasesInput>;

/** Heartbeat of a browser that computes: the leases that it still has, longer by a minute. */
export async function extendShards(
  { store, actor, now }: OperationContext,
  { projectId, leaseIds }: ShardLeasesInput,
): Promise<{ held: number[] }> {
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "queue.label" });
    const held: number[] = [];
    for (const leaseId of leaseIds)
      if (await moveLease(tx, { leaseId, userId: actor.userId, from: "active", expiresAt: now + LEASE_MS }))
        held.push(leaseId);
    return { held };
  });
}

/** Gives shards back that the browser will not finish. */
export async function releaseShards({ store, actor }: OperationContext, { projectId, leaseIds }: ShardLeasesInput) {
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "queue.label" });
    await releaseLeases(tx, { leaseIds, userId: actor.userId });
  });
}
