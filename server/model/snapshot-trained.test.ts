import { appendFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeLinearModel } from "@/core/training/onnx-writer";
import { itemsByIds } from "@/db/queries/items";
import { insertModel, predictionsOfItems, projectRuns } from "@/db/queries/models";
import { queueById } from "@/db/queries/queues";
import { snapshotByNumber } from "@/db/queries/snapshots";
import { makeQueue } from "@/db/test-store";
import { StartImportInput, startImport } from "../dataset/start-import";
import type { Actor } from "../operation";
import { startBrowserRun } from "../prediction/start-browser-run";
import { suggestionsFor } from "../prediction/suggest-label";
import { FakeBrowser } from "../prediction/test-run";
import { createProject } from "../project/create-project";
import { startSnapshot } from "../snapshot/start-snapshot";
import { makeTestServer, type TestServer } from "../test-context";
import { RegisterModelInput, registerModel } from "./register-model";

let server: TestServer;
let owner: Actor;
let projectId = 0;
let itemIds: number[] = [];
const LABELS = ["cat", "dog", "owl"];
/** Two items that stand in the snapshot, one of them with a name that JSON escapes, and two that came after it. */
const NAMES = ['a "quoted" \\ name', "b", "c", "d"];

async function importItems(names: readonly string[]) {
  const lines = names.map((id) => `${JSON.stringify({ id, text: `text ${id}` })}\n`).join("");
  const sha256 = await server.upload(owner, lines, "items.jsonl");
  const job = await server.run(await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256 })));
  expect(job.error).toBeNull();
}

beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
  const labels = LABELS.map((name) => ({ name }));
  ({ projectId } = await createProject(server.as(owner), {
    name: "animals",
    task: "single-label",
    media: "text",
    labels,
  }));
  await importItems(NAMES.slice(0, 2));
  const job = await server.run(await startSnapshot(server.as(owner), { projectId, note: "" }));
  expect(job.result).toMatchObject({ number: 1, items: 2 });
  await importItems(NAMES.slice(2));
  const ids = Array.from({ length: 20 }, (_, k) => k + 1);
  const rows = await itemsByIds(server.store.read, { projectId, itemIds: ids });
  itemIds = NAMES.map((name) => rows.find((row) => row.externalId === name)?.id ?? 0);
});
afterAll(() => server.remove());

const card = {
  schemaVersion: 1,
  task: "text-classification",
  input: { name: "input" },
  text: { hash: { kind: "fnv1a32", dims: 16, ngrams: [1, 2], maxTokens: 400 } },
  output: { name: "probs", kind: "probabilities" },
  labels: LABELS.map((name) => ({ name, projectLabel: name })),
};
async function register(snapshot: number) {
  const zeros = { weights: new Float32Array(48), bias: new Float32Array(3), classes: 3, dims: 16 };
  const sha256 = await server.upload(owner, writeLinearModel(zeros, LABELS), "m.onnx");
  const input = { projectId, name: "m", files: [sha256], card, trainedOn: { snapshot } };
  return registerModel(server.as(owner), RegisterModelInput.parse(input));
}
const suggestionsOf = async (modelId: number) => {
  const queueId = await makeQueue(server.store, { projectId, itemIds, mode: "assisted", modelId });
  const queue = await queueById(server.store.read, { projectId, queueId });
  if (!queue) throw new Error("no queue");
  const found = await suggestionsFor(server.store.read, { projectId, queue, itemIds, role: "owner" });
  return itemIds.map((id) => found.get(id)?.whyNone ?? found.get(id)?.run?.modelId);
};

test("a model trained on a snapshot may suggest for items that came after it, and no others", async () => {
  const { modelId } = await register(1);
  expect(await suggestionsOf(modelId)).toEqual(["in-sample", "in-sample", modelId, modelId]);
});

test("a browser run tells items in the snapshot from those outside", async () => {
  const { modelId } = await register(1);
  await startBrowserRun(server.as(owner), { projectId, modelId, scope: "all", checkShare: 0.05 });
  const browser = new FakeBrowser({ ...server, projectId }, owner, "owner");
  while (await browser.step());
  const runs = (await projectRuns(server.store.read, { projectId })).filter((run) => run.modelId === modelId);
  const rows = await predictionsOfItems(server.store.read, { itemIds });
  const of = (value: string) =>
    rows
      .filter(({ runId }) => runs.find((run) => run.id === runId)?.outOfSample === value)
      .map(({ itemId }) => itemId)
      .sort((a, b) => a - b);
  expect([of("no"), of("yes"), of("unknown")]).toEqual([itemIds.slice(0, 2), itemIds.slice(2), []]);
});

test("a snapshot that is not there, or whose file was changed, is refused", async () => {
  await expect(register(7)).rejects.toThrow("no snapshot 7");
  const snapshot = await snapshotByNumber(server.store.read, { projectId, number: 1 });
  appendFileSync(server.data.snapshot(snapshot?.itemsHash ?? ""), '{"id":"e","label":null}\n');
  await expect(register(1)).rejects.toThrow("its hash differs");
});

test("a model whose snapshot's items were never listed decides nothing", async () => {
  const modelId = await server.store.transaction(async (tx) => {
    const file = { fold: null, sha256: "0".repeat(64), bytes: 1 };
    const values = { projectId, name: "old", kind: "onnx" as const, card, files: [file], trainedOn: { snapshot: 1 } };
    return (await insertModel(tx, { ...values, stage: "candidate", createdAt: 0 })).id;
  });
  expect(await suggestionsOf(modelId)).toEqual(itemIds.map(() => "unknown training data"));
});
