import { outOfSampleFor } from "@/core/prediction/out-of-sample";
import { fileFor } from "@/core/prediction/shard";
import { itemsByIds } from "@/db/queries/items";
import { modelById, predictionsOfItems, projectRuns } from "@/db/queries/models";
import type { Role } from "@/db/queries/projects";
import type { QueueRow } from "@/db/queries/queues";
import type { Queryable } from "@/db/store";
import { mayDownload } from "../model/serve-model";
import { unpackProbabilities } from "./read-predictions";
import { trainingFacts } from "./training-facts";

export interface Suggestion {
  stored: { runId: number; label: string; confidence: number } | null;
  /** The most probable labels of the stored prediction, best first; the finder of many labels begins with them. */
  likely: string[];
  /** What the browser may run instead: a file that did not train on the item. */
  run: { modelId: number; sha256: string; fold: number | null } | null;
  whyNone: "in-sample" | "unknown training data" | "kept to managers" | "no model" | null;
}

const none = (whyNone: Suggestion["whyNone"]): Suggestion => ({ stored: null, likely: [], run: null, whyNone });

const LIKELY = 5;

const likelyLabels = (probs: ArrayLike<number>, classes: readonly string[]) =>
  Array.from(classes.keys())
    .sort((a, b) => (probs[b] ?? 0) - (probs[a] ?? 0) || a - b)
    .slice(0, LIKELY)
    .flatMap((k) => classes[k] ?? []);

/**
 * The suggestion of each item, decided on the server: a stored prediction of an out-of-sample run; else the file, or
 * the fold, that never saw the item, for the annotator's browser; else none, with the reason.
 */
export async function suggestionsFor(
  db: Queryable,
  { projectId, queue, itemIds, role }: { projectId: number; queue: QueueRow; itemIds: number[]; role: Role },
): Promise<Map<number, Suggestion>> {
  const result = new Map<number, Suggestion>(itemIds.map((id) => [id, none("no model")]));
  if (itemIds.length === 0) return result;
  const model = queue.modelId === null ? null : await modelById(db, { projectId, modelId: queue.modelId });
  if (queue.suggestFrom === "stored") {
    const runs = (await projectRuns(db, { projectId })).filter(
      (run) => run.outOfSample === "yes" && (model ? run.modelId === model.id : true),
    );
    const allowed = new Map(runs.map((run) => [run.id, run]));
    for (const row of await predictionsOfItems(db, { itemIds }))
      if (allowed.has(row.runId))
        result.set(row.itemId, {
          stored: { runId: row.runId, label: row.topLabel, confidence: row.confidence },
          likely: likelyLabels(unpackProbabilities(row.probs), allowed.get(row.runId)?.classes ?? []),
          run: null,
          whyNone: null,
        });
  }
  if (!model || model.files.length === 0) return result;
  const open = itemIds.filter((id) => !result.get(id)?.stored);
  if (!mayDownload(role, model)) {
    for (const id of open) result.set(id, none("kept to managers"));
    return result;
  }
  const factsOf = await trainingFacts(db, { modelId: model.id, trainedOn: model.trainedOn, itemIds: open });
  const items = await itemsByIds(db, { projectId, itemIds: open });
  for (const item of items) {
    const facts = factsOf(item.id);
    const file = fileFor(model.files, facts.itemFold);
    const is = outOfSampleFor(model.trainedOn, { split: item.split, fold: file?.fold ?? null, ...facts });
    if (file && is === "yes")
      result.set(item.id, { ...none(null), run: { modelId: model.id, sha256: file.sha256, fold: file.fold } });
    else result.set(item.id, none(is === "unknown" ? "unknown training data" : "in-sample"));
  }
  return result;
}
