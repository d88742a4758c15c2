import { afterAll, beforeAll, expect, test } from "vitest";
import { currentOfItems } from "@/db/queries/annotations";
import { makeProject, makeQueue } from "@/db/test-store";
import { recordPredictions } from "../prediction/record-predictions";
import { claimItems } from "../queue/claim-items";
import { extendClaims, releaseClaims } from "../queue/hold-claims";
import { makeTestServer, type TestServer } from "../test-context";
import { commentItem, listOwnComments } from "./comment-item";
import { type SubmittedAnswer, submitAnnotations } from "./submit-annotations";

let server: TestServer;
beforeAll(async () => {
  server = await makeTestServer();
});
afterAll(() => server.remove());

async function desk() {
  const { projectId, people, itemIds } = await makeProject(server.store, {
    items: 2,
    roles: ["annotator", "annotator"],
  });
  const queueId = await makeQueue(server.store, { projectId, itemIds });
  const [ann, bob] = people.map(({ userId, email }) => server.as({ userId, email, name: email, isAdmin: false }));
  if (!ann || !bob) throw new Error("two people");
  return { ids: { projectId, queueId }, itemIds, ann, bob };
}
const labelOf = ({ claimId, itemId }: { claimId: number; itemId: number }, label: string): SubmittedAnswer => ({
  clientKey: crypto.randomUUID(),
  claimId,
  itemId,
  kind: "label",
  value: { label },
  certainty: "sure",
  durationMs: 1,
  clientTime: 1,
  shown: null,
});

test("what a page holds for one person is never taken from another, whoever is signed in", async () => {
  const { ids, itemIds, ann, bob } = await desk();
  const [claim] = await claimItems(ann, { ...ids, max: 1, userId: ann.actor.userId });
  if (!claim) throw new Error("no claim");
  const input = { ...ids, userId: ann.actor.userId, answers: [labelOf(claim, "cat")] };
  await expect(submitAnnotations(bob, input)).rejects.toMatchObject({ kind: "forbidden", field: "userId" });
  await expect(claimItems(bob, { ...ids, max: 1, userId: ann.actor.userId })).rejects.toMatchObject({
    field: "userId",
  });
  const theirs = { projectId: ids.projectId, itemId: claim.itemId, userId: ann.actor.userId };
  const held = { ...ids, userId: ann.actor.userId, claimIds: [claim.claimId] };
  const computed = { modelId: 1, fold: null, provider: "wasm" as const, runtimeVersion: "1" };
  for (const attempt of [
    () => commentItem(bob, { ...theirs, text: "mine" }),
    () => listOwnComments(bob, theirs),
    () => extendClaims(bob, held),
    () => releaseClaims(bob, held),
    () =>
      recordPredictions(bob, {
        ...ids,
        ...computed,
        userId: ann.actor.userId,
        predictions: [{ claimId: claim.claimId, probs: [0.5, 0.5] }],
      }),
  ])
    await expect(attempt()).rejects.toMatchObject({ kind: "forbidden", field: "userId" });
  await commentItem(ann, { ...theirs, text: "mine" });
  expect(await listOwnComments(ann, theirs)).toMatchObject([{ text: "mine" }]);
  expect(await extendClaims(ann, held)).toEqual({ held: [claim.claimId] });
  expect(await currentOfItems(server.store.read, { itemIds })).toEqual([]);
  expect((await submitAnnotations(ann, input)).results.map((one) => one.result)).toEqual(["accepted"]);
});

test("a label and its undo in one batch leave both events and no answer; the claim is open again", async () => {
  const { ids, itemIds, ann } = await desk();
  const [claim] = await claimItems(ann, { ...ids, max: 1 });
  if (!claim) throw new Error("no claim");
  const undo: SubmittedAnswer = { ...labelOf(claim, ""), clientKey: crypto.randomUUID(), kind: "undo", value: {} };
  const answers = [labelOf(claim, "cat"), undo];
  const { results } = await submitAnnotations(ann, { ...ids, answers });
  expect(results.map((one) => one.result)).toEqual(["accepted", "accepted"]);
  expect(results[1]?.reopened?.claimId).toBe(claim.claimId);
  expect(await currentOfItems(server.store.read, { itemIds })).toEqual([]);
  const again = await submitAnnotations(ann, { ...ids, answers: [...answers, labelOf(claim, "dog")] });
  expect(again.results.map((one) => one.result)).toEqual(["duplicate", "duplicate", "accepted"]);
});
