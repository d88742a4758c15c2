import { afterAll, beforeAll, expect, test } from "vitest";
import { writeLinearModel } from "@/core/training/onnx-writer";
import { foldsOf, projectModels, unfinishedModels } from "@/db/queries/models";
import type { Store } from "@/db/store";
import { makeProject } from "@/db/test-store";
import type { Actor } from "../operation";
import { makeTestServer, type TestServer } from "../test-context";
import { RegisterModelInput, registerModel } from "./register-model";

/** More than are stored in one transaction. */
const ITEMS = 2_100;
const LABELS = ["cat", "dog", "owl"];

let server: TestServer;
let owner: Actor;
let project: Awaited<ReturnType<typeof makeProject>>;
let files: string[] = [];
beforeAll(async () => {
  server = await makeTestServer();
  project = await makeProject(server.store, { items: ITEMS });
  const { userId = 0, email = "" } = project.people[0] ?? {};
  owner = { userId, email, name: "owner", isAdmin: false };
  files = await Promise.all(
    [0, 1].map((fold) => {
      const linear = { weights: new Float32Array(48).fill(fold), bias: new Float32Array(3), classes: 3, dims: 16 };
      return server.upload(owner, writeLinearModel(linear, LABELS), `fold-${fold}.onnx`);
    }),
  );
});
afterAll(() => server.remove());

const card = {
  schemaVersion: 1,
  task: "text-classification",
  input: { name: "input" },
  text: { hash: { kind: "fnv1a32", dims: 16, ngrams: [1, 2], maxTokens: 400 } },
  output: { name: "probs", kind: "probabilities" },
  labels: LABELS.map((name) => ({ name, projectLabel: name })),
};
const register = (foldMap: [string, number][], { store = server.store, later = 0 } = {}) => {
  const context = server.as(owner);
  return registerModel(
    { ...context, store, now: context.now + later },
    RegisterModelInput.parse({ projectId: project.projectId, name: "m", files, card, trainedOn: { foldMap } }),
  );
};
const models = () => projectModels(server.store.read, { projectId: project.projectId });
const unfinished = () =>
  unfinishedModels(server.store.read, {
    projectId: project.projectId,
    kind: "onnx",
    until: Number.MAX_SAFE_INTEGER,
  });
const whole = () => project.itemIds.map((_, k): [string, number] => [`item-${k}`, k % 2]);

test("an item that stands there twice, or is none of the project's, is named, and nothing is stored", async () => {
  await expect(
    register([
      ["item-3", 0],
      ["item-4", 1],
      ["item-3", 1],
    ]),
  ).rejects.toThrow('names the item "item-3" twice, in rows 1 and 3');
  await expect(register([...whole(), ["nobody", 0]])).rejects.toThrow('the item "nobody", which the project does not');
  expect([await models(), await unfinished()]).toEqual([[], []]);
});

test("a large fold map is listed in parts; what a killed process left of it is seen by nobody, and goes an hour later", async () => {
  let transactions = 0;
  const dying: Store = {
    ...server.store,
    // the model, and the first part of its map
    transaction: (body) => (++transactions > 3 ? Promise.reject(new Error("killed")) : server.store.transaction(body)),
  };
  await expect(register(whole(), { store: dying })).rejects.toThrow("killed");
  expect([await models(), (await unfinished()).length]).toEqual([[], 1]);
  await register(whole());
  expect((await unfinished()).length).toBe(1);
  const { modelId, version } = await register(whole(), { later: 3_600_001 });
  expect([version, await unfinished()]).toEqual([3, []]);
  const folds = await foldsOf(server.store.read, { modelId, itemIds: project.itemIds });
  expect(folds).toHaveLength(ITEMS);
  expect((await models())[0]).toMatchObject({ id: modelId, trainedOn: { foldMap: true }, stage: "candidate" });
});
