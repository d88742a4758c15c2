import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnnotationValue } from "@/core/annotation/annotation-value";
import { eventsOfItems } from "@/db/queries/annotations";
import { itemsAfter, resolutionsOf } from "@/db/queries/items";
import { addMember } from "@/db/queries/projects";
import { queueById } from "@/db/queries/queues";
import { computeAgreement } from "./agreement/measure-agreement";
import { submitAnnotations } from "./annotation/submit-annotations";
import { StartImportInput, startImport } from "./dataset/start-import";
import type { Actor } from "./operation";
import { createProject } from "./project/create-project";
import { claimItems } from "./queue/claim-items";
import { CreateQueueInput, createQueue } from "./queue/create-queue";
import { makeTestServer, type TestServer } from "./test-context";

let server: TestServer;
let owner: Actor;
beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
});
afterAll(() => server.remove());

async function project(task: "single-label" | "multi-label") {
  return createProject(server.as(owner), {
    name: `Verify ${task}`,
    task,
    media: "text",
    labels: ["Cat", "Dog", "Owl"].map((name) => ({ name })),
  });
}

test("the given label against the predicted one: hidden, on sides by lot, answered as A, B, both or another", async () => {
  const { projectId } = await project("single-label");
  const people = [await server.person("ann@example.org"), await server.person("bob@example.org")] as const;
  await server.store.transaction(async (tx) => {
    for (const { userId } of people) await addMember(tx, { projectId, userId, role: "annotator", createdAt: 0 });
  });
  const probs = { Cat: 0.1, Dog: 0.85, Owl: 0.05 };
  const lines = ["Cat", "Dog", "Cat", "Cat"].map((label, k) =>
    JSON.stringify({
      id: `i-${k}`,
      text: `text ${k}`,
      label,
      predictions: k === 3 ? [] : [{ model: "m", outOfSample: true, probs }],
    }),
  );
  const sha256 = await server.upload(owner, lines.join("\n"), "items.jsonl");
  await server.run(await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256 })));
  const input = { projectId, name: "Check", strategy: "all", question: "verify", overlapMin: 2, overlapMax: 2 };
  const made = await createQueue(server.as(owner), CreateQueueInput.parse(input));
  await server.run(made);
  const { queueId } = made;
  // without a prediction there is nothing to set against the given label
  expect(await queueById(server.store.read, { projectId, queueId })).toMatchObject({ total: 3, mode: "blind" });

  const items = await itemsAfter(server.store.read, { projectId, after: 0, limit: 10 });
  const [a, b, c] = items.map((item) => item.id) as [number, number, number, number];
  const answer = async (actor: Actor, values: (pair: readonly [string, string], itemId: number) => AnnotationValue) => {
    const claims = await claimItems(server.as(actor), { projectId, queueId, max: 8 });
    expect(new Set(claims.map((claim) => Object.keys(claim).sort().join()))).toHaveLength(1);
    for (const claim of claims) {
      expect(claim.arm).toBe("blind");
      expect(claim.suggestion).toBeNull();
      expect([...(claim.candidates ?? [])].sort()).toEqual(["cat", "dog"]);
    }
    const answers = claims.map(({ claimId, itemId, candidates }) => ({
      clientKey: crypto.randomUUID(),
      claimId,
      itemId,
      kind: "label" as const,
      value: values(candidates ?? ["", ""], itemId),
      certainty: "sure" as const,
      durationMs: 900,
      clientTime: 0,
      shown: null,
    }));
    const { results } = await submitAnnotations(server.as(actor), { projectId, queueId, answers });
    return results.map(({ result, code }) => code ?? result);
  };
  const [ann, bob] = people;
  expect(await answer(ann, (pair, itemId) => (itemId === a ? { both: ["cat", "owl"] } : { label: pair[0] }))).toContain(
    "value-invalid",
  );
  const ofBob = (pair: readonly [string, string], itemId: number): AnnotationValue =>
    itemId === a ? { both: [pair[1], pair[0]] } : itemId === b ? { label: "owl" } : { label: "dog" };
  // ann still holds the item whose answer was refused, so each gets a part of what is free
  expect([...(await answer(bob, ofBob)), ...(await answer(bob, ofBob))]).toEqual(["accepted", "accepted", "accepted"]);
  const states = await resolutionsOf(server.store.read, { itemIds: [a, b, c] });
  expect(states.find((row) => row.itemId === a)).toMatchObject({ status: "disputed", inConflict: true });
  const events = await eventsOfItems(server.store.read, { itemIds: [a] });
  expect(events[0]).toMatchObject({ question: "verify", annotation: { value: { both: expect.any(Array) } } });
  // answers to another question never stand above the label's own
  const { scopes, headline } = await computeAgreement(server.store.read, projectId);
  expect(headline).toBeNull();
  expect(scopes.map((scope) => scope.kind)).toEqual(["queue"]);
});

test("only where one label is the answer, and only with predictions", async () => {
  const { projectId } = await project("multi-label");
  const input = (id: number) =>
    CreateQueueInput.parse({ projectId: id, name: "Check", strategy: "all", question: "verify" });
  await expect(createQueue(server.as(owner), input(projectId))).rejects.toMatchObject({ field: "question" });
});
