import { readFile } from "node:fs/promises";
import { outputProbabilities } from "@/core/onnx/output-probabilities";
import { checkProbabilities } from "@/core/prediction/probabilities";
import { lockRun } from "@/db/queries/inference";
import { shardById } from "@/db/queries/inference-shards";
import { itemsByIds } from "@/db/queries/items";
import { OperationError } from "../errors";
import type { OperationContext } from "../operation";
import { confirmedBy, type DisputedShard, disputeOf, settleDispute } from "./arbitrate-shard";
import { referenceReader } from "./reference-input";
import { OnnxFailure, type OnnxLimits, runOnnx } from "./run-onnx";

/** A browser waits for the reply meanwhile. */
const MAX_MS = 20_000;

/**
 * Lets the server's own runtime decide between two browsers, where an operator installed it and the input can be made
 * here. False where it cannot say: then a third browser decides.
 */
export async function arbitrateOnServer(
  context: Pick<OperationContext, "store" | "data" | "actor" | "now">,
  at: DisputedShard,
  limits: OnnxLimits = {},
): Promise<boolean> {
  const third = await computeSample(context, at, { maxMs: MAX_MS, ...limits });
  if (!third) return false;
  return context.store.transaction(async (tx) => {
    // taken before the shard is read: whoever else decides waits, and then finds no dispute
    const run = await lockRun(tx, { runId: at.run.id });
    const shard = await shardById(tx, { shardId: at.shard.id });
    if (shard?.state !== "computed") return false;
    const now = { ...at, run, shard };
    const dispute = await disputeOf(tx, now);
    const { tolerance } = run;
    if (!dispute || !confirmedBy(third, dispute, { sample: shard.sample ?? [], tolerance })) return false;
    await settleDispute(tx, context, now, { dispute, third, thirdVectors: null, by: "server" });
    return true;
  });
}

async function computeSample(
  { store, data }: Pick<OperationContext, "store" | "data">,
  { run, shard, card }: DisputedShard,
  limits: OnnxLimits,
): Promise<Map<number, Float32Array> | null> {
  const sample = shard.sample ?? [];
  try {
    const read = await referenceReader(data, card);
    const rows = await itemsByIds(store.read, { projectId: run.projectId, itemIds: sample });
    const inputs = await Promise.all(rows.map(read));
    const model = new Uint8Array(await readFile(data.model(shard.sha256)));
    const { outputs } = await runOnnx({ model, input: card.input.name, output: card.output.name, inputs }, limits);
    const found = rows.map((row, k): [number, Float32Array | null] => {
      const probs = outputProbabilities(outputs[k] ?? new Float32Array(), card.output);
      const checked = checkProbabilities(probs, { classes: card.labels.length });
      return [row.id, checked.ok ? checked.values : null];
    });
    const usable = found.flatMap(([id, probs]): [number, Float32Array][] => (probs ? [[id, probs]] : []));
    return usable.length === sample.length ? new Map(usable) : null;
  } catch (error) {
    // not installed, too slow, or an item that cannot be prepared here: another browser can
    if (error instanceof OnnxFailure || error instanceof OperationError) return null;
    throw error;
  }
}
