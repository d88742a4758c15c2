import { afterAll, beforeAll, expect, test } from "vitest";
import { upsertEmbeddings } from "@/db/queries/inference";
import { itemsAfter } from "@/db/queries/items";
import { insertModel, insertPredictions, insertRun } from "@/db/queries/models";
import { addMember } from "@/db/queries/projects";
import { insertQueueItems, setQueueItem } from "@/db/queries/queues";
import type { ModelFile } from "@/db/schema/models";
import { settleItems } from "@/db/test-store";
import { StartImportInput, startImport } from "../dataset/start-import";
import type { Actor } from "../operation";
import { createProject } from "../project/create-project";
import { claimItems } from "../queue/claim-items";
import { CreateQueueInput, createQueue } from "../queue/create-queue";
import { makeTestServer, type TestServer } from "../test-context";
import { nearestExamples } from "./nearest-examples";
import { packProbabilities } from "./read-predictions";
import { predictionRow } from "./record-predictions";

const CLASSES = ["bad", "good"];
let server: TestServer;
let owner: Actor;
let ann: Actor;
let bob: Actor;
beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
  ann = await server.person("ann@example.org");
  bob = await server.person("bob@example.org");
});
afterAll(() => server.remove());

/** Six texts in a queue, then twelve that people settled; a prediction of each that says how good the text is. */
async function reviews({ settledText = (k: number) => `settled ${k}`, files = [] as ModelFile[] } = {}) {
  const labels = CLASSES.map((name) => ({ name }));
  const { projectId } = await createProject(server.as(owner), { name: "Reviews", media: "text", labels });
  await server.store.transaction(async (tx) => {
    for (const { userId } of [ann, bob]) await addMember(tx, { projectId, userId, role: "annotator", createdAt: 0 });
  });
  const bring = async (name: string, n: number, textOf: (k: number) => string) => {
    const lines = Array.from({ length: n }, (_, k) => JSON.stringify({ id: `${name}-${k}`, text: textOf(k) }));
    const sha256 = await server.upload(owner, lines.join("\n"), `${name}.jsonl`);
    await server.run(await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256 })));
  };
  await bring("asked", 6, (k) => `asked ${k}`);
  const modelId = await server.store.transaction(async (tx) => {
    const values = { projectId, name: "m", kind: "imported" as const, files, trainedOn: "nothing" as const };
    return (await insertModel(tx, { ...values, stage: "candidate", createdAt: 0 })).id;
  });
  const queue = await createQueue(
    server.as(owner),
    CreateQueueInput.parse({
      projectId,
      name: "q",
      strategy: "all",
      mode: "assisted",
      overlapMin: 1,
      overlapMax: 1,
      suggestFrom: "stored",
    }),
  );
  await server.run(queue);
  await bring("settled", 12, settledText);
  const items = await itemsAfter(server.store.read, { projectId, after: 0, limit: 100 });
  const asked = items.filter(({ externalId }) => externalId.startsWith("asked"));
  const settled = items.filter(({ externalId }) => externalId.startsWith("settled"));
  await server.store.transaction(async (tx) => {
    const run = { projectId, modelId, source: "imported" as const, outOfSample: "yes" as const, classes: CLASSES };
    const runId = await insertRun(tx, { ...run, createdAt: 0 });
    // the settled ones from bad to good; the asked ones are rather bad
    const goodness = new Map(settled.map(({ id }, k) => [id, 0.02 + 0.08 * k]));
    await insertPredictions(
      tx,
      items.map(({ id }) => {
        const good = goodness.get(id) ?? 0.2;
        return predictionRow({ runId, itemId: id, classes: CLASSES }, Float32Array.of(1 - good, good));
      }),
    );
    await settleItems(tx, { projectId, labels: settled.map(({ id }, k) => [id, k < 6 ? "bad" : "good"]) });
  });
  const { queueId } = queue;
  const [claim] = await claimItems(server.as(ann), { projectId, queueId, max: 1 });
  const input = { projectId, queueId, userId: ann.userId, claimId: claim?.claimId ?? 0 };
  const own = asked.find(({ id }) => id === claim?.itemId);
  return { projectId, queueId, modelId, items, asked, settled, own, input };
}
const textsOf = (found: Awaited<ReturnType<typeof nearestExamples>>) =>
  found?.labels.map((some) => some.map(({ text }) => text));

test("by probabilities: of each label the settled items that the model finds most alike, with their labels", async () => {
  const { input } = await reviews();
  const found = await nearestExamples(server.as(ann), input);
  expect(found?.by).toBe("probabilities");
  // .2 lies between .18 and .26; of the good ones .5 and .58 are nearest
  expect(textsOf(found)).toEqual([
    ["settled 2", "settled 3"],
    ["settled 6", "settled 7"],
  ]);
  expect(found?.labels.map((some) => some[0]?.label)).toEqual(["bad", "good"]);
  // nothing that names an item: no id, no external id
  expect(Object.keys(found?.labels[0]?.[0] ?? {}).sort()).toEqual(["cells", "label", "picture", "text"]);
});

test("neither an exact duplicate nor an item that some queue still asks about stands as an example", async () => {
  const { input, queueId, settled, own } = await reviews({
    settledText: (k) => (k === 2 ? "asked 0" : k === 3 ? "asked 1" : `settled ${k}`),
  });
  expect(own?.text).toBe("asked 0");
  const [, open] = settled;
  await server.store.transaction(async (tx) => {
    const row = { queueId, itemId: open?.id ?? 0, rank: 99, reason: "", slots: 2, state: "open" as const };
    await insertQueueItems(tx, [row]);
  });
  expect(textsOf(await nearestExamples(server.as(ann), input))?.[0]).toEqual(["asked 1", "settled 4"]);
  await server.store.transaction((tx) =>
    setQueueItem(tx, {
      queueId,
      itemId: open?.id ?? 0,
      slots: 2,
      answers: 2,
      skips: 0,
      state: "done",
      inConflict: false,
    }),
  );
  expect(textsOf(await nearestExamples(server.as(ann), input))?.[0]).toEqual(["asked 1", "settled 1"]);
});

test("by embeddings where one model has them, whatever the probabilities say", async () => {
  const { input, modelId, settled, own } = await reviews({ files: [{ fold: null, sha256: "a".repeat(64), bytes: 1 }] });
  await server.store.transaction(async (tx) => {
    const angle = (radians: number) => packProbabilities(Float32Array.of(Math.cos(radians), Math.sin(radians)));
    await upsertEmbeddings(tx, [
      { modelId, itemId: own?.id ?? 0, vector: angle(0) },
      ...settled.map(({ id }, k) => ({ modelId, itemId: id, vector: angle(3 - k / 4) })),
    ]);
  });
  const found = await nearestExamples(server.as(ann), input);
  expect(found?.by).toBe("embeddings");
  expect(textsOf(found)).toEqual([
    ["settled 11", "settled 10"],
    ["settled 5", "settled 4"],
  ]);
});

test("nobody sees examples for an item that they do not hold", async () => {
  const { input } = await reviews();
  const asBob = { ...input, userId: bob.userId };
  await expect(nearestExamples(server.as(bob), asBob)).rejects.toMatchObject({ kind: "not-found" });
  await expect(nearestExamples(server.as(bob), input)).rejects.toMatchObject({ kind: "forbidden" });
});
