import { verifyCandidates } from "@/core/queue/verify-candidates";
import { itemsByIds } from "@/db/queries/items";
import { predictionsOfItems, projectRuns } from "@/db/queries/models";
import type { LabelRow } from "@/db/queries/projects";
import type { QueueRow } from "@/db/queries/queues";
import type { Queryable } from "@/db/store";
import { unpackProbabilities } from "../prediction/read-predictions";

/**
 * The two labels that each item of a verify queue is asked about, as this person will see them. Items without a prediction
 * by a model that did not train on them are missing: they are asked for their label.
 */
export async function verifyPairs(
  db: Queryable,
  {
    projectId,
    queue,
    labels,
    annotatorId,
    itemIds,
  }: { projectId: number; queue: QueueRow; labels: readonly LabelRow[]; annotatorId: number; itemIds: number[] },
): Promise<Map<number, [string, string]>> {
  const pairs = new Map<number, [string, string]>();
  if (itemIds.length === 0) return pairs;
  const runs = new Map(
    (await projectRuns(db, { projectId }))
      .filter((run) => run.outOfSample !== "no" && (queue.modelId === null || run.modelId === queue.modelId))
      .map((run) => [run.id, run]),
  );
  const given = new Map((await itemsByIds(db, { projectId, itemIds })).map((item) => [item.id, item.given]));
  const at = new Map(labels.map((label, k) => [label.key, k]));
  for (const row of await predictionsOfItems(db, { itemIds })) {
    const run = runs.get(row.runId);
    if (!run || pairs.has(row.itemId)) continue;
    const probs = new Float64Array(labels.length);
    const found = unpackProbabilities(row.probs);
    for (const [k, key] of run.classes.entries()) probs[at.get(key) ?? 0] = found[k] ?? 0;
    const pair = verifyCandidates({
      given: at.get(given.get(row.itemId) ?? "") ?? null,
      probs,
      isOpen: (k) => labels[k]?.retiredAt === null,
      queueSeed: queue.seed,
      itemId: row.itemId,
      annotatorId,
    });
    const [a, b] = (pair ?? []).map((k) => labels[k]?.key);
    if (a !== undefined && b !== undefined) pairs.set(row.itemId, [a, b]);
  }
  return pairs;
}
