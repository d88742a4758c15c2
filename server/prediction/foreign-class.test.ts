import { afterAll, beforeAll, expect, test } from "vitest";
import { claimsOf } from "@/db/queries/claims";
import { insertModel, insertPredictions, insertRun } from "@/db/queries/models";
import { queueItemsOf } from "@/db/queries/queues";
import { makeProject } from "@/db/test-store";
import { readItem } from "../dataset/read-items";
import type { Actor } from "../operation";
import { claimItems } from "../queue/claim-items";
import { CreateQueueInput, createQueue } from "../queue/create-queue";
import { makeTestServer, type TestServer } from "../test-context";
import { predictionRow } from "./record-predictions";

/** A model of three classes, of which the project has two. */
const CLASSES = ["", "cat", "dog"];
const ROWS = [
  [0.8, 0.15, 0.05],
  [0.1, 0.7, 0.2],
  [0.2, 0.1, 0.7],
];

let server: TestServer;
let owner: Actor;
let projectId = 0;
let itemIds: number[] = [];
beforeAll(async () => {
  server = await makeTestServer();
  const made = await makeProject(server.store, { labels: ["cat", "dog"], items: ROWS.length });
  ({ projectId, itemIds } = made);
  const { userId = 0, email = "" } = made.people[0] ?? {};
  owner = { userId, email, name: "owner", isAdmin: false };
  await server.store.transaction(async (tx) => {
    const values = { projectId, name: "m", kind: "imported" as const, files: [], trainedOn: "nothing" as const };
    const { id: modelId } = await insertModel(tx, { ...values, stage: "candidate", createdAt: 0 });
    const run = { projectId, modelId, source: "imported" as const, outOfSample: "yes" as const, count: ROWS.length };
    const runId = await insertRun(tx, { ...run, classes: CLASSES, createdAt: 0 });
    await insertPredictions(
      tx,
      ROWS.map((probs, k) =>
        predictionRow({ runId, itemId: itemIds[k] ?? 0, classes: CLASSES }, Float32Array.from(probs)),
      ),
    );
  });
});
afterAll(() => server.remove());

async function queueOf(input: object) {
  const asked = CreateQueueInput.parse({ projectId, name: "Queue", strategy: "all", overlapMin: 1, ...input });
  const { queueId, jobId } = await createQueue(server.as(owner), asked);
  expect(await server.run({ jobId })).toMatchObject({ state: "done" });
  return queueId;
}

test("a class that the project does not have is no suggestion, on the screen or in the record of what was shown", async () => {
  const queueId = await queueOf({ mode: "assisted", blindItemsShare: 0 });
  const claims = await claimItems(server.as(owner), { projectId, queueId, max: 8, userId: owner.userId });
  const byItem = new Map(claims.map((claim) => [claim.itemId, claim]));
  expect(itemIds.map((id) => byItem.get(id)?.suggestion?.label ?? byItem.get(id)?.whyNone)).toEqual([
    "no label of the project",
    "cat",
    "dog",
  ]);
  expect(claims.flatMap(({ likely }) => likely)).not.toContain("");
  const records = await claimsOf(server.store.read, { claimIds: claims.map(({ claimId }) => claimId) });
  const shown = new Map(records.map((row) => [row.itemId, row.suggestion]));
  expect(itemIds.map((id) => shown.get(id))).toEqual([null, "cat", "dog"]);
});

test("a grid leaves such items out: there is no label to confirm", async () => {
  const queueId = await queueOf({ layout: "grid" });
  const rows = await queueItemsOf(server.store.read, { queueId, itemIds });
  expect(rows.map(({ itemId }) => itemId).sort((a, b) => a - b)).toEqual(itemIds.slice(1));
});

test("the item's page says that the class is none of the project's", async () => {
  const [itemId = 0] = itemIds;
  const { predictions } = await readItem(server.as(owner), { projectId, itemId });
  expect(predictions).toMatchObject([{ label: null, confidence: expect.closeTo(0.8, 5) }]);
});
