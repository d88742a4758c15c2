import { afterAll, beforeAll, expect, test } from "vitest";
import { insertItems, resolutionsOf } from "@/db/queries/items";
import { addMember } from "@/db/queries/projects";
import { queueItemsOf } from "@/db/queries/queues";
import { makeQueue } from "@/db/test-store";
import { computeAgreement } from "./agreement/measure-agreement";
import { submitAnnotations } from "./annotation/submit-annotations";
import type { Actor } from "./operation";
import { createProject } from "./project/create-project";
import { claimItems } from "./queue/claim-items";
import { makeTestServer, type TestServer } from "./test-context";

let server: TestServer;
beforeAll(async () => {
  server = await makeTestServer();
});
afterAll(() => server.remove());

test("an ordered scale: a third person where the median is open, conflicts from two steps on, ordinal alpha", async () => {
  const owner = await server.person("owner@example.org", true);
  const people: Actor[] = [];
  for (const name of ["ann", "bob", "cec"]) people.push(await server.person(`${name}@example.org`));
  const { projectId } = await createProject(server.as(owner), {
    name: "Severity",
    task: "ordinal",
    media: "text",
    labels: ["low", "mid", "high", "top"].map((name) => ({ name })),
  });
  const itemIds = await server.store.transaction(async (tx) => {
    for (const { userId } of people) await addMember(tx, { projectId, userId, role: "annotator", createdAt: 0 });
    const made = await insertItems(
      tx,
      ["alike", "neighbours", "apart"].map((text, k) => ({
        projectId,
        externalId: text,
        number: k + 1,
        mediaType: "text" as const,
        text,
        given: "low",
        contentHash: text,
        importId: 0,
      })),
    );
    return made.map((row) => row.id);
  });
  const queueId = await makeQueue(server.store, { projectId, itemIds, overlapMin: 2, overlapMax: 3 });
  const answer = async (actor: Actor, labels: Record<string, string>) => {
    const claims = await claimItems(server.as(actor), { projectId, queueId, max: 8 });
    const answers = claims.map(({ claimId, itemId, text }) => ({
      clientKey: crypto.randomUUID(),
      claimId,
      itemId,
      kind: "label" as const,
      value: { label: labels[text ?? ""] ?? "" },
      certainty: "sure" as const,
      durationMs: 900,
      clientTime: 0,
      shown: null,
    }));
    const { results } = await submitAnnotations(server.as(actor), { projectId, queueId, answers });
    return results.map(({ result }) => result);
  };
  const states = async () => {
    const rows = await queueItemsOf(server.store.read, { queueId, itemIds });
    const resolved = await resolutionsOf(server.store.read, { itemIds });
    return itemIds.map((id) => {
      const row = rows.find((one) => one.itemId === id);
      const { label, status, method } = resolved.find((one) => one.itemId === id) ?? {};
      return [row?.slots, row?.state, label, status, method];
    });
  };
  const [ann, bob, cec] = people as [Actor, Actor, Actor];
  expect(await answer(ann, { alike: "mid", neighbours: "mid", apart: "low" })).toHaveLength(3);
  expect(await answer(bob, { alike: "mid", neighbours: "high", apart: "top" })).toHaveLength(3);
  expect(await states()).toEqual([
    [2, "done", "mid", "corrected", "median"],
    [3, "open", "low", "in-review", "median"],
    [3, "open", "low", "disputed", "median"],
  ]);
  expect(await answer(cec, { neighbours: "high", apart: "high" })).toEqual(["accepted", "accepted"]);
  expect(await states()).toEqual([
    [2, "done", "mid", "corrected", "median"],
    [3, "done", "high", "corrected", "median"],
    [3, "done", "high", "corrected", "median"],
  ]);
  const report = await computeAgreement(server.store.read, projectId);
  expect(report.scopes[0]?.summary.alpha).toMatchObject({ n: 3, method: expect.stringContaining("ordinal") });
});
