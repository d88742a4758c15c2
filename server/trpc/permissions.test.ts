import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember, type Role } from "@/db/queries/projects";
import { readEnvironment } from "../environment";
import type { Actor } from "../operation";
import { mayDo, type Operation } from "../permission";
import { createProject } from "../project/create-project";
import { makeTestServer, type TestServer } from "../test-context";
import { appRouter, createCaller } from "./app-router";

const ROLES: Role[] = ["owner", "manager", "adjudicator", "annotator", "viewer"];
const SHA = "0".repeat(64);

/** Every procedure with the operation it needs and an input that passes its schema; `self` needs a sign-in alone. */
const TABLE: Record<
  string,
  { needs: Operation | "self" | "open" | "admin"; input?: (projectId: number) => Record<string, unknown> }
> = {
  "account.me": { needs: "self" },
  "account.updatePreferences": {
    needs: "queue.label",
    input: () => ({ keys: { singleKeys: true, commands: {}, labels: {} } }),
  },
  "account.setUp": { needs: "open" },
  "account.invite": { needs: "open" },
  "account.acceptInvite": { needs: "open" },
  "project.list": { needs: "self" },
  "project.myQueues": { needs: "self" },
  "project.create": { needs: "admin" },
  "project.open": { needs: "project.open" },
  "project.overview": { needs: "project.read" },
  "project.settings": { needs: "project.read" },
  "project.updateLabelSet": {
    needs: "project.configure",
    input: () => ({
      expectedVersion: 99,
      labels: ["a", "b"].map((name) => ({
        key: null,
        name,
        shortcut: null,
        color: 0,
        description: null,
        parent: null,
        retired: false,
      })),
    }),
  },
  "project.updateGuidelines": { needs: "project.configure", input: () => ({ expectedVersion: 99, text: "" }) },
  "project.updateSettings": {
    needs: "project.configure",
    input: () => ({ name: "P", description: "", minAnswers: 2, visibleMeta: [], externalsCount: false }),
  },
  "project.examples": { needs: "project.configure" },
  "project.addExample": {
    needs: "project.configure",
    input: () => ({ itemId: 99_999, label: "cat", note: null }),
  },
  "project.removeExample": { needs: "project.configure", input: () => ({ exampleId: 99_999 }) },
  "project.members": { needs: "member.read" },
  "project.invite": {
    needs: "member.manage",
    input: () => ({ email: `x${Math.random()}@example.org`, role: "viewer" }),
  },
  "project.revokeInvite": { needs: "member.manage", input: () => ({ inviteId: 99_999 }) },
  "project.changeRole": { needs: "member.manage", input: () => ({ userId: 99_999, role: "viewer" }) },
  "project.removeMember": { needs: "member.manage", input: () => ({ userId: 99_999 }) },
  "project.annotators": { needs: "annotator.read" },
  "project.jobs": { needs: "job.read" },
  "project.job": { needs: "job.read", input: () => ({ jobId: 99_999 }) },
  "project.watchJob": { needs: "job.read", input: () => ({ jobId: 99_999 }) },
  "project.cancelJob": { needs: "job.cancel", input: () => ({ jobId: 99_999 }) },
  "data.import": { needs: "data.import", input: () => ({ sha256: SHA }) },
  "data.items": { needs: "item.read" },
  "data.counts": { needs: "item.read" },
  "data.item": { needs: "item.read", input: () => ({ itemId: 99_999 }) },
  "data.snapshots": { needs: "snapshot.read" },
  "data.createSnapshot": { needs: "snapshot.create" },
  "data.export": { needs: "export.create", input: () => ({ snapshotId: 99_999, format: "jsonl" }) },
  "model.compare": { needs: "model.read", input: () => ({ a: 99_998, b: 99_999 }) },
  "model.list": { needs: "model.read" },
  "model.inspect": { needs: "model.manage", input: () => ({ sha256: SHA }) },
  "model.sample": { needs: "model.manage" },
  "model.register": {
    needs: "model.manage",
    input: () => ({ name: "m", files: [SHA], card: {}, trainedOn: "nothing" }),
  },
  "model.card": { needs: "queue.label", input: () => ({ modelId: 99_999 }) },
  "model.train": { needs: "model.manage" },
  "model.score": { needs: "score.run", input: () => ({ modelId: 99_999 }) },
  "model.scoring": { needs: "item.read" },
  "model.suspects": { needs: "item.read" },
  "prediction.runs": { needs: "model.read" },
  "prediction.start": { needs: "model.manage", input: () => ({ modelId: 99_999 }) },
  "prediction.change": { needs: "model.manage", input: () => ({ runId: 99_999, action: "pause" }) },
  "prediction.takingPart": { needs: "queue.label" },
  "prediction.claim": { needs: "queue.label", input: () => ({ browserKey: "k".repeat(16), browserName: "Chrome" }) },
  "prediction.extend": { needs: "queue.label", input: () => ({ leaseIds: [99_999] }) },
  "prediction.release": { needs: "queue.label", input: () => ({ leaseIds: [99_999] }) },
  "prediction.submit": {
    needs: "queue.label",
    input: () => ({ leaseId: 99_999, provider: "wasm", runtimeVersion: "1", msPerItem: 1, probs: "" }),
  },
  "queue.list": { needs: "queue.read" },
  "queue.create": { needs: "queue.manage", input: () => ({ name: "q", strategy: "all" }) },
  "queue.plan": { needs: "self", input: () => ({ items: 10, answersPerItem: 2, blindItemsShare: 0.1, mode: "mixed" }) },
  "queue.read": { needs: "queue.read", input: () => ({ queueId: 99_999 }) },
  "queue.setState": { needs: "queue.manage", input: () => ({ queueId: 99_999, state: "closed" }) },
  "queue.flags": { needs: "queue.manage" },
  "label.open": { needs: "queue.label", input: () => ({ queueId: 99_999 }) },
  "label.resume": { needs: "queue.label", input: () => ({ queueId: 99_999 }) },
  "label.claim": { needs: "queue.label", input: () => ({ queueId: 99_999, max: 1 }) },
  "label.extend": { needs: "queue.label", input: () => ({ queueId: 99_999, claimIds: [] }) },
  "label.release": { needs: "queue.label", input: () => ({ queueId: 99_999, claimIds: [] }) },
  "label.submit": {
    needs: "annotation.submit",
    input: () => ({
      queueId: 99_999,
      answers: [
        {
          clientKey: crypto.randomUUID(),
          claimId: 1,
          itemId: 1,
          kind: "skip",
          value: {},
          durationMs: 1,
          clientTime: 1,
        },
      ],
    }),
  },
  "label.recordPredictions": {
    needs: "queue.label",
    input: () => ({
      queueId: 99_999,
      modelId: 1,
      fold: null,
      provider: "wasm",
      runtimeVersion: "1",
      predictions: [{ claimId: 1, probs: [0.5, 0.5] }],
    }),
  },
  "label.nearest": { needs: "queue.label", input: () => ({ queueId: 99_999, claimId: 1 }) },
  "label.explain": { needs: "queue.label", input: () => ({ queueId: 99_999, claimId: 1 }) },
  "label.examples": { needs: "queue.label" },
  "label.comment": { needs: "annotation.own", input: () => ({ itemId: 99_999, text: "x" }) },
  "label.comments": { needs: "annotation.own", input: () => ({ itemId: 99_999 }) },
  "agreement.read": { needs: "agreement.read" },
  "agreement.measure": { needs: "agreement.run" },
  "adjudication.list": { needs: "adjudication.decide" },
  "adjudication.open": { needs: "adjudication.decide", input: () => ({ itemId: 99_999 }) },
  "adjudication.firstAnswer": {
    needs: "adjudication.decide",
    input: () => ({ itemId: 99_999, version: 0, label: "cat" }),
  },
  "adjudication.decide": {
    needs: "adjudication.decide",
    input: () => ({ itemId: 99_999, expectedVersion: 0, decision: "undecidable", seen: [] }),
  },
};

