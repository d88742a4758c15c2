import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ModelCard } from "@/core/onnx/model-card";
import { readModelMetadata } from "@/core/onnx/model-metadata";
import { outputProbabilities } from "@/core/onnx/output-probabilities";
import { argmax } from "@/core/prediction/probabilities";
import { compareRows, toleranceOf } from "@/core/prediction/shard";
import { createRandom, shuffle } from "@/core/random";
import { itemsByIds } from "@/db/queries/items";
import {
  modelById,
  type PredictionRunRow,
  predictionItemIds,
  predictionsOfItems,
  projectRuns,
  setParity,
} from "@/db/queries/models";
import type { ParityColumn } from "@/db/schema/models";
import { writeAudit } from "../audit";
import { invalid, notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { unpackProbabilities } from "./read-predictions";
import { NO_ITEM, referenceReader, undecodedFormat } from "./reference-input";
import { type OnnxLimits, runOnnx } from "./run-onnx";

export const CheckParityInput = z.strictObject({
  projectId: Id,
  modelId: Id,
  sample: z.int().min(1).max(10_000).default(64),
  seed: z.int().default(1),
});

export interface ParityReport extends ParityColumn {
  /** Largest difference that counts as equal; null: only the top label must agree. */
  tolerance: number | null;
  /** Items whose difference exceeds it. */
  differing: number;
  /** Recordings of the sample in formats that the server does not decode, by format. */
  notCompared: Record<string, number>;
}

interface Stored {
  itemId: number;
  probs: Float32Array;
  run: Pick<PredictionRunRow, "fold" | "provider" | "runtimeVersion">;
}

/** A seeded sample of what browsers stored, each item once. */
async function storedSample(
  { store }: Pick<OperationContext, "store">,
  { projectId, modelId, sample, seed }: z.infer<typeof CheckParityInput>,
): Promise<Stored[]> {
  const runs = (await projectRuns(store.read, { projectId })).filter(
    (run) => run.modelId === modelId && run.source === "browser" && run.count > 0,
  );
  if (runs.length === 0) throw invalid("No browser has stored predictions of this model yet.");
  const byId = new Map(runs.map((run) => [run.id, run]));
  const ids = await predictionItemIds(store.read, { runIds: [...byId.keys()] });
  const chosen = shuffle(ids, createRandom(seed)).slice(0, sample);
  const found = new Map<number, Stored>();
  for (const row of await predictionsOfItems(store.read, { itemIds: chosen })) {
    const run = byId.get(row.runId);
    if (run) found.set(row.itemId, { itemId: row.itemId, probs: unpackProbabilities(row.probs), run });
  }
  return [...found.values()];
}

/** Computes a sample of the browsers' predictions again with the reference runtime on the server, and compares. */
export async function checkParity(
  context: Pick<OperationContext, "store" | "data" | "now"> & { actor: Pick<OperationContext["actor"], "email"> },
  input: z.infer<typeof CheckParityInput>,
  limits: OnnxLimits = {},
): Promise<ParityReport> {
  const { store, data, now } = context;
  const { projectId, modelId } = input;
  const model = await modelById(store.read, { projectId, modelId });
  if (!model) throw notFound("model");
  if (!model.card) throw invalid("This model has no file that could be run.");
  const card = ModelCard.parse(model.card);
  const stored = await storedSample(context, input);
  const read = await referenceReader(data, card);
  const pairs: [Float32Array, Float32Array][] = [];
  let referenceVersion = "";
  let tolerance: number | null = null;
  const notCompared: Record<string, number> = {};
  for (const file of model.files) {
    const sampled = stored.filter(({ run }) => run.fold === file.fold);
    if (sampled.length === 0) continue;
    const bytes = new Uint8Array(await readFile(data.model(file.sha256)));
    const { operators } = readModelMetadata(bytes);
    tolerance = toleranceOf({ dtype: card.input.dtype, operators: operators.map(([name]) => name) });
    const items = new Map(
      (await itemsByIds(store.read, { projectId, itemIds: sampled.map(({ itemId }) => itemId) })).map((row) => [
        row.id,
        row,
      ]),
    );
    const own: Stored[] = [];
    for (const one of sampled) {
      const format = await undecodedFormat(data, card, items.get(one.itemId) ?? NO_ITEM);
      if (format === null) own.push(one);
      else notCompared[format] = (notCompared[format] ?? 0) + 1;
    }
    if (own.length === 0) continue;
    const inputs = await Promise.all(own.map(({ itemId }) => read(items.get(itemId) ?? NO_ITEM)));
    const task = { model: bytes, input: card.input.name, output: card.output.name, inputs };
    const { outputs, version } = await runOnnx(task, limits);
    referenceVersion = version;
    for (const [k, { probs }] of own.entries())
      pairs.push([probs, outputProbabilities(outputs[k] ?? new Float32Array(), card.output)]);
  }
  const formats = Object.keys(notCompared);
  if (pairs.length === 0 && formats.length > 0)
    throw invalid(`The server decodes WAV recordings; those of the sample are ${formats.join(", ")}: not compared.`);
  if (pairs.length === 0)
    throw invalid("The stored predictions belong to files that the model does not have any more.");
  const { differing, largestDifference } = compareRows(pairs, tolerance);
  const parity: ParityColumn = {
    items: pairs.length,
    sameTopLabel: pairs.filter(([a, b]) => argmax(a) === argmax(b)).length,
    largestDifference,
    providers: [...new Set(stored.flatMap(({ run }) => run.provider ?? []))],
    runtimeVersions: [...new Set(stored.flatMap(({ run }) => run.runtimeVersion ?? []))],
    referenceVersion,
    checkedAt: now,
  };
  await store.transaction(async (tx) => {
    await setParity(tx, { modelId, parity });
    await writeAudit(tx, context, {
      projectId,
      action: "model.check",
      subject: `model ${modelId}`,
      data: { ...parity },
    });
  });
  return { ...parity, tolerance, differing, notCompared };
}
