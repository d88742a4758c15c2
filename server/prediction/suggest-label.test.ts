import { afterEach, expect, test } from "vitest";
import { argmax } from "@/core/prediction/probabilities";
import { updateItemFields } from "@/db/queries/items";
import { insertPredictions, insertRun, projectRuns } from "@/db/queries/models";
import { queueById } from "@/db/queries/queues";
import type { TrainedOnColumn } from "@/db/schema/models";
import { makeQueue } from "@/db/test-store";
import { readPredictions, readPredictionsOf } from "./read-predictions";
import { predictionRow } from "./record-predictions";
import { storedSuggestions, suggestionsFor } from "./suggest-label";
import { makeRunServer, type RunServer } from "./test-run";

let at: RunServer;
afterEach(() => at.remove());

/** What the browser of an annotator may run for each item. */
async function offered(options: { folds: number; trainedOn?: TrainedOnColumn }, splits: (string | null)[] = []) {
  at = await makeRunServer({ items: 4, ...options });
  const { store, projectId, itemIds, modelId } = at;
  await store.transaction(async (tx) => {
    for (const [k, split] of splits.entries()) await updateItemFields(tx, { itemId: itemIds[k] ?? 0, split });
  });
  const queueId = await makeQueue(store, { projectId, itemIds, mode: "assisted", modelId });
  const queue = await queueById(store.read, { projectId, queueId });
  if (!queue) throw new Error("no queue");
  const found = await suggestionsFor(store.read, { projectId, queue, itemIds, role: "annotator" });
  return itemIds.map((id) => {
    const { run, whyNone } = found.get(id) ?? { run: null, whyNone: null };
    return run ? run.fold : whyNone;
  });
}

test("splits: one file for all that the model did not train on; an item without a split may be one that it did", async () => {
  const splits = ["train", "test", null, "train"];
  expect(await offered({ folds: 0, trainedOn: { splits: ["train"] } }, splits)).toEqual([
    "in-sample",
    null,
    "unknown training data",
    "in-sample",
  ]);
});

test("folds: the file that held the item out; one that no fold trained on is new to every file", async () => {
  expect(await offered({ folds: 2 })).toEqual([0, 1, 0, 0]);
});

test("what browsers computed while people labeled does not stand above what was checked", async () => {
  at = await makeRunServer({ items: 2, folds: 0 });
  const { store, projectId, itemIds, modelId } = at;
  const classes = ["cat", "dog", "owl"];
  const runOf = async (source: "imported" | "server" | "browser", probs: number[], items: number[]) =>
    store.transaction(async (tx) => {
      const run = { projectId, modelId, source, outOfSample: "yes" as const, classes, createdAt: 0 };
      const runId = await insertRun(tx, run);
      const rows = items.map((itemId) => predictionRow({ runId, itemId, classes }, Float32Array.from(probs)));
      await insertPredictions(tx, rows);
    });
  const suggested = async () => {
    const found = await storedSuggestions(store.read, { projectId, modelId, itemIds });
    const runs = (await projectRuns(store.read, { projectId })).filter((run) => run.modelId === modelId);
    const read = await readPredictions(store.read, { runs, classes });
    const some = await readPredictionsOf(store.read, { runs, classes, itemIds });
    return itemIds.map((id) => [
      found.get(id)?.stored?.label,
      ...[read, some].map((rows) => classes[argmax(rows.get(id) ?? [])]),
    ]);
  };
  await runOf("imported", [0.1, 0.8, 0.1], itemIds.slice(0, 1));
  await runOf("browser", [0.8, 0.1, 0.1], itemIds);
  expect(await suggested()).toEqual([Array(3).fill("dog"), Array(3).fill("cat")]);
  await runOf("server", [0.1, 0.1, 0.8], itemIds);
  expect(await suggested()).toEqual([Array(3).fill("owl"), Array(3).fill("owl")]);
});

test("nothing, and not stated", async () => {
  expect(await offered({ folds: 0, trainedOn: "nothing" })).toEqual([null, null, null, null]);
  await at.remove();
  expect(await offered({ folds: 0, trainedOn: "unknown" })).toEqual(Array(4).fill("unknown training data"));
});
