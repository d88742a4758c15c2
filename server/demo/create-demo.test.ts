import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isDefined } from "@/core/statistics/estimate";
import { dialect } from "@/db/columns";
import { storedAgreement } from "@/db/queries/agreements";
import { projectAnnotators } from "@/db/queries/annotators";
import { projectModels, projectRuns } from "@/db/queries/models";
import { projectById, projectIdBySlug } from "@/db/queries/projects";
import { projectQueues } from "@/db/queries/queues";
import { openStore, type Store } from "@/db/store";
import { verifyStore } from "../backup/verify-store";
import { createDemo, deleteDemo, isDemoComplete } from "./create-demo";

let folder = "";
let store: Store;
const said: string[] = [];

// one file, whatever the dialect of the tests
describe.runIf(dialect === "sqlite")("the demo", () => {
  beforeAll(async () => {
    folder = join(mkdtempSync(join(tmpdir(), "concord-demo-")), "data");
    await createDemo({ folder, perClass: 15, say: (line) => said.push(line) });
    store = await openStore(join(folder, "concord.db"));
  }, 180_000);
  afterAll(async () => {
    await store.close();
    rmSync(join(folder, ".."), { recursive: true });
  });

  const projectOf = async (slug: string) => {
    const id = await projectIdBySlug(store.read, slug);
    const project = id === undefined ? undefined : await projectById(store.read, id);
    if (!project) throw new Error(`no project ${slug}`);
    return project;
  };

  test("holds three projects of real data with their source named, and every invariant", async () => {
    expect(isDemoComplete(folder)).toBe(true);
    const sizes = [];
    for (const slug of ["reviews", "ten-opinions", "clothes"]) {
      const { items, settings } = await projectOf(slug);
      expect(settings.source).toMatch(/npm package/);
      sizes.push(items);
    }
    expect(sizes).toEqual([3000, 7517, 152]);
    expect((await verifyStore(store.read)).filter(({ violations }) => violations > 0)).toEqual([]);
  });

  test.each(["reviews", "clothes"])("%s: a fold model per item, out-of-sample runs alone, two queues", async (slug) => {
    const { id: projectId, items } = await projectOf(slug);
    const [model] = await projectModels(store.read, { projectId });
    const runs = await projectRuns(store.read, { projectId });
    expect(model?.files.length).toBe(runs.length);
    expect(runs.every((run) => run.outOfSample === "yes" && run.modelId === model?.id)).toBe(true);
    expect(runs.reduce((sum, run) => sum + run.count, 0)).toBe(items);
    const queues = await projectQueues(store.read, { projectId });
    expect(queues.map(({ strategy, state, done }) => [strategy, state, done])).toEqual(
      expect.arrayContaining([
        ["suspected-label-errors", "open", 0],
        ["random", "open", 0],
      ]),
    );
  });

  test("ten opinions: ten external columns that are not called people, and Fleiss' published-data agreement", async () => {
    const { id: projectId, settings } = await projectOf("ten-opinions");
    const annotators = await projectAnnotators(store.read, { projectId });
    expect(annotators.map(({ name, kind }) => `${name} ${kind}`).sort()).toEqual(
      Array.from({ length: 10 }, (_, k) => `rating ${k + 1} external`).sort(),
    );
    expect(settings.annotatorNote).toMatch(/not known to be persons/);
    const report = (await storedAgreement(store.read, { projectId }))?.result;
    const fleiss = report?.scopes[report.headline ?? 0]?.summary.fleiss;
    expect(fleiss && isDefined(fleiss) ? fleiss.value : null).toBeCloseTo(0.63, 3);
  });

  test("is deleted as a whole, and only a demo is", () => {
    const other = mkdtempSync(join(tmpdir(), "concord-other-"));
    expect(() => deleteDemo(other)).toThrow("is not a demo");
    expect(existsSync(other)).toBe(true);
    rmSync(other, { recursive: true });
  });
});
