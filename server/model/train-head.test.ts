import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ModelCard } from "@/core/onnx/model-card";
import { readModelMetadata } from "@/core/onnx/model-metadata";
import { createRandom } from "@/core/random";
import { writeLinearModel } from "@/core/training/onnx-writer";
import { predictSoftmaxRegression } from "@/core/training/softmax-regression";
import { upsertEmbeddings } from "@/db/queries/inference";
import { itemContents } from "@/db/queries/items";
import { foldsOf, insertModel, predictionsAfter, projectModels, projectRuns } from "@/db/queries/models";
import type { TrainedOnColumn } from "@/db/schema/models";
import { StartImportInput, startImport } from "../dataset/start-import";
import type { Actor } from "../operation";
import { packProbabilities, unpackProbabilities } from "../prediction/read-predictions";
import { createProject } from "../project/create-project";
import { makeTestServer, type TestServer } from "../test-context";
import { keepModelFile } from "./model-files";
import { listModels } from "./register-model";
import { startTraining, TrainBaselineInput } from "./train-baseline";

const ITEMS = 60;
const DIMS = 5;
const COLUMNS = ["x", "y"];
/** What the model below makes of a row: five shares that say where on the plane it lies. */
const below = {
  dims: 2,
  classes: DIMS,
  weights: Float32Array.of(1, 0.2, -0.7, 0.9, 0.1, -1, -0.4, -0.6, 0.3, 0.8),
  bias: Float32Array.of(0, 0.1, -0.1, 0.2, 0),
};
const embeddingOf = (x: number, y: number) =>
  Float32Array.from(predictSoftmaxRegression(below, { indices: Uint32Array.of(0, 1), values: Float32Array.of(x, y) }));

let server: TestServer;
let owner: Actor;
let projectId = 0;
beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
  const labels = ["pine", "oak"].map((name) => ({ name }));
  const made = await createProject(server.as(owner), { name: "trees", task: "single-label", media: "table", labels });
  projectId = made.projectId;
  const random = createRandom(7);
  const lines = Array.from({ length: ITEMS }, (_, k) => {
    const side = k % 2 ? 1 : -1;
    const data = { x: side + random() - 0.5, y: -side + random() - 0.5 };
    return JSON.stringify({ id: `t-${k}`, label: k % 2 ? "oak" : "pine", data });
  });
  const sha256 = await server.upload(owner, lines.join("\n"), "trees.jsonl");
  const job = await server.run(await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256 })));
  expect(job).toMatchObject({ state: "done", result: { report: { created: ITEMS } } });
});
afterAll(() => server.remove());

const items = () => itemContents(server.store.read, { projectId, after: 0, limit: ITEMS });
const numbersOf = (data: Awaited<ReturnType<typeof items>>[number]["data"]) =>
  COLUMNS.map((name) => Number(data?.find(([column]) => column === name)?.[1]));

/** A model of the team whose only output is its embedding; all items but the last have one. */
async function modelBelow(trainedOn: TrainedOnColumn, weights: "members" | "managers" = "members") {
  const file = await keepModelFile(server.data, writeLinearModel(below, ["a", "b", "c", "d", "e"]), null);
  const card = ModelCard.parse({
    schemaVersion: 1,
    task: "tabular-classification",
    model: { file: { file: "m.onnx", sha256: file.sha256, bytes: file.bytes } },
    input: { name: "input" },
    table: { columns: COLUMNS, mean: [0, 0], std: [1, 1] },
    output: { name: "probs", kind: "probabilities" },
    embedding: { output: "probs", dims: DIMS },
    labels: ["pine", "oak"].map((name) => ({ name, projectLabel: name })),
    weights,
  });
  const rows = (await items()).slice(0, -1);
  return server.store.transaction(async (tx) => {
    const files = [file];
    const values = { projectId, name: "below", kind: "onnx" as const, card, files, trainedOn };
    const model = await insertModel(tx, { ...values, stage: "candidate", createdAt: 0 });
    await upsertEmbeddings(
      tx,
      rows.map(({ id, data }) => {
        const [x = 0, y = 0] = numbersOf(data);
        return { modelId: model.id, itemId: id, vector: packProbabilities(embeddingOf(x, y)) };
      }),
    );
    return model.id;
  });
}

const train = (embeddings: number) =>
  startTraining(server.as(owner), TrainBaselineInput.parse({ projectId, name: "head", folds: 3, embeddings }));

test("a head is trained on the embeddings alone; its files read the items", async () => {
  const modelId = await modelBelow("nothing", "managers");
  const job = await server.run(await train(modelId));
  expect(job).toMatchObject({ state: "done", result: { n: ITEMS - 1 } });
  expect((job.result as { accuracy: number }).accuracy).toBeGreaterThan(0.95);
  const head = (await projectModels(server.store.read, { projectId })).find(({ name }) => name === "head");
  const card = ModelCard.parse(head?.card);
  expect(card).toMatchObject({
    task: "tabular-classification",
    table: { columns: COLUMNS },
    output: { kind: "probabilities" },
    embedding: { output: "probs", dims: DIMS },
    // who may not have the model below may not have it with a head on top either
    weights: "managers",
  });
  const listed = await listModels(server.as(owner), { projectId });
  expect(listed.find(({ id }) => id === head?.id)).toMatchObject({ headOf: modelId, embeddings: 0 });
  expect(listed.find(({ id }) => id === modelId)).toMatchObject({ headOf: null, embeddings: ITEMS - 1 });

  const all = await items();
  const folds = await foldsOf(server.store.read, { modelId: head?.id ?? 0, itemIds: all.map(({ id }) => id) });
  expect(folds).toHaveLength(ITEMS - 1);
  const runs = (await projectRuns(server.store.read, { projectId })).filter((run) => run.modelId === head?.id);
  expect(runs.map(({ outOfSample }) => outOfSample)).toEqual(["yes", "yes", "yes"]);
  const runIds = runs.map(({ id }) => id);
  const stored = await predictionsAfter(server.store.read, { runIds, after: 0, limit: ITEMS });
  expect(stored).toHaveLength(ITEMS - 1);
  const label = new Map(all.map(({ id, given }) => [id, given]));
  const right = stored.filter(({ itemId, probs }) => {
    const [pine = 0, oak = 0] = unpackProbabilities(probs);
    return (pine > oak ? "pine" : "oak") === label.get(itemId);
  });
  expect(right.length).toBeGreaterThan(0.95 * ITEMS - 1);
  for (const { sha256 } of head?.files ?? []) {
    const { inputs, outputs } = readModelMetadata(new Uint8Array(await readFile(server.data.model(sha256))));
    expect(inputs.map(({ name }) => name)).toEqual(["input"]);
    expect(outputs.map(({ name }) => name)).toEqual(["probs", card.output.name]);
  }
});

test.each([
  ["unknown", "trained on no item of the project"],
  [{ splits: ["train"] }, "trained on no item of the project"],
] as const)("a model that trained on %j cannot carry a head: its embeddings may know the labels", async (on, why) => {
  const trainedOn = on === "unknown" ? on : { splits: [...on.splits] };
  await expect(train(await modelBelow(trainedOn))).rejects.toThrow(why);
});

test("fold models, and models without embeddings, cannot carry one", async () => {
  const folds = (await projectModels(server.store.read, { projectId })).find(({ name }) => name === "head");
  await expect(train(folds?.id ?? 0)).rejects.toThrow("Each fold of this model has embeddings of its own kind");
  await expect(train(99_999)).rejects.toThrow("gives no embeddings");
});
