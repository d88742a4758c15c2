import { createHash } from "node:crypto";
import { z } from "zod";
import { ModelCard, prepVersionInput } from "@/core/onnx/model-card";
import { argmax, checkProbabilities, normalizedRow } from "@/core/prediction/probabilities";
import { entropyNats, margin } from "@/core/prediction/uncertainty";
import { claimsOf } from "@/db/queries/claims";
import {
  bumpRunCount,
  insertPredictions,
  insertRun,
  modelById,
  type NewPrediction,
  projectRuns,
} from "@/db/queries/models";
import { lockEvents } from "@/db/queries/projects";
import { invalid, notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { PageOwner, requireOwner, requireQueue } from "../queue/queue-access";
import { packProbabilities } from "./read-predictions";
import { suggestionsFor } from "./suggest-label";

/** A row of the table from checked float32 values in label order. */
export function predictionRow(
  { runId, itemId, classes }: { runId: number; itemId: number; classes: readonly string[] },
  values: Float32Array,
): NewPrediction {
  const p = normalizedRow(values);
  const best = argmax(p);
  const within = (x: number) => Math.min(1, Math.max(0, x));
  return {
    runId,
    itemId,
    probs: packProbabilities(values),
    topLabel: classes[best] ?? "",
    confidence: within(p[best] ?? 0),
    margin: within(margin(p)),
    entropy: entropyNats(p),
  };
}

export const prepVersionOf = (card: ModelCard) => createHash("sha256").update(prepVersionInput(card)).digest("hex");

export const RecordPredictionsInput = z.strictObject({
  projectId: Id,
  queueId: Id,
  userId: PageOwner,
  modelId: Id,
  fold: z.int().min(0).max(99).nullable(),
  provider: z.enum(["wasm", "webgpu"]),
  runtimeVersion: z.string().max(40),
  predictions: z
    .array(
      z.strictObject({
        claimId: Id,
        ms: z.number().min(0).max(3_600_000).optional(),
        probs: z.array(z.number()).min(2).max(10_000),
      }),
    )
    .min(1)
    .max(32),
});

/**
 * Keeps what an annotator's browser computed, as a run of its own: only for items they hold, in the assisted arm,
 * by the file that the server named for them.
 */
export async function recordPredictions(
  { store, actor, now }: OperationContext,
  input: z.infer<typeof RecordPredictionsInput>,
) {
  const { projectId, queueId, modelId, fold, provider, runtimeVersion } = input;
  requireOwner(actor, input.userId);
  return store.transaction(async (tx) => {
    const { project, queue, annotatorId } = await requireQueue(tx, {
      actor,
      projectId,
      queueId,
      operation: "queue.label",
    });
    const model = await modelById(tx, { projectId, modelId });
    if (!model?.card) throw notFound("model");
    const card = ModelCard.parse(model.card);
    const claims = (await claimsOf(tx, { claimIds: input.predictions.map((one) => one.claimId) })).filter(
      (claim) => claim.annotatorId === annotatorId && claim.queueId === queueId && claim.arm === "assisted",
    );
    const allowed = await suggestionsFor(tx, {
      projectId,
      queue,
      itemIds: claims.map((claim) => claim.itemId),
      role: project.role,
    });
    const classes = card.labels.map((label) => label.projectLabel ?? "");
    const values = new Map<number, Float32Array>();
    for (const { claimId, probs } of input.predictions) {
      const claim = claims.find((one) => one.id === claimId);
      const run = claim && allowed.get(claim.itemId)?.run;
      if (!claim || run?.modelId !== modelId || run.fold !== fold) continue;
      const checked = checkProbabilities(probs, { classes: classes.length });
      if (!checked.ok) throw invalid(checked.message, "predictions");
      values.set(claim.itemId, checked.values);
    }
    if (values.size === 0) return { runId: null, stored: 0 };
    await lockEvents(tx, { projectId });
    const prepVersion = prepVersionOf(card);
    const existing = (await projectRuns(tx, { projectId })).find(
      (run) =>
        run.modelId === modelId &&
        run.source === "browser" &&
        run.inferenceRunId === null &&
        run.fold === fold &&
        run.provider === provider &&
        run.runtimeVersion === runtimeVersion &&
        run.prepVersion === prepVersion,
    );
    const runId =
      existing?.id ??
      (await insertRun(tx, {
        projectId,
        modelId,
        source: "browser",
        fold,
        // the file was named by the server for items it never saw
        outOfSample: "yes",
        classes,
        provider,
        runtimeVersion,
        prepVersion,
        createdAt: now,
      }));
    const rows = [...values].map(([itemId, probs]) => predictionRow({ runId, itemId, classes }, probs));
    const stored = await insertPredictions(tx, rows);
    const times = input.predictions.flatMap(({ ms }) => ms ?? []);
    const msPerItem = times.length === 0 ? null : times.reduce((sum, ms) => sum + ms, 0) / times.length;
    await bumpRunCount(tx, { runId, by: stored, msPerItem });
    return { runId, stored };
  });
}
