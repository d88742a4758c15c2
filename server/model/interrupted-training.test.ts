import { afterEach, beforeEach, expect, test } from "vitest";
import { foldsOf, predictionsOfItems, projectModels, projectRuns, unfinishedModels } from "@/db/queries/models";
import { queueById } from "@/db/queries/queues";
import type { Store } from "@/db/store";
import { makeProject, makeQueue } from "@/db/test-store";
import { Cancelled, type JobContext, noHotline } from "../jobs/job-context";
import { suggestionsFor } from "../prediction/suggest-label";
import { makeTestServer, type TestServer } from "../test-context";
import { trainBaselineModel } from "./train-baseline";

/** More than are stored at once. */
const ITEMS = 1_100;
const SAYS = ["meow purr", "bark woof", "hoot fly"];
const UNTIL_NOW = Number.MAX_SAFE_INTEGER;

let server: TestServer;
let project: Awaited<ReturnType<typeof makeProject>>;
beforeEach(async () => {
  server = await makeTestServer();
  project = await makeProject(server.store, { items: ITEMS, content: (k) => ({ text: `${SAYS[k % 3]} ${k}` }) });
});
afterEach(() => server.remove());

function train({ store = server.store, report }: { store?: Store; report: JobContext["report"] }) {
  const { userId = 0, email = "" } = project.people[0] ?? {};
  const context = { ...server.as({ userId, email, name: "owner", isAdmin: false }), store };
  return trainBaselineModel(
    { ...context, jobId: 1, hotline: noHotline, report },
    { projectId: project.projectId, folds: 3 },
  );
}

const unfinished = () =>
  unfinishedModels(server.store.read, { projectId: project.projectId, kind: "baseline", until: UNTIL_NOW });

const storedOf = async (modelId: number) => [
  (await foldsOf(server.store.read, { modelId, itemIds: project.itemIds })).length,
  (await predictionsOfItems(server.store.read, { itemIds: project.itemIds })).length,
];

/** What an annotator's browser would be offered of the model. */
async function offered(modelId: number) {
  const { projectId, itemIds } = project;
  const queueId = await makeQueue(server.store, { projectId, itemIds, mode: "assisted", modelId });
  const queue = await queueById(server.store.read, { projectId, queueId });
  if (!queue) throw new Error("no queue");
  const found = await suggestionsFor(server.store.read, { projectId, queue, itemIds, role: "annotator" });
  return [...found.values()].filter(({ run, stored }) => run || stored).length;
}

test("until every item is listed nobody sees the model; one that was cancelled leaves nothing", async () => {
  const { projectId } = project;
  const seen: number[] = [];
  const training = train({
    report: async ({ phase, done }) => {
      if (phase !== "storing predictions") return;
      const [modelId = 0] = await unfinished();
      const models = await projectModels(server.store.read, { projectId });
      const runs = await projectRuns(server.store.read, { projectId });
      seen.push(models.length + runs.length + (await offered(modelId)));
      if (done > 0) throw new Cancelled();
    },
  });
  await expect(training).rejects.toThrow(Cancelled);
  expect(seen).toEqual([0, 0]);
  expect(await unfinished()).toEqual([]);
  expect(await storedOf(1)).toEqual([0, 0]);
});

test("what a killed process left of a model suggests nothing, and goes with the next training", async () => {
  const { store } = server;
  let isKilled = false;
  const dying: Store = {
    ...store,
    transaction: (body) => (isKilled ? Promise.reject(new Error("killed")) : store.transaction(body)),
  };
  const killed = train({
    store: dying,
    report: async ({ phase }) => {
      isKilled ||= phase === "storing predictions";
    },
  });
  await expect(killed).rejects.toThrow("killed");
  const [left = 0] = await unfinished();
  expect(await storedOf(left)).toEqual([500, 500]);
  expect(await offered(left)).toBe(0);
  const { modelId } = await train({ report: async () => undefined });
  expect(await unfinished()).toEqual([]);
  expect(await storedOf(left)).toEqual([0, ITEMS]);
  expect(await storedOf(modelId)).toEqual([ITEMS, ITEMS]);
  const models = await projectModels(store.read, { projectId: project.projectId });
  expect(models.map(({ id, trainedOn, stage }) => [id, trainedOn, stage])).toEqual([
    [modelId, { foldMap: true }, "candidate"],
  ]);
  expect(await offered(modelId)).toBe(ITEMS);
});
