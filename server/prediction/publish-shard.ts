import type { ModelCard } from "@/core/onnx/model-card";
import { type OutOfSample, outOfSampleFor } from "@/core/prediction/out-of-sample";
import { isSameVector } from "@/core/prediction/shard";
import { countOnRun, type InferenceRunRow, moveRun, upsertEmbeddings } from "@/db/queries/inference";
import { type InferenceLeaseRow, type InferenceShardRow, setShard, shardStates } from "@/db/queries/inference-shards";
import { itemsByIds } from "@/db/queries/items";
import { bumpRunCount, insertPredictions, insertRun, projectRuns } from "@/db/queries/models";
import { lockEvents } from "@/db/queries/projects";
import type { TrainedOnColumn } from "@/db/schema/models";
import type { Transaction } from "@/db/store";
import { writeAudit } from "../audit";
import type { OperationContext } from "../operation";
import { packProbabilities } from "./read-predictions";
import { predictionRow, prepVersionOf } from "./record-predictions";
import { waitingRows, waitingVectors } from "./shard-results";
import { trainingFacts } from "./training-facts";

interface Publishing {
  run: InferenceRunRow;
  shard: InferenceShardRow;
  /** The lease that the results came with. */
  author: InferenceLeaseRow;
  card: ModelCard;
  trainedOn: TrainedOnColumn;
  /** The sample's embeddings as the check computed them; null where it computed none. */
  checkedVectors: ReadonlyMap<number, Float32Array> | null;
  actor: Pick<OperationContext["actor"], "email">;
  now: number;
}

/** Whether each item is out-of-sample for the file that computed it, derived item by item. */
async function outOfSampleOf(
  tx: Transaction,
  { run, shard, trainedOn }: Publishing,
): Promise<Map<OutOfSample, number[]>> {
  const { itemIds, fold } = shard;
  const factsOf = await trainingFacts(tx, { modelId: run.modelId, trainedOn, itemIds });
  const groups = new Map<OutOfSample, number[]>();
  for (const item of await itemsByIds(tx, { projectId: run.projectId, itemIds })) {
    const is = outOfSampleFor(trainedOn, { split: item.split, fold, ...factsOf(item.id) });
    groups.set(is, [...(groups.get(is) ?? []), item.id]);
  }
  return groups;
}

/** The run's prediction run for these facts, made when the first shard needs it; the project's row is held meanwhile. */
async function predictionRunOf(tx: Transaction, at: Publishing, outOfSample: OutOfSample): Promise<number> {
  const { run, shard, author, card, now } = at;
  const { projectId, modelId } = run;
  const prepVersion = prepVersionOf(card);
  const existing = (await projectRuns(tx, { projectId })).find(
    (one) =>
      one.inferenceRunId === run.id &&
      one.fold === shard.fold &&
      one.outOfSample === outOfSample &&
      one.provider === author.provider &&
      one.runtimeVersion === author.runtimeVersion &&
      one.prepVersion === prepVersion,
  );
  if (existing) return existing.id;
  return insertRun(tx, {
    projectId,
    modelId,
    source: "browser",
    fold: shard.fold,
    outOfSample,
    classes: card.labels.map((label) => label.projectLabel ?? ""),
    provider: author.provider,
    runtimeVersion: author.runtimeVersion,
    prepVersion,
    inferenceRunId: run.id,
    createdAt: now,
  });
}

/** Turns a checked shard's results into predictions, and ends the run with its last shard. */
export async function publishShard(tx: Transaction, at: Publishing) {
  const { run, shard, card, now } = at;
  await lockEvents(tx, { projectId: run.projectId });
  const classes = card.labels.map((label) => label.projectLabel ?? "");
  const rows = waitingRows(shard, classes.length);
  for (const [outOfSample, itemIds] of await outOfSampleOf(tx, at)) {
    const readable = itemIds.flatMap((itemId) => {
      const values = rows.get(itemId);
      return values ? [{ itemId, values }] : [];
    });
    if (readable.length === 0) continue;
    const runId = await predictionRunOf(tx, at, outOfSample);
    const stored = await insertPredictions(
      tx,
      readable.map(({ itemId, values }) => predictionRow({ runId, itemId, classes }, values)),
    );
    await bumpRunCount(tx, { runId, by: stored, msPerItem: at.author.msPerItem });
  }
  await publishVectors(tx, at);
  await setShard(tx, { shardId: shard.id, state: "done", probs: null, vectors: null });
  const unreadable = shard.unreadable?.length ?? 0;
  await countOnRun(tx, { runId: run.id, done: shard.itemIds.length - unreadable, unreadable });
  const isOver = (await shardStates(tx, { runId: run.id })).every(({ state }) => state === "done");
  if (isOver) await moveRun(tx, { runId: run.id, from: ["running", "paused"], state: "done", finishedAt: now });
}

/**
 * Keeps the embeddings where those of the checked items agree as well: a head learns from nothing else. Others are dropped,
 * which is written down; the probabilities stand for themselves.
 */
async function publishVectors(tx: Transaction, { run, shard, checkedVectors, actor, now }: Publishing) {
  if (!shard.vectors) return;
  const vectors = waitingVectors(shard);
  const sample = (shard.sample ?? []).filter((id) => vectors.has(id));
  const isChecked = sample.every((id) => {
    const [own, checked] = [vectors.get(id), checkedVectors?.get(id)];
    return own && checked && isSameVector(own, checked, run.tolerance);
  });
  if (isChecked)
    return upsertEmbeddings(
      tx,
      [...vectors].map(([itemId, vector]) => ({ modelId: run.modelId, itemId, vector: packProbabilities(vector) })),
    );
  await writeAudit(
    tx,
    { actor, now },
    {
      projectId: run.projectId,
      action: "browser-run.drop-embeddings",
      subject: `run ${run.id}`,
      data: { shard: shard.number, items: vectors.size, why: checkedVectors ? "they differ" : "nobody checked them" },
    },
  );
}