/** These name the project by its slug. */
const BY_SLUG = new Set(["project.open", "label.open"]);

let server: TestServer;
let projectId = 0;
let slug = "";
const actors = new Map<Role | "stranger" | "nobody", Actor | null>();

beforeAll(async () => {
  server = await makeTestServer();
  const admin = await server.person("admin@example.org", true);
  ({ projectId, slug } = await createProject(server.as(admin), {
    name: "P",
    media: "text",
    labels: [{ name: "cat" }, { name: "dog" }],
  }));
  for (const role of ROLES) {
    const actor = await server.person(`${role}@example.org`);
    await server.store.transaction((tx) => addMember(tx, { projectId, userId: actor.userId, role, createdAt: 0 }));
    actors.set(role, actor);
  }
  actors.set("stranger", await server.person("stranger@example.org"));
  actors.set("nobody", null);
});
afterAll(() => server.remove());

async function call(path: string, who: Role | "stranger" | "nobody", project = projectId): Promise<string> {
  const { store, data } = server;
  const environment = readEnvironment({ CONCORD_DATA: data.folder });
  const caller = createCaller({
    server: { store, data, environment, secret: "" },
    actor: actors.get(who) ?? null,
    now: 1_800_000_000_000,
  });
  const entry = TABLE[path];
  const needsProject = entry && entry.needs !== "self" && entry.needs !== "open" && entry.needs !== "admin";
  const input = {
    ...entry?.input?.(project),
    ...(needsProject
      ? BY_SLUG.has(path)
        ? { slug: project === projectId ? slug : "no-such" }
        : { projectId: project }
      : {}),
  };
  const [noun = "", verb = ""] = path.split(".");
  const routers: Record<string, Record<string, (input: unknown) => Promise<unknown>>> = caller as never;
  try {
    await routers[noun]?.[verb]?.(Object.keys(input).length === 0 ? undefined : input);
    return "OK";
  } catch (error) {
    if (error instanceof TRPCError) return error.code;
    throw error;
  }
}

