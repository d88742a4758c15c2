import { afterAll, beforeAll, expect, test } from "vitest";
import type { MediaType, Task } from "@/core/label-set/label-set";
import { ModelCard } from "@/core/onnx/model-card";
import { projectModels, projectRuns } from "@/db/queries/models";
import { StartImportInput, startImport } from "../dataset/start-import";
import type { Actor } from "../operation";
import { createProject } from "../project/create-project";
import { makeTestServer, type TestServer } from "../test-context";
import { startTraining, TrainBaselineInput } from "./train-baseline";

let server: TestServer;
let owner: Actor;
beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
});
afterAll(() => server.remove());

const project = async (task: Task, media: MediaType) =>
  (
    await createProject(server.as(owner), {
      name: `${task} ${media}`,
      task,
      media,
      labels: ["pine", "oak"].map((name) => ({ name })),
    })
  ).projectId;

async function rows(cells: (k: number) => object) {
  const projectId = await project("single-label", "table");
  const lines = Array.from({ length: 60 }, (_, k) =>
    JSON.stringify({ id: `t-${k}`, label: k % 2 ? "oak" : "pine", data: cells(k) }),
  );
  const sha256 = await server.upload(owner, lines.join("\n"), "trees.jsonl");
  const job = await server.run(await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256 })));
  expect(job).toMatchObject({ state: "done", result: { report: { created: 60 } } });
  return projectId;
}

test("table rows: a linear head over their columns of numbers, cross-validated; trained again it is the next version", async () => {
  const projectId = await rows((k) => ({
    name: `tree ${k}`,
    height: (k % 2 ? 30 : 10) + ((k * 7) % 5),
    age: k % 11 === 0 ? null : (k * 13) % 17,
  }));
  for (const labels of ["given", "resolved"] as const) {
    const input = TrainBaselineInput.parse({ projectId, folds: 3, labels });
    const job = await server.run(await startTraining(server.as(owner), input));
    expect(job).toMatchObject({ state: "done", result: { n: 60 } });
  }
  const models = await projectModels(server.store.read, { projectId });
  expect(models.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(["baseline 1", "baseline 2"]);
  for (const model of models) {
    const card = ModelCard.parse(model.card);
    expect(card).toMatchObject({ task: "tabular-classification", table: { columns: ["height", "age"] } });
    expect(model.accuracy).toMatchObject({ n: 60 });
    expect((model.accuracy as { value: number }).value).toBeGreaterThan(0.95);
    expect(model.files).toHaveLength(3);
  }
  const runs = await projectRuns(server.store.read, { projectId });
  expect(runs.map(({ outOfSample }) => outOfSample)).toEqual(Array(6).fill("yes"));
  expect(runs.reduce((sum, run) => sum + run.count, 0)).toBe(120);
});

test("rows without a column of numbers are refused with the reason", async () => {
  const projectId = await rows((k) => ({ name: `tree ${k}` }));
  const job = await server.run(
    await startTraining(server.as(owner), TrainBaselineInput.parse({ projectId, folds: 2 })),
  );
  expect(job).toMatchObject({ state: "failed", error: expect.stringContaining("columns of numbers") });
});

test.each([
  ["spans", "text", "one label per item"],
  ["multi-label", "text", "one label per item"],
  ["boxes", "image", "one label per item"],
  ["single-label", "audio", "recordings"],
] as const)("%s over %s: no baseline", async (task, media, why) => {
  const projectId = await project(task, media);
  await expect(startTraining(server.as(owner), TrainBaselineInput.parse({ projectId }))).rejects.toThrow(why);
});
