import { z } from "zod";
import { ModelCard } from "@/core/onnx/model-card";
import { checkSample, compareRows } from "@/core/prediction/shard";
import { createRandom } from "@/core/random";
import { countOnRun, type InferenceRunRow, inferenceRunById, lockRun } from "@/db/queries/inference";
import {
  computingLease,
  type InferenceLeaseRow,
  type InferenceShardRow,
  leaseById,
  moveLease,
  setShard,
  shardById,
} from "@/db/queries/inference-shards";
import { modelById } from "@/db/queries/models";
import type { TrainedOnColumn } from "@/db/schema/models";
import type { Transaction } from "@/db/store";
import { notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { arbitrateOnServer } from "./arbitrate-on-server";
import { type DisputedShard, disputeOf, openAgain, openDispute, settleDispute } from "./arbitrate-shard";
import { publishShard } from "./publish-shard";
import { packProbabilities } from "./read-predictions";
import type { OnnxLimits } from "./run-onnx";
import { parseShardResults, type ShardResults, waitingRows } from "./shard-results";

const Base64 = z
  .string()
  .max(1_900_000)
  .regex(/^[A-Za-z0-9+/]*={0,2}$/, "Base64 of float32 values.");

export const SubmitShardInput = z.strictObject({
  projectId: Id,
  leaseId: Id,
  provider: z.enum(["wasm", "webgpu"]),
  runtimeVersion: z.string().min(1).max(40),
  /** Mean time of the model per item. */
  msPerItem: z.number().min(0).max(3_600_000),
  probs: Base64,
  embeddings: Base64.nullable().default(null),
  /** Items of the lease that the browser could not read: a broken picture. */
  unreadable: z.array(Id).max(64).default([]),
});
type SubmitShardInput = z.infer<typeof SubmitShardInput>;

/** accepted; late: the lease had ended, others compute the shard; refused: with the reason. */
export type ShardOutcome = { outcome: "accepted" | "late" } | { outcome: "refused"; why: string };

interface Submission {
  run: InferenceRunRow;
  shard: InferenceShardRow;
  lease: InferenceLeaseRow;
  card: ModelCard;
  trainedOn: TrainedOnColumn;
  results: ShardResults;
  actor: OperationContext["actor"];
  now: number;
}

/**
 * Takes the results of a lease. Those of a computed shard wait until another browser has checked a sample that nobody
 * knew before; those of a check decide: what agrees becomes predictions. Where two browsers differ the server's runtime
 * decides, if it is installed, else a third browser; the odd one's work is done again.
 */
export async function submitShard(
  context: OperationContext,
  input: SubmitShardInput,
  limits: OnnxLimits = {},
): Promise<ShardOutcome> {
  const { outcome, disputed } = await take(context, input);
  if (disputed) await arbitrateOnServer(context, disputed, limits);
  return outcome;
}

/** What the browser is told, and the shard whose check found other results. */
interface Taken {
  outcome: ShardOutcome;
  disputed?: DisputedShard;
}

async function take({ store, actor, now }: OperationContext, input: SubmitShardInput): Promise<Taken> {
  const { projectId, leaseId, provider, runtimeVersion, msPerItem } = input;
  return store.transaction(async (tx): Promise<Taken> => {
    await authorize(tx, { actor, projectId, operation: "queue.label" });
    const known = await leaseById(tx, { leaseId, userId: actor.userId });
    const found = known && (await inferenceRunById(tx, { projectId, runId: known.runId }));
    if (!known || !found) throw notFound("shard");
    const run = await lockRun(tx, { runId: found.id });
    const statistics = { provider, runtimeVersion, msPerItem };
    // of two that submit the same lease, or one whose lease is taken away meanwhile, one gets through
    const isHeld = await moveLease(tx, { leaseId, from: "active", state: "submitted", ...statistics });
    const shard = await shardById(tx, { shardId: known.shardId });
    const model = await modelById(tx, { projectId, modelId: run.modelId });
    if (!isHeld || !shard || !model?.card) return { outcome: { outcome: "late" } };
    const lease = { ...known, ...statistics };
    const card = ModelCard.parse(model.card);
    const parsed = parseShardResults(input, {
      itemIds: lease.kind === "check" ? (shard.sample ?? []) : shard.itemIds,
      classes: card.labels.length,
      dims: card.embedding?.dims ?? null,
    });
    const at = { run, shard, lease, card, trainedOn: model.trainedOn, actor, now };
    if (!parsed.ok) return { outcome: await refuse(tx, { ...at, refused: lease, why: parsed.why }) };
    const submission = { ...at, results: parsed.results };
    return lease.kind === "compute" ? { outcome: await keep(tx, submission) } : decide(tx, submission);
  });
}

/** Keeps a computed shard for its check, and draws the sample only now. */
async function keep(tx: Transaction, { run, shard, results }: Submission): Promise<ShardOutcome> {
  const { rows, vectors } = results;
  const readable = shard.itemIds.filter((id) => rows.get(id));
  const flat = (of: Map<number, Float32Array | null>) =>
    packProbabilities(Float32Array.from(readable.flatMap((id) => [...(of.get(id) ?? [])])));
  await setShard(tx, {
    shardId: shard.id,
    state: "computed",
    sample: checkSample(shard.itemIds, run.checkShare, createRandom(run.seed + shard.number)),
    unreadable: shard.itemIds.filter((id) => !rows.get(id)),
    probs: flat(rows),
    vectors: vectors && flat(vectors),
  });
  return { outcome: "accepted" };
}

/**
 * Compares a check with what waits: equal results are published. Two browsers that differ leave it to a third computation;
 * one that differs from itself is refused.
 */
async function decide(tx: Transaction, submission: Submission): Promise<Taken> {
  const { run, shard, lease, card, results } = submission;
  const author = await computingLease(tx, { shardId: shard.id });
  if (!author) return { outcome: { outcome: "late" } };
  const accepted: Taken = { outcome: { outcome: "accepted" } };
  const dispute = lease.checks === "same-browser" ? null : await disputeOf(tx, submission);
  if (dispute && dispute.checker.id !== lease.id) {
    const { rows: third, vectors: thirdVectors } = results;
    await settleDispute(tx, submission, submission, { dispute, third, thirdVectors, by: "third browser" });
    return accepted;
  }
  const waiting = waitingRows(shard, card.labels.length);
  const sample = shard.sample ?? [];
  const { differing, largestDifference } = compareRows(
    sample.map((id) => [waiting.get(id) ?? null, results.rows.get(id) ?? null] as const),
    run.tolerance,
  );
  await moveLease(tx, { leaseId: lease.id, from: "submitted", largestDifference });
  if (differing > 0 && lease.checks !== "same-browser") {
    await openDispute(tx, submission, results.rows);
    return { ...accepted, disputed: { ...submission, shard: (await shardById(tx, { shardId: shard.id })) ?? shard } };
  }
  if (differing > 0) {
    const why = `${differing} of ${sample.length} items that were computed again differ, by up to ${largestDifference.toPrecision(2)}`;
    await refuse(tx, { ...submission, refused: author, why });
    return accepted;
  }
  await countOnRun(tx, { runId: run.id, checked: sample.length, largestDifference });
  await publishShard(tx, { ...submission, author, checkedVectors: results.vectors });
  return accepted;
}

/** Uses nothing of a shard's results and gives it to other browsers; the refused one gets no more of this run. */
async function refuse(
  tx: Transaction,
  { run, shard, lease, refused, why }: Omit<Submission, "results"> & { refused: InferenceLeaseRow; why: string },
): Promise<ShardOutcome> {
  await moveLease(tx, { leaseId: refused.id, from: "submitted", state: "refused", reason: why });
  // a check that cannot be read says nothing about what waits for it
  const isChecker = lease.kind === "check" && refused.id === lease.id;
  if (isChecker) await setShard(tx, { shardId: shard.id, state: "computed" });
  else await openAgain(tx, shard.id);
  await countOnRun(tx, { runId: run.id, refused: 1 });
  return { outcome: "refused", why };
}
