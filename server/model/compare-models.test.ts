import { afterAll, beforeAll, expect, test } from "vitest";
import { isDefined } from "@/core/statistics/estimate";
import { itemsAfter } from "@/db/queries/items";
import { addMember } from "@/db/queries/projects";
import { submitAnnotations } from "../annotation/submit-annotations";
import { StartImportInput, startImport } from "../dataset/start-import";
import type { Actor } from "../operation";
import { createProject } from "../project/create-project";
import { claimItems } from "../queue/claim-items";
import { CreateQueueInput, createQueue } from "../queue/create-queue";
import { makeTestServer, type TestServer } from "../test-context";
import { compareModels } from "./compare-models";
import { listModels } from "./register-model";

let server: TestServer;
let owner: Actor;
let people: Actor[];
beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
  people = await Promise.all(["ann", "bob", "cay"].map((name) => server.person(`${name}@example.org`)));
});
afterAll(() => server.remove());

const ITEMS = 20;
/** Of 20 items the old model is right on the first 12, the new one on all but the items 0, 18 and 19; people split on item 5. */
const isOldRight = (k: number) => k < 12;
const isNewRight = (k: number) => k !== 0 && k < 18;

async function project(): Promise<{ projectId: number; numbers: Map<number, number> }> {
  const { projectId } = await createProject(server.as(owner), {
    name: "Animals",
    media: "text",
    labels: ["cat", "dog", "owl"].map((name) => ({ name })),
  });
  await server.store.transaction(async (tx) => {
    for (const { userId } of people) await addMember(tx, { projectId, userId, role: "annotator", createdAt: 0 });
  });
  const probs = (isRight: boolean) => (isRight ? { cat: 0.8, dog: 0.1, owl: 0.1 } : { cat: 0.1, dog: 0.8, owl: 0.1 });
  const lines = Array.from({ length: ITEMS }, (_, k) =>
    JSON.stringify({
      id: `i-${k}`,
      text: `text ${k}`,
      label: "dog",
      predictions: [
        { model: "old", outOfSample: true, probs: probs(isOldRight(k)) },
        { model: "new", outOfSample: true, probs: probs(isNewRight(k)) },
      ],
    }),
  );
  const sha256 = await server.upload(owner, lines.join("\n"), "items.jsonl");
  await server.run(await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256 })));
  const items = await itemsAfter(server.store.read, { projectId, after: 0, limit: 100 });
  return { projectId, numbers: new Map(items.map((item) => [item.id, Number(item.externalId.slice(2))])) };
}

async function label(projectId: number, numbers: Map<number, number>, strategy: "random" | "all") {
  const input = { projectId, name: strategy, strategy, mode: "blind", overlapMin: 3, overlapMax: 3 };
  const made = await createQueue(server.as(owner), CreateQueueInput.parse(input));
  await server.run(made);
  for (const [at, actor] of people.entries()) {
    for (;;) {
      const claims = await claimItems(server.as(actor), { projectId, queueId: made.queueId, max: 32 });
      if (claims.length === 0) break;
      const answers = claims.map(({ claimId, itemId }) => ({
        clientKey: crypto.randomUUID(),
        claimId,
        itemId,
        kind: "label" as const,
        value: { label: numbers.get(itemId) === 5 ? (["cat", "dog", "owl"][at] ?? "") : "cat" },
        certainty: "sure" as const,
        durationMs: 900,
        clientTime: 0,
        shown: null,
      }));
      await submitAnnotations(server.as(actor), { projectId, queueId: made.queueId, answers });
    }
  }
}

test("two models are judged by the blind random sample alone, item by item", async () => {
  const { projectId, numbers } = await project();
  const [old, other] = (await listModels(server.as(owner), { projectId })).sort(
    (x, y) => x.name.localeCompare(y.name) * -1,
  );
  const input = { projectId, a: old?.id ?? 0, b: other?.id ?? 0 };
  const before = await compareModels(server.as(owner), input);
  expect(before).toMatchObject({ judged: 0, accuracy: { a: { undefinedBecause: "no audit sample" } } });

  await label(projectId, numbers, "random");
  const found = await compareModels(server.as(owner), input);
  // item 5 has three answers of three labels
  expect(found).toMatchObject({ judged: 19, leftOut: 0, unsettled: 1, withoutPrediction: 0, fixed: 6, regressed: 1 });
  expect(found.accuracy).toMatchObject({ a: { value: 11 / 19, n: 19 }, b: { value: 16 / 19, n: 19 } });
  expect(isDefined(found.difference) && found.difference.value).toBeCloseTo(5 / 19, 12);
  expect(found.rows.map((row) => [row.externalId, row.isA, row.isB])).toEqual([
    ["i-0", true, false],
    ...[12, 13, 14, 15, 16, 17].map((k) => [`i-${k}`, false, true]),
  ]);
});

test("items that people labeled for another reason judge no model", async () => {
  const { projectId, numbers } = await project();
  await label(projectId, numbers, "all");
  const [a, b] = await listModels(server.as(owner), { projectId });
  expect(await compareModels(server.as(owner), { projectId, a: a?.id ?? 0, b: b?.id ?? 0 })).toMatchObject({
    judged: 0,
  });
});
