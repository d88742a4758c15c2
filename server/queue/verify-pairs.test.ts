import { afterAll, beforeAll, expect, test } from "vitest";
import { insertModel, insertPredictions, insertRun } from "@/db/queries/models";
import { projectLabels } from "@/db/queries/projects";
import { queueById } from "@/db/queries/queues";
import { makeProject, makeQueue } from "@/db/test-store";
import type { Actor } from "../operation";
import { predictionRow } from "../prediction/record-predictions";
import { makeTestServer, type TestServer } from "../test-context";
import { CreateQueueInput, createQueue } from "./create-queue";
import { verifyPairs } from "./verify-pairs";

let server: TestServer;
beforeAll(async () => {
  server = await makeTestServer();
});
afterAll(() => server.remove());

interface RunOf {
  outOfSample: "yes" | "no" | "unknown";
  classes: string[];
  probs: number[];
}

/** A project with an item that is given as dog, and these runs of one model over it, the oldest first. */
async function projectWith(runs: RunOf[]) {
  const { projectId, people, itemIds: all } = await makeProject(server.store, { items: 2 });
  const itemIds = all.slice(1);
  const modelId = await server.store.transaction(async (tx) => {
    const values = { projectId, name: "m", kind: "imported" as const, files: [], trainedOn: "unknown" as const };
    const model = await insertModel(tx, { ...values, stage: "candidate", createdAt: 0 });
    for (const { probs, ...run } of runs) {
      const at = { projectId, modelId: model.id, source: "imported" as const, count: 1, createdAt: 0 };
      const runId = await insertRun(tx, { ...at, ...run });
      const [itemId = 0] = itemIds;
      await insertPredictions(tx, [predictionRow({ runId, itemId, classes: run.classes }, Float32Array.from(probs))]);
    }
    return model.id;
  });
  const { userId = 0, email = "" } = people[0] ?? {};
  const owner: Actor = { userId, email, name: "owner", isAdmin: false };
  return { projectId, itemIds, modelId, owner };
}

/** The two labels that the item is asked about, in order of the alphabet. */
async function pairOf(runs: RunOf[]) {
  const { projectId, itemIds, modelId } = await projectWith(runs);
  const { read } = server.store;
  const queueId = await makeQueue(server.store, { projectId, itemIds, question: "verify", modelId });
  const queue = await queueById(read, { projectId, queueId });
  if (!queue) throw new Error("no queue");
  const labels = await projectLabels(read, { projectId });
  const pairs = await verifyPairs(read, { projectId, queue, labels, annotatorId: 1, itemIds });
  return [...pairs.values()].map((pair) => pair.sort());
}

const run = (probs: number[], change: Partial<RunOf> = {}): RunOf => ({
  outOfSample: "yes",
  classes: ["cat", "dog", "owl"],
  probs,
  ...change,
});

test("a class that the project does not have stands for no label of it", async () => {
  const classes = ["cat", "dog", "owl", ""];
  expect(await pairOf([run([0.05, 0.05, 0.3, 0.6], { classes })])).toEqual([["dog", "owl"]]);
});

test("of two runs the newer one is asked about", async () => {
  expect(await pairOf([run([0.9, 0, 0.1]), run([0.1, 0, 0.9])])).toEqual([["dog", "owl"]]);
});

test("a run of a model that may have trained on the item shows nothing", async () => {
  expect(await pairOf([run([0.9, 0, 0.1], { outOfSample: "unknown" })])).toEqual([]);
  expect(await pairOf([run([0.1, 0, 0.9]), run([0.9, 0, 0.1], { outOfSample: "unknown" })])).toEqual([["dog", "owl"]]);
});

test("a queue that shows predictions needs some that are out-of-sample", async () => {
  const queueOf = async (outOfSample: RunOf["outOfSample"], input: object) => {
    const { projectId, owner } = await projectWith([run([0, 0.9, 0.1], { outOfSample })]);
    const asked = CreateQueueInput.parse({ projectId, name: "Check", strategy: "all", ...input });
    const { queueId, jobId } = await createQueue(server.as(owner), asked);
    expect(await server.run({ jobId })).toMatchObject({ state: "done" });
    return (await queueById(server.store.read, { projectId, queueId }))?.total;
  };
  for (const input of [{ question: "verify" }, { layout: "grid" }]) {
    await expect(queueOf("unknown", input)).rejects.toThrow("stated to be out-of-sample");
    expect(await queueOf("yes", input)).toBe(1);
  }
});
