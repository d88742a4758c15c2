import type { z } from "zod";
import { cosineSimilarity, distributionAffinity, NearestPerLabel } from "@/core/prediction/nearest-examples";
import { embeddingsOf } from "@/db/queries/inference";
import { itemsByIds, settledExamples } from "@/db/queries/items";
import { predictionsOfItems, projectModels, projectRuns } from "@/db/queries/models";
import type { Queryable } from "@/db/store";
import { type SmallItem, smallItem } from "../media/small-item";
import { baseOf } from "../model/head-base";
import type { OperationContext } from "../operation";
import { requireOwner } from "../queue/queue-access";
import { type ExplainInput, requireSuggested } from "./explain-suggestion";
import { unpackProbabilities } from "./read-predictions";

const PAGE = 500;
/** The newest settled items that are looked through. */
const MOST = 4_000;
const LABELS = 4;
const PER_LABEL = 2;

export interface Example extends SmallItem {
  label: string;
}
export interface NearestExamples {
  /** What is compared: vectors of the model's embedding output, or else what it says of the items. */
  by: "embeddings" | "probabilities";
  /** Nearest label first. */
  labels: Example[][];
}

interface Space {
  by: NearestExamples["by"];
  vectorsOf(itemIds: number[]): Promise<Map<number, Float32Array>>;
  similarity(a: Float32Array, b: Float32Array): number;
}

/** Embeddings of one model for all; those of fold models, each of its own kind, cannot be compared. */
async function embeddingSpace(db: Queryable, { projectId, modelId }: { projectId: number; modelId: number }) {
  const models = await projectModels(db, { projectId });
  const model = models.find((one) => one.id === modelId);
  const whole = model?.files.length === 1 ? model.id : model && baseOf(model, models);
  if (whole == null) return null;
  const space: Space = {
    by: "embeddings",
    vectorsOf: async (itemIds) =>
      new Map(
        (await embeddingsOf(db, { modelId: whole, itemIds })).map((row) => [
          row.itemId,
          unpackProbabilities(row.vector),
        ]),
      ),
    similarity: cosineSimilarity,
  };
  return space;
}

/** Probabilities of the model's runs that never saw the items. */
async function probabilitySpace(db: Queryable, { projectId, modelId }: { projectId: number; modelId: number }) {
  const runs = new Set(
    (await projectRuns(db, { projectId })).flatMap((run) =>
      run.modelId === modelId && run.outOfSample === "yes" ? run.id : [],
    ),
  );
  const space: Space = {
    by: "probabilities",
    vectorsOf: async (itemIds) =>
      new Map(
        (await predictionsOfItems(db, { itemIds }))
          .filter((row) => runs.has(row.runId))
          .map((row) => [row.itemId, unpackProbabilities(row.probs)]),
      ),
    similarity: distributionAffinity,
  };
  return space;
}

/** The nearest settled items of each label; null where the item itself has no vector. */
async function nearestIn(db: Queryable, space: Space, { projectId, itemId }: { projectId: number; itemId: number }) {
  const own = (await space.vectorsOf([itemId])).get(itemId);
  const [item] = await itemsByIds(db, { projectId, itemIds: [itemId] });
  if (!own || !item) return null;
  const nearest = new NearestPerLabel(PER_LABEL);
  const settled = await settledExamples(db, { projectId, limit: MOST });
  for (let start = 0; start < settled.length; start += PAGE) {
    const part = settled.slice(start, start + PAGE);
    const vectors = await space.vectorsOf(part.map(({ id }) => id));
    for (const { id, label, contentHash } of part) {
      const vector = vectors.get(id);
      // the label of an exact duplicate would be the answer of others to this very item
      const isDuplicate = contentHash === item.contentHash;
      if (!vector || label === null || isDuplicate || vector.length !== own.length) continue;
      nearest.add({ itemId: id, label, similarity: space.similarity(own, vector) });
    }
    // others are served in between
    await new Promise((resolve) => setImmediate(resolve));
  }
  return nearest.labels(LABELS);
}

/**
 * Settled items that the model finds most like the one on the screen, a few of each label, to hold its suggestion
 * against. For whoever may have the suggestion explained; only items that no queue asks anybody about.
 */
export async function nearestExamples(
  { store, actor, data }: OperationContext,
  input: z.infer<typeof ExplainInput>,
): Promise<NearestExamples | null> {
  requireOwner(actor, input.userId);
  const { projectId } = input;
  const { itemId, modelId } = await store.transaction(async (tx) => {
    const { itemId: id, named } = await requireSuggested(tx, { actor, input });
    return { itemId: id, modelId: named?.modelId ?? null };
  });
  if (modelId === null) return null;
  const db = store.read;
  for (const space of [
    await embeddingSpace(db, { projectId, modelId }),
    await probabilitySpace(db, { projectId, modelId }),
  ]) {
    const found = space && (await nearestIn(db, space, { projectId, itemId }));
    if (!space || !found || found.length === 0) continue;
    const itemIds = found.flat().map((one) => one.itemId);
    const items = new Map((await itemsByIds(db, { projectId, itemIds })).map((item) => [item.id, item]));
    const exampleOf = async ({ itemId: id, label }: { itemId: number; label: string }): Promise<Example> => ({
      label,
      ...(await smallItem(data, items.get(id) ?? { text: null, data: null, mediaHash: null })),
    });
    const examples = await Promise.all(found.map((some) => Promise.all(some.map(exampleOf))));
    // a recording has no small form
    const labels = examples.filter((some) => some.every(({ text, cells, picture }) => text ?? cells ?? picture));
    return labels.length === 0 ? null : { by: space.by, labels };
  }
  return null;
}
