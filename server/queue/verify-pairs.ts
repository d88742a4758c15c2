import { maySuggest } from "@/core/prediction/out-of-sample";
import { verifyCandidates } from "@/core/queue/verify-candidates";
import { itemsByIds } from "@/db/queries/items";
import { projectRuns } from "@/db/queries/models";
import type { LabelRow } from "@/db/queries/projects";
import type { QueueRow } from "@/db/queries/queues";
import type { Queryable } from "@/db/store";
import { readPredictionsOf } from "../prediction/read-predictions";

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
  const runs = (await projectRuns(db, { projectId })).filter(
    (run) => maySuggest(run) && (queue.modelId === null || run.modelId === queue.modelId),
  );
  const classes = labels.map((label) => label.key);
  const given = new Map((await itemsByIds(db, { projectId, itemIds })).map((item) => [item.id, item.given]));
  const at = new Map(classes.map((key, k) => [key, k]));
  for (const [itemId, probs] of await readPredictionsOf(db, { runs, classes, itemIds })) {
    const pair = verifyCandidates({
      given: at.get(given.get(itemId) ?? "") ?? null,
      probs,
      isOpen: (k) => labels[k]?.retiredAt === null,
      queueSeed: queue.seed,
      itemId,
      annotatorId,
    });
    const [a, b] = (pair ?? []).map((k) => classes[k]);
    if (a !== undefined && b !== undefined) pairs.set(itemId, [a, b]);
  }
  return pairs;
}
