import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { finishJob, insertJob, setJobProgress, takeJob } from "@/db/queries/jobs";
import { addMember, deleteMember } from "@/db/queries/projects";
import { announceJob } from "../event-bus";
import type { Actor } from "../operation";
import { createProject } from "../project/create-project";
import { makeTestServer, type TestServer } from "../test-context";
import { watchJob } from "./watch-job";

let server: TestServer;
let owner: Actor;
let projectId = 0;

beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
  ({ projectId } = await createProject(server.as(owner), {
    name: "P",
    media: "text",
    labels: [{ name: "cat" }, { name: "dog" }],
  }));
});
afterAll(() => server.remove());

const newJob = () =>
  server.store.transaction((tx) =>
    insertJob(tx, { projectId, kind: "score", input: {}, createdBy: owner.userId, createdAt: 0 }),
  );

describe("watchJob", () => {
  test("gives the row, then one row per announced change, and ends with the job", async () => {
    const jobId = await newJob();
    const seen: string[] = [];
    const rows = await watchJob(server.as(owner), { projectId, jobId });
    for await (const job of rows) {
      seen.push(`${job.state} ${job.done}`);
      await server.store.transaction(async (tx) => {
        if (seen.length === 1) await takeJob(tx, { now: 1 });
        if (seen.length === 2) await setJobProgress(tx, { jobId, done: 7, total: 9, phase: "x" });
        if (seen.length === 3) await finishJob(tx, { jobId, state: "done", finishedAt: 2 });
      });
      announceJob(jobId);
    }
    expect(seen).toEqual(["queued 0", "running 0", "running 7", "done 7"]);
  });

  test("ends when the listener goes, and refuses who lost the project meanwhile", async () => {
    const jobId = await newJob();
    const gone = new AbortController();
    const rows = await watchJob(server.as(owner), { projectId, jobId }, gone.signal);
    expect((await rows.next()).value?.id).toBe(jobId);
    gone.abort();
    expect(await rows.next()).toEqual({ done: true, value: undefined });

    const viewer = await server.person("viewer@example.org");
    await server.store.transaction((tx) =>
      addMember(tx, { projectId, userId: viewer.userId, role: "manager", createdAt: 0 }),
    );
    const own = await watchJob(server.as(viewer), { projectId, jobId });
    await own.next();
    await server.store.transaction((tx) => deleteMember(tx, { projectId, userId: viewer.userId }));
    announceJob(jobId);
    await expect(own.next()).rejects.toMatchObject({ kind: "not-found" });
  });
});
