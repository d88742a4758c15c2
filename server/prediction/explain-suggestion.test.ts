import { afterAll, beforeAll, expect, test } from "vitest";
import { foldsOf, projectModels } from "@/db/queries/models";
import { addMember } from "@/db/queries/projects";
import { StartImportInput, startImport } from "../dataset/start-import";
import { startTraining, TrainBaselineInput } from "../model/train-baseline";
import type { Actor } from "../operation";
import { createProject } from "../project/create-project";
import { claimItems } from "../queue/claim-items";
import { CreateQueueInput, createQueue } from "../queue/create-queue";
import { makeTestServer, type TestServer } from "../test-context";
import { explainSuggestion } from "./explain-suggestion";
import { recordPredictions } from "./record-predictions";
import { makeRunServer } from "./test-run";

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

async function reviews(row: (k: number) => object) {
  const { projectId } = await createProject(server.as(owner), {
    name: "Reviews",
    media: "text",
    labels: [{ name: "bad" }, { name: "good" }],
  });
  await server.store.transaction(async (tx) => {
    for (const { userId } of [ann, bob]) await addMember(tx, { projectId, userId, role: "annotator", createdAt: 0 });
  });
  const lines = Array.from({ length: 24 }, (_, k) =>
    JSON.stringify({ id: `i-${k}`, label: k % 2 ? "good" : "bad", ...row(k) }),
  );
  const sha256 = await server.upload(owner, lines.join("\n"), "items.jsonl");
  await server.run(await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256 })));
  return projectId;
}

async function queueOf(projectId: number, mode: "mixed" | "blind") {
  const input = { projectId, name: mode, strategy: "all", mode, overlapMin: 1, overlapMax: 1 };
  const made = await createQueue(server.as(owner), CreateQueueInput.parse(input));
  await server.run(made);
  return made.queueId;
}

const wordy = (k: number) => ({ text: `${k % 2 ? "lovely" : "awful"} thing number ${k}` });

test("names the fold that never saw the item, to whoever holds it in the assisted arm, and to nobody else", async () => {
  const projectId = await reviews(wordy);
  await server.run(await startTraining(server.as(owner), TrainBaselineInput.parse({ projectId, folds: 3 })));
  const queueId = await queueOf(projectId, "mixed");
  const claims = await claimItems(server.as(ann), { projectId, queueId, max: 24 });
  const [model] = await projectModels(server.store.read, { projectId });
  const assisted = claims.filter((claim) => claim.arm === "assisted");
  const blind = claims.filter((claim) => claim.arm === "blind");
  expect(Math.min(assisted.length, blind.length)).toBeGreaterThan(0);
  for (const { claimId, itemId } of assisted) {
    const [fold] = await foldsOf(server.store.read, { modelId: model?.id ?? 0, itemIds: [itemId] });
    const file = model?.files.find((one) => one.fold === fold?.fold);
    expect(await explainSuggestion(server.as(ann), { projectId, queueId, userId: ann.userId, claimId })).toEqual({
      modelId: model?.id,
      name: "baseline 1",
      sha256: file?.sha256,
      reads: "text",
      fit: null,
    });
    await expect(
      explainSuggestion(server.as(bob), { projectId, queueId, userId: bob.userId, claimId }),
    ).rejects.toMatchObject({ kind: "not-found" });
  }
  for (const { claimId } of blind)
    await expect(
      explainSuggestion(server.as(ann), { projectId, queueId, userId: ann.userId, claimId }),
    ).rejects.toMatchObject({ kind: "not-found" });
});

test("what the browser computed is explained by its file, before and after it is stored", async () => {
  const at = await makeRunServer({ items: 4, folds: 2 });
  const { projectId, modelId } = at;
  const [manager, annotator] = at.actors;
  if (!manager || !annotator) throw new Error("no people");
  const { userId } = annotator;
  const asked = { projectId, name: "Q", strategy: "all", mode: "assisted", blindItemsShare: 0, modelId };
  const made = await createQueue(at.as(manager), CreateQueueInput.parse(asked));
  await at.run(made);
  const { queueId } = made;
  const [claim] = await claimItems(at.as(annotator), { projectId, queueId, max: 1, userId });
  if (!claim?.run) throw new Error("nothing to run");
  const explained = () => explainSuggestion(at.as(annotator), { projectId, queueId, userId, claimId: claim.claimId });
  expect(await explained()).toMatchObject({ modelId, sha256: claim.run.sha256 });
  const stored = await recordPredictions(at.as(annotator), {
    ...{ projectId, queueId, userId, modelId, fold: claim.run.fold, provider: "wasm", runtimeVersion: "1" },
    predictions: [{ claimId: claim.claimId, probs: [0.7, 0.2, 0.1] }],
  });
  expect(stored).toMatchObject({ stored: 1 });
  expect(await explained()).toMatchObject({ modelId, sha256: claim.run.sha256 });
  await at.remove();
});

test("an imported prediction has no file to ask", async () => {
  const projectId = await reviews((k) => ({
    ...wordy(k),
    predictions: [{ model: "m", outOfSample: true, probs: { bad: 0.2, good: 0.8 } }],
  }));
  const queueId = await queueOf(projectId, "mixed");
  const claims = await claimItems(server.as(ann), { projectId, queueId, max: 24 });
  const claim = claims.find((one) => one.suggestion !== null);
  expect(claim?.suggestion?.label).toBe("good");
  const input = { projectId, queueId, userId: ann.userId, claimId: claim?.claimId ?? 0 };
  expect(await explainSuggestion(server.as(ann), input)).toBeNull();
});
