import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ModelCard } from "@/core/onnx/model-card";
import { readModelMetadata } from "@/core/onnx/model-metadata";
import { runsModels } from "@/core/prediction/model-use";
import { fileFor, shardSize, toleranceOf } from "@/core/prediction/shard";
import { inferenceRunsOf, insertInferenceRun, itemsToCompute, moveRun } from "@/db/queries/inference";
import { insertShards } from "@/db/queries/inference-shards";
import { modelById } from "@/db/queries/models";
import { lockEvents } from "@/db/queries/projects";
import type { ModelFile } from "@/db/schema/models";
import { writeAudit } from "../audit";
import { conflict, invalid, notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";

export const StartBrowserRunInput = z.strictObject({
  projectId: Id,
  modelId: Id,
  /** missing: only items that have no prediction of the model. */
  scope: z.enum(["all", "missing"]).default("all"),
  checkShare: z.number().min(0.01).max(1).default(0.05),
});

const CHUNK = 2_000;
const UNFINISHED = ["filling", "running", "paused"];

/** A model that browsers can run: its card, and a file of at least one kind. */
async function runnableModel({ store, data }: OperationContext, target: { projectId: number; modelId: number }) {
  const model = await modelById(store.read, target);
  if (!model) throw notFound("model");
  const [file] = model.files;
  if (!model.card || !file)
    throw invalid("This model has no file: only its imported predictions are here, nothing that a browser could run.");
  const card = ModelCard.parse(model.card);
  const { operators } = readModelMetadata(new Uint8Array(await readFile(data.model(file.sha256))));
  return {
    files: model.files,
    size: shardSize(card.labels.length + (card.embedding?.dims ?? 0)),
    tolerance: toleranceOf({ dtype: card.input.dtype, operators: operators.map(([name]) => name) }),
  };
}

/** Starts a run over the project's items: cut into shards of one file each, which browsers that take part compute. */
export async function startBrowserRun(context: OperationContext, input: z.infer<typeof StartBrowserRunInput>) {
  const { store, actor, now } = context;
  const { projectId, modelId, scope, checkShare } = input;
  const project = await authorize(store.read, { actor, projectId, operation: "model.manage" });
  const model = await runnableModel(context, { projectId, modelId });
  if (!runsModels(project)) throw invalid("Browsers run models where the answer is one label per item.");
  const runId = await store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "model.manage" });
    // one at a time: who starts second sees the first
    await lockEvents(tx, { projectId });
    const unfinished = (await inferenceRunsOf(tx, { projectId })).find(
      (run) => run.modelId === modelId && UNFINISHED.includes(run.state),
    );
    if (unfinished) throw conflict("Browsers compute this model already. Cancel that run first.");
    await writeAudit(
      tx,
      { actor, now },
      { projectId, action: "browser-run.start", subject: `model ${modelId}`, data: { scope } },
    );
    return insertInferenceRun(tx, {
      projectId,
      modelId,
      state: "filling",
      scope,
      checkShare,
      tolerance: model.tolerance,
      seed: randomInt(2 ** 31),
      createdBy: actor.userId,
      createdAt: now,
    });
  });
  const { total, shards } = await fill(context, { ...input, ...model, runId });
  const isEmpty = total === 0;
  await store.transaction((tx) =>
    moveRun(tx, {
      runId,
      from: ["filling"],
      state: isEmpty ? "done" : "running",
      total,
      shards,
      ...(isEmpty ? { finishedAt: now } : {}),
    }),
  );
  return { runId, total, shards };
}

interface Filling {
  projectId: number;
  modelId: number;
  scope: "all" | "missing";
  runId: number;
  files: readonly ModelFile[];
  size: number;
}

/** Cuts the items into shards, in short transactions; an item that every file trained on goes to none. */
async function fill({ store }: OperationContext, { projectId, modelId, scope, runId, files, size }: Filling) {
  const open = new Map<ModelFile, number[]>();
  let total = 0;
  let shards = 0;
  const flush = async (isLast: boolean) => {
    const rows = [...open].flatMap(([file, ids]) => {
      const cuts: number[][] = [];
      while (ids.length >= size || (isLast && ids.length > 0)) cuts.push(ids.splice(0, size));
      return cuts.map((itemIds) => ({
        runId,
        number: ++shards,
        fold: file.fold,
        sha256: file.sha256,
        itemIds,
        state: "open" as const,
      }));
    });
    if (rows.length > 0) await store.transaction((tx) => insertShards(tx, rows));
  };
  for (let after = 0; ; ) {
    const page = await itemsToCompute(store.read, { projectId, modelId, scope, after, limit: CHUNK });
    for (const { id, fold } of page) {
      const file = fileFor(files, fold);
      if (!file) continue;
      const ids = open.get(file) ?? [];
      ids.push(id);
      open.set(file, ids);
      total++;
    }
    after = page.at(-1)?.id ?? after;
    const isLast = page.length < CHUNK;
    await flush(isLast);
    if (isLast) return { total, shards };
  }
}
