import { afterAll, beforeAll, expect, test } from "vitest";
import { projectLabels } from "@/db/queries/projects";
import { makeTestServer, type TestServer } from "../test-context";
import { createProject } from "./create-project";
import { updateLabelSet } from "./update-project";

let server: TestServer;
beforeAll(async () => {
  server = await makeTestServer();
});
afterAll(() => server.remove());

const label = (key: string | null, parent: string | null, name = key ?? "new one") => ({
  key,
  name,
  shortcut: null,
  color: 0,
  description: null,
  parent,
  retired: false,
});

test("labels are placed under others by key; circles and unknown labels are refused, and nothing changes", async () => {
  const context = server.as(await server.person("owner@example.org", true));
  const names = [{ name: "animal" }, { name: "dog", parent: "animal" }, { name: "poodle" }];
  const { projectId } = await createProject(context, { name: "Tree", media: "text", labels: names });
  const tree = async () =>
    (await projectLabels(server.store.read, { projectId })).map(({ key, parent }) => [key, parent]);
  const save = (expectedVersion: number, ...labels: ReturnType<typeof label>[]) =>
    updateLabelSet(context, { projectId, expectedVersion, labels });

  await save(1, label("animal", null), label("dog", "animal"), label("poodle", "dog"), label(null, "dog"));
  const placed = [
    ["animal", null],
    ["dog", "animal"],
    ["poodle", "dog"],
    ["new-one", "dog"],
  ];
  expect(await tree()).toEqual(placed);
  const kept = [label("poodle", "dog"), label("new-one", "dog", "new one")];
  await expect(save(2, label("animal", "poodle"), label("dog", "animal"), ...kept)).rejects.toThrow(
    "stands under itself",
  );
  await expect(save(2, label("animal", null), label("dog", "mammal"), ...kept)).rejects.toThrow("which is no label");
  await expect(save(2, label("animal", null), label("dog", null), ...kept, label(null, "newer"))).rejects.toThrow();
  expect(await tree()).toEqual(placed);
  await save(2, label("animal", null), label("dog", null), ...kept);
  expect((await tree())[1]).toEqual(["dog", null]);
});
