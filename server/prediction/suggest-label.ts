import { maySuggest, outOfSampleFor } from "@/core/prediction/out-of-sample";
import { fileFor } from "@/core/prediction/shard";
import { itemsByIds } from "@/db/queries/items";
import { modelById, predictionsOfItems, projectRuns } from "@/db/queries/models";
import { projectLabels, type Role } from "@/db/queries/projects";
import type { QueueRow } from "@/db/queries/queues";
import type { Queryable } from "@/db/store";
import { mayDownload } from "../model/serve-model";
import { checkedLast, unpackProbabilities } from "./read-predictions";
import { trainingFacts } from "./training-facts";

export interface Suggestion {
  stored: { runId: number; label: string; confidence: number } | null;
  /** The most probable labels of the stored prediction, best first; the finder of many labels begins with them. */
  likely: string[];
  /** What the browser may run instead: a file that did not train on the item. */
  run: { modelId: number; sha256: string; fold: number | null } | null;
  whyNone: "in-sample" | "unknown training data" | "kept to managers" | "no label of the project" | "no model" | null;
}

const none = (whyNone: Suggestion["whyNone"]): Suggestion => ({ stored: null, likely: [], run: null, whyNone });

const LIKELY = 5;

const likelyLabels = (probs: ArrayLike<number>, classes: readonly string[]) =>
  Array.from(classes.keys())
    .sort((a, b) => (probs[b] ?? 0) - (probs[a] ?? 0) || a - b)
    .slice(0, LIKELY)
    .flatMap((k) => classes[k] ?? []);

/**
 * What the stored out-of-sample predictions suggest; items without one are missing. A model that puts an item into a class
 * that nobody can choose suggests nothing for it: its next best label is not what it says.
 */
export async function storedSuggestions(
  db: Queryable,
  { projectId, modelId, itemIds }: { projectId: number; modelId: number | null; itemIds: number[] },
): Promise<Map<number, Suggestion>> {
  const found = new Map<number, Suggestion>();
  const runs = new Map(
    (await projectRuns(db, { projectId }))
      .filter((run) => maySuggest(run) && (modelId === null || run.modelId === modelId))
      .map((run) => [run.id, run]),
  );
  const labels = await projectLabels(db, { projectId });
  const isOpen = new Set(labels.filter(({ retiredAt }) => retiredAt === null).map(({ key }) => key));
  for (const row of checkedLast(await predictionsOfItems(db, { itemIds }), runs)) {
    const run = runs.get(row.runId);
    if (!run) continue;
    const stored = { runId: row.runId, label: row.topLabel, confidence: row.confidence };
    const likely = likelyLabels(unpackProbabilities(row.probs), run.classes).filter((key) => isOpen.has(key));
    found.set(
      row.itemId,
      isOpen.has(row.topLabel) ? { ...none(null), stored, likely } : { ...none("no label of the project"), likely },
    );
  }
  return found;
}

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
  const settled =
    queue.suggestFrom === "stored"
      ? await storedSuggestions(db, { projectId, modelId: model?.id ?? null, itemIds })
      : new Map<number, Suggestion>();
  for (const [id, suggestion] of settled) result.set(id, suggestion);
  if (!model || model.files.length === 0) return result;
  const open = itemIds.filter((id) => !settled.has(id));
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