test("every procedure has a row in the table, and every row a procedure", () => {
  expect(Object.keys(appRouter._def.procedures).sort()).toEqual(Object.keys(TABLE).sort());
});

describe.each(Object.entries(TABLE).filter(([, { needs }]) => needs !== "open"))("%s", (path, { needs }) => {
  test("asks for a sign-in", async () => {
    expect(await call(path, "nobody")).toBe("UNAUTHORIZED");
  });

  if (needs === "self" || needs === "admin" || needs === "open") return;

  test("does not exist for people outside the project, nor in a project that is not there", async () => {
    expect(await call(path, "stranger")).toBe("NOT_FOUND");
    expect(await call(path, "owner", 424_242)).toBe("NOT_FOUND");
  });

  test.each(ROLES)("as %s", async (role) => {
    const code = await call(path, role);
    if (mayDo(role, needs)) expect(["FORBIDDEN", "UNAUTHORIZED", "INTERNAL_SERVER_ERROR"]).not.toContain(code);
    else expect(code).toBe("FORBIDDEN");
  });
});

test("only administrators create projects", async () => {
  const { store, data } = server;
  const environment = readEnvironment({ CONCORD_DATA: data.folder });
  const caller = createCaller({
    server: { store, data, environment, secret: "" },
    actor: actors.get("owner") ?? null,
    now: 1,
  });
  const input = { name: "Q", media: "text" as const, labels: [{ name: "a" }, { name: "b" }] };
  await expect(caller.project.create(input)).rejects.toMatchObject({ code: "FORBIDDEN" });
});
