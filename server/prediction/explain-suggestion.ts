import { z } from "zod";
import { ModelCard } from "@/core/onnx/model-card";
import { claimsOf } from "@/db/queries/claims";
import { modelById, projectRuns } from "@/db/queries/models";
import type { Transaction } from "@/db/store";
import { notFound } from "../errors";
import { mayDownload } from "../model/serve-model";
import { type Actor, Id, type OperationContext } from "../operation";
import { PageOwner, requireOwner, requireQueue } from "../queue/queue-access";
import { suggestionsFor } from "./suggest-label";

export const ExplainInput = z.strictObject({ projectId: Id, queueId: Id, userId: PageOwner, claimId: Id });

/** The assisted claim that the actor holds, with the run or the model of its suggestion; not found for anybody else. */
export async function requireSuggested(
  tx: Transaction,
  { actor, input: { projectId, queueId, claimId } }: { actor: Actor; input: z.infer<typeof ExplainInput> },
) {
  const { project, queue, annotatorId } = await requireQueue(tx, {
    actor,
    projectId,
    queueId,
    operation: "queue.label",
  });
  const [claim] = await claimsOf(tx, { claimIds: [claimId] });
  if (!claim || claim.annotatorId !== annotatorId || claim.queueId !== queueId || claim.arm !== "assisted")
    throw notFound("claim");
  const suggestion = (await suggestionsFor(tx, { projectId, queue, itemIds: [claim.itemId], role: project.role })).get(
    claim.itemId,
  );
  // what the browser computed is stored a moment later, maybe before its claim says so
  const runId = claim.suggestionRun ?? suggestion?.stored?.runId ?? null;
  const run = (await projectRuns(tx, { projectId })).find((one) => one.id === runId) ?? null;
  return { project, itemId: claim.itemId, named: run ?? suggestion?.run ?? null };
}

/**
 * The file by which an annotator's browser may explain the suggestion of an item that they hold: the one that made it,
 * and that never saw the item. Never in the blind arm. Null where the suggestion came from no file.
 */
export async function explainSuggestion({ store, actor }: OperationContext, input: z.infer<typeof ExplainInput>) {
  requireOwner(actor, input.userId);
  const { projectId } = input;
  return store.transaction(async (tx) => {
    const { project, named } = await requireSuggested(tx, { actor, input });
    const model = named && (await modelById(tx, { projectId, modelId: named.modelId }));
    const file = model?.card && model.files.find((one) => one.fold === named?.fold);
    if (!model || !file || !mayDownload(project.role, model)) return null;
    const { image, audio, table } = ModelCard.parse(model.card);
    const reads = audio ? "audio" : image ? "image" : table ? "row" : "text";
    return {
      modelId: model.id,
      name: `${model.name} ${model.version}`,
      sha256: file.sha256,
      reads,
      fit: image,
    } as const;
  });
}
