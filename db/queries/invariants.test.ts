import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { currentAnnotations } from "../schema/annotations";
import { items } from "../schema/items";
import { projects } from "../schema/projects";
import { claims, queueItems, queues } from "../schema/queues";
import { resolutions } from "../schema/resolutions";
import type { Transaction } from "../store";
import { makeProject, makeQueue, makeTestStore, type TestStore } from "../test-store";
import { insertAnnotation, setCurrent } from "./annotations";
import { ensureNamed } from "./annotators";
import { insertClaims } from "./claims";
import { insertInferenceRun } from "./inference";
import { insertShards } from "./inference-shards";
import { checkInvariants } from "./invariants";
import { upsertResolutions } from "./items";
import { insertModel } from "./models";
import { allUsers } from "./users";

let made: TestStore;
let ids: { projectId: number; queueId: number; itemId: number; annotatorId: number };

/** One item, answered by one annotator, with every counter as it should be. */
beforeAll(async () => {
  made = await makeTestStore();
  const { projectId, itemIds } = await makeProject(made.store, { items: 2 });
  const queueId = await makeQueue(made.store, { projectId, itemIds, overlapMin: 1, overlapMax: 1 });
  const itemId = itemIds[0] ?? 0;
  await made.store.transaction(async (tx) => {
    const annotatorId = await ensureNamed(tx, { projectId, name: "a", kind: "external", note: null });
    ids = { projectId, queueId, itemId, annotatorId };
    const [claim] = await insertClaims(tx, { queueId, annotatorId, max: 1, now: 0, expiresAt: 1 });
    const common = {
      projectId,
      itemId,
      queueId,
      annotatorId,
      certainty: "sure" as const,
      channel: "desk" as const,
      mode: "blind" as const,
    };
    const annotationId = await insertAnnotation(tx, {
      ...common,
      seq: 1,
      claimId: claim?.id ?? 0,
      kind: "label",
      value: { label: "cat" },
      clientKey: "k1",
      receivedAt: 0,
    });
    await setCurrent(tx, { ...common, annotationId, seq: 1, label: "cat", blindItem: true, slot: 1, late: false });
    await tx.update(claims).set({ state: "answered" });
    await tx.update(queueItems).set({ answers: 1, state: "done" }).where(eq(queueItems.itemId, itemId));
    await tx.update(queues).set({ done: 1, judgements: 1 });
    await tx.update(projects).set({ items: 2, eventSeq: 1 });
    const resolution = {
      itemId,
      projectId,
      label: "cat",
      status: "agreed" as const,
      source: "consensus" as const,
      method: "m",
      votes: [],
      posterior: [],
      entropy: 0,
      inConflict: false,
      needsDecision: false,
    };
    await upsertResolutions(tx, [resolution]);
    await tx.update(items).set({ status: "agreed" }).where(eq(items.id, itemId));
  });
});
afterAll(() => made.remove());

const broken = async () =>
  (await checkInvariants(made.store.read)).filter((one) => one.violations > 0).map((one) => one.name);

test("a healthy store breaks nothing", async () => {
  expect(await broken()).toEqual([]);
});

async function insertBrowserRun(tx: Transaction, { done }: { done: number }) {
  const { projectId } = ids;
  const { id: modelId } = await insertModel(tx, {
    projectId,
    name: "m",
    kind: "onnx",
    files: [],
    trainedOn: "nothing",
    stage: "candidate",
    createdAt: 0,
  });
  const [user] = await allUsers(tx);
  const common = { projectId, modelId, scope: "all" as const, checkShare: 0.05, seed: 1, createdAt: 0 };
  return insertInferenceRun(tx, { ...common, state: "running", total: 5, done, createdBy: user?.id ?? 0 });
}

/** Each breaks something, must be seen by name, and is rolled back. */
const BREAKAGES: [name: string, work: (tx: Transaction) => Promise<unknown>][] = [
  ["kept counters of browser runs equal their predictions", (tx) => insertBrowserRun(tx, { done: 5 })],
  [
    "a shard is under way exactly while a browser has it",
    async (tx) => {
      const runId = await insertBrowserRun(tx, { done: 0 });
      await insertShards(tx, [{ runId, number: 1, sha256: "a", itemIds: [ids.itemId], state: "computing" }]);
    },
  ],
  ["slot holders have distinct slots within the open ones", async (tx) => await tx.update(claims).set({ slot: 7 })],
  [
    "each current answer is the newest event of its chain",
    (tx) =>
      insertAnnotation(tx, {
        projectId: ids.projectId,
        itemId: ids.itemId,
        queueId: ids.queueId,
        annotatorId: ids.annotatorId,
        seq: 2,
        claimId: 1,
        kind: "undo",
        value: {},
        certainty: "sure",
        channel: "desk",
        mode: "blind",
        clientKey: "k2",
        receivedAt: 0,
      }),
  ],
  ["no event has a number above its project's counter", async (tx) => await tx.update(projects).set({ eventSeq: 0 })],
  [
    "each answered claim has exactly one current answer of its queue, item and annotator",
    async (tx) => await tx.delete(currentAnnotations),
  ],
  [
    "a current answer is late exactly when its claim holds no slot",
    async (tx) => await tx.update(currentAnnotations).set({ late: true }),
  ],
  ["kept counters of queues equal their rows", async (tx) => await tx.update(queues).set({ done: 2 })],
  ["kept counters of queue items equal their answers", async (tx) => await tx.update(queueItems).set({ answers: 3 })],
  ["kept counters of projects equal their items", async (tx) => await tx.update(projects).set({ items: 5 })],
  [
    "undecidable and excluded items have no resolved label",
    async (tx) => await tx.update(resolutions).set({ status: "undecidable" }),
  ],
  [
    "an item's status is that of its resolution",
    async (tx) => await tx.update(items).set({ status: "disputed" }).where(sql`id = ${ids.itemId}`),
  ],
];

class Undo extends Error {}

test.each(BREAKAGES)("sees: %s", async (name, work) => {
  let seen: string[] = [];
  await made.store
    .transaction(async (tx) => {
      await work(tx);
      seen = (await checkInvariants(tx)).filter((one) => one.violations > 0).map((one) => one.name);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  expect(seen).toContain(name);
  expect(await broken()).toEqual([]);
});
