import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isDuplicate } from "../errors";
import { items } from "../schema/items";
import { claims, queueItems, queues } from "../schema/queues";
import { makeProject, makeQueue, makeTestStore, settleItems, type TestStore } from "../test-store";
import { ensureNamed } from "./annotators";
import { insertClaims } from "./claims";
import { settledExamples } from "./items";
import { deleteExample, insertExample, projectExamples, withheldContents } from "./label-examples";

let made: TestStore;
beforeAll(async () => {
  made = await makeTestStore();
});
afterAll(() => made.remove());

async function withExamples(chosen: readonly (readonly [item: number, label: string])[]) {
  const project = await makeProject(made.store, { items: 8 });
  const { projectId, itemIds, people } = project;
  const addedBy = people[0]?.userId ?? 0;
  const add = (label: string, itemId: number) =>
    made.store.transaction((tx) =>
      insertExample(tx, { projectId, label, itemId, note: `${label}!`, addedBy, addedAt: 5 }),
    );
  const exampleIds: number[] = [];
  for (const [k, label] of chosen) exampleIds.push(await add(label, itemIds[k] ?? 0));
  return { ...project, exampleIds, add };
}

test("examples come in the order of the labels, of the whole project, one label or one item", async () => {
  const { projectId, itemIds } = await withExamples([
    [3, "owl"],
    [0, "cat"],
    [3, "cat"],
  ]);
  const db = made.store.read;
  const short = (rows: Awaited<ReturnType<typeof projectExamples>>) =>
    rows.map((row) => `${row.label} ${itemIds.indexOf(row.itemId)} ${row.contentHash}`);
  expect(short(await projectExamples(db, { projectId }))).toEqual(["cat 0 hash-0", "cat 3 hash-3", "owl 3 hash-3"]);
  expect(short(await projectExamples(db, { projectId, label: "owl" }))).toEqual(["owl 3 hash-3"]);
  expect(short(await projectExamples(db, { projectId, itemId: itemIds[3] ?? 0 }))).toEqual([
    "cat 3 hash-3",
    "owl 3 hash-3",
  ]);
  const [first] = await projectExamples(db, { projectId });
  expect(first).toMatchObject({ note: "cat!", addedBy: "owner 0", addedAt: 5, isRetired: false });
});

test("an item stands once under a label", async () => {
  const { itemIds, add } = await withExamples([[0, "cat"]]);
  await expect(add("cat", itemIds[0] ?? 0)).rejects.toSatisfy(isDuplicate);
  await add("dog", itemIds[0] ?? 0);
});

test("an example is removed by its project alone, and goes with its item", async () => {
  const { projectId, itemIds, exampleIds } = await withExamples([
    [0, "cat"],
    [1, "cat"],
  ]);
  const other = await makeProject(made.store);
  const [first = 0] = exampleIds;
  const remove = (id: number) => made.store.transaction((tx) => deleteExample(tx, { projectId: id, exampleId: first }));
  expect(await remove(other.projectId)).toBeUndefined();
  expect(await remove(projectId)).toEqual({ label: "cat", itemId: itemIds[0] });
  await made.store.transaction(async (tx) => {
    await tx.delete(items).where(eq(items.id, itemIds[1] ?? 0));
  });
  expect(await projectExamples(made.store.read, { projectId })).toEqual([]);
});

test("a queue withholds what it asks about, and what everybody answered blind, until it is closed", async () => {
  const { projectId, itemIds } = await withExamples([]);
  const queueId = await makeQueue(made.store, { projectId, itemIds: itemIds.slice(0, 4) });
  const look = async () => {
    const contentHashes = ["hash-0", "hash-1", "hash-2", "hash-7"];
    const rows = await withheldContents(made.store.read, { projectId, queueId, contentHashes });
    return rows.map((row) => `${row.contentHash} ${row.isAsked}`).sort();
  };
  expect(await look()).toEqual(["hash-0 true", "hash-1 true", "hash-2 true"]);
  // the first two are answered, one of them blind for everybody
  await made.store.transaction(async (tx) => {
    const annotatorId = await ensureNamed(tx, { projectId, name: "a", kind: "external", note: null });
    const leased = await insertClaims(tx, { queueId, annotatorId, max: 2, now: 0, expiresAt: 1 });
    for (const [k, { id }] of leased.entries())
      await tx
        .update(claims)
        .set({ state: "answered", blindItem: k === 0 })
        .where(eq(claims.id, id));
    for (const { itemId } of leased)
      await tx.update(queueItems).set({ state: "done" }).where(eq(queueItems.itemId, itemId));
  });
  expect(await look()).toEqual(["hash-0 false", "hash-2 true"]);
  await made.store.transaction(async (tx) => {
    await tx.update(queues).set({ state: "paused" }).where(eq(queues.id, queueId));
  });
  expect(await look()).toEqual(["hash-0 false", "hash-2 true"]);
  await made.store.transaction(async (tx) => {
    await tx.update(queues).set({ state: "closed" }).where(eq(queues.id, queueId));
  });
  expect(await look()).toEqual([]);
});

test("settled examples are those that no queue asks about: a closed one asks nobody", async () => {
  const { projectId, itemIds } = await withExamples([]);
  const queueId = await makeQueue(made.store, { projectId, itemIds: itemIds.slice(0, 2) });
  await made.store.transaction((tx) =>
    settleItems(tx, { projectId, labels: [itemIds[1] ?? 0, itemIds[2] ?? 0].map((id) => [id, "cat"] as const) }),
  );
  const found = async () =>
    (await settledExamples(made.store.read, { projectId, limit: 10 })).map(({ id }) => itemIds.indexOf(id));
  expect(await found()).toEqual([2]);
  await made.store.transaction(async (tx) => {
    await tx.update(queues).set({ state: "closed" }).where(eq(queues.id, queueId));
  });
  expect(await found()).toEqual([2, 1]);
});

test("a long queue is looked through to its end", async () => {
  const { projectId, itemIds } = await makeProject(made.store, { items: 4_100 });
  const queueId = await makeQueue(made.store, { projectId, itemIds });
  const contentHashes = ["hash-0", "hash-1999", "hash-2000", "hash-4099", "hash-4100"];
  const rows = await withheldContents(made.store.read, { projectId, queueId, contentHashes });
  expect(rows.map((row) => row.contentHash).sort()).toEqual(contentHashes.slice(0, 4));
});
