import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { packageRoot } from "@/db/migrate";
import { annotationsByKeys } from "@/db/queries/annotations";
import { projectAnnotators } from "@/db/queries/annotators";
import { projectById } from "@/db/queries/projects";
import { queueById } from "@/db/queries/queues";
import { makeProject, makeQueue, makeTestStore } from "@/db/test-store";

const run = promisify(execFile);
const PROCESSES = 8;

interface Child {
  claimed: number[];
  acknowledged: string[];
  errors: number;
}

async function race(overlap: number, items: number) {
  const made = await makeTestStore();
  const { projectId, people, itemIds } = await makeProject(made.store, {
    items,
    roles: Array.from({ length: PROCESSES }, () => "annotator" as const),
  });
  const queueId = await makeQueue(made.store, { projectId, itemIds, overlapMin: overlap, overlapMax: overlap });
  const root = packageRoot();
  const children = await Promise.all(
    people.map(async ({ userId }) => {
      const file = join(root, "server", "queue", "claim-race.child.ts");
      const args = [file, made.url, String(projectId), String(queueId), String(userId), "cat"];
      // the child takes its dialect from the same variable as this process
      const { stdout } = await run(join(root, "node_modules", ".bin", "tsx"), args, { cwd: root, maxBuffer: 1 << 24 });
      return JSON.parse(stdout) as Child;
    }),
  );
  return { made, projectId, queueId, itemIds, children };
}

test("8 processes claim 1,000 items: nothing claimed twice, nothing lost, every acknowledged answer is there", async () => {
  const { made, projectId, queueId, itemIds, children } = await race(1, 1_000);
  try {
    const claimed = children.flatMap((child) => child.claimed);
    expect(children.map((child) => child.errors)).toEqual(children.map(() => 0));
    expect(claimed.length).toBe(1_000);
    expect(new Set(claimed)).toEqual(new Set(itemIds));
    const clientKeys = children.flatMap((child) => child.acknowledged);
    expect(clientKeys.length).toBe(1_000);
    const annotatorIds = (await projectAnnotators(made.store.read, { projectId })).map((one) => one.id);
    const stored = await annotationsByKeys(made.store.read, { annotatorIds, clientKeys });
    expect(stored.length).toBe(1_000);
    expect(await queueById(made.store.read, { projectId, queueId })).toMatchObject({
      done: 1_000,
      judgements: 1_000,
      inConflict: 0,
    });
    expect((await projectById(made.store.read, projectId))?.eventSeq).toBe(1_000);
  } finally {
    await made.remove();
  }
}, 180_000);

test("with two people per item every item gets two answers of two people", async () => {
  const { made, projectId, queueId, itemIds, children } = await race(2, 100);
  try {
    const claimed = children.flatMap((child) => child.claimed);
    expect(claimed.length).toBe(200);
    for (const child of children) expect(new Set(child.claimed).size).toBe(child.claimed.length);
    const counts = new Map<number, number>();
    for (const id of claimed) counts.set(id, (counts.get(id) ?? 0) + 1);
    expect(itemIds.map((id) => counts.get(id))).toEqual(itemIds.map(() => 2));
    expect(await queueById(made.store.read, { projectId, queueId })).toMatchObject({ done: 100, judgements: 200 });
  } finally {
    await made.remove();
  }
}, 180_000);
