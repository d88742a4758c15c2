import { afterEach, expect, test } from "vitest";
import { updateItemFields } from "@/db/queries/items";
import { queueById } from "@/db/queries/queues";
import type { TrainedOnColumn } from "@/db/schema/models";
import { makeQueue } from "@/db/test-store";
import { suggestionsFor } from "./suggest-label";
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

test("nothing, and not stated", async () => {
  expect(await offered({ folds: 0, trainedOn: "nothing" })).toEqual([null, null, null, null]);
  await at.remove();
  expect(await offered({ folds: 0, trainedOn: "unknown" })).toEqual(Array(4).fill("unknown training data"));
});
