import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { currentOfItems } from "@/db/queries/annotations";
import { slotHolders } from "@/db/queries/claims";
import { queueById, queueItemsOf } from "@/db/queries/queues";
import { makeProject, makeQueue } from "@/db/test-store";
import { submitAnnotations } from "../annotation/submit-annotations";
import type { Actor } from "../operation";
import { makeTestServer, type TestServer } from "../test-context";
import { claimItems } from "./claim-items";

const LEASE_MS = 300_000;
const ITEMS = 4;
const PEOPLE = 4;
const OVERLAP = { overlapMin: 2, overlapMax: 3 };

type Claim = Awaited<ReturnType<typeof claimItems>>[number];

/** What the test knows: leases given and the answers it was told are stored. */
interface Model {
  now: number;
  /** Claims by person, in the order given; an answered one stays for undo. */
  claims: Map<number, { claim: Claim; expiresAt: number; state: "open" | "answered" | "passed" }[]>;
  /** Standing answers by person and item, as the server acknowledged them. */
  answers: Map<string, string>;
  accepted: number;
}

interface Real {
  server: TestServer;
  actors: Actor[];
  projectId: number;
  queueId: number;
  itemIds: number[];
}

let server: TestServer;
beforeAll(async () => {
  server = await makeTestServer();
});
afterAll(() => server.remove());

const context = (real: Real, model: Model, person: number) => ({
  ...real.server.as(real.actors[person] as Actor),
  now: model.now,
});

async function submit(
  real: Real,
  model: Model,
  person: number,
  claim: Claim,
  kind: "label" | "skip" | "flag" | "undo",
  label: string,
) {
  const value = kind === "label" ? { label } : kind === "flag" ? { reason: "broken" as const } : {};
  const base = {
    clientKey: crypto.randomUUID(),
    claimId: claim.claimId,
    itemId: claim.itemId,
    certainty: "sure" as const,
    durationMs: 1,
    clientTime: 1,
    shown: null,
  };
  const answers = [{ ...base, kind, value }] as Parameters<typeof submitAnnotations>[1]["answers"];
  const input = { projectId: real.projectId, queueId: real.queueId, answers };
  const [result] = (await submitAnnotations(context(real, model, person), input)).results;
  const [again] = (await submitAnnotations(context(real, model, person), input)).results;
  // a repeat never does anything twice
  if (result?.result !== "refused") expect(again?.result).toBe("duplicate");
  return result;
}

/** After every step: slots are distinct and within bounds, nobody holds two, counters fit, answers are those acknowledged. */
async function check(real: Real, model: Model) {
  const { store } = real.server;
  const items = await queueItemsOf(store.read, { queueId: real.queueId, itemIds: real.itemIds });
  const holders = await slotHolders(store.read, { queueId: real.queueId, itemIds: real.itemIds });
  const current = await currentOfItems(store.read, { itemIds: real.itemIds });
  for (const item of items) {
    const own = holders.filter((one) => one.itemId === item.itemId);
    expect(new Set(own.map((one) => one.slot)).size).toBe(own.length);
    expect(new Set(own.map((one) => one.annotatorId)).size).toBe(own.length);
    for (const one of own) expect(one.slot).toBeLessThanOrEqual(item.slots);
    expect(item.slots).toBeLessThanOrEqual(OVERLAP.overlapMax);
    const counted = current.filter((row) => row.itemId === item.itemId && !row.late);
    expect(item.answers).toBe(counted.length);
    expect(own.filter((one) => one.state === "answered").length).toBe(counted.length);
  }
  expect(new Map(current.map((row) => [`${row.annotatorId}:${row.itemId}`, row.label])).size).toBe(model.answers.size);
  expect(current.map((row) => row.label).sort()).toEqual([...model.answers.values()].sort());
  const queue = await queueById(store.read, { projectId: real.projectId, queueId: real.queueId });
  expect(queue?.done).toBe(items.filter((item) => item.state === "done").length);
  expect(queue?.inConflict).toBe(items.filter((item) => item.inConflict).length);
}

const person = fc.integer({ min: 0, max: PEOPLE - 1 });
const pick = fc.nat({ max: 20 });
type Command = fc.AsyncCommand<Model, Real, false>;

const claimCommand = (who: number, max: number): Command => ({
  check: () => true,
  toString: () => `claim(${who}, ${max})`,
  async run(model, real) {
    const claims = await claimItems(context(real, model, who), {
      projectId: real.projectId,
      queueId: real.queueId,
      max,
    });
    const own = model.claims.get(who) ?? [];
    const live = own.filter((one) => one.state === "open" && one.expiresAt >= model.now);
    for (const claim of claims) {
      expect(live.some((one) => one.claim.itemId === claim.itemId)).toBe(false);
      expect(model.answers.has(`${who}:${claim.itemId}`)).toBe(false);
      expect(own.some((one) => one.state === "passed" && one.claim.itemId === claim.itemId)).toBe(false);
    }
    model.claims.set(who, [
      ...own,
      ...claims.map((claim) => ({ claim, expiresAt: model.now + LEASE_MS, state: "open" as const })),
    ]);
    await check(real, model);
  },
});

const answerCommand = (who: number, at: number, kind: "label" | "skip" | "flag", label: string): Command => ({
  check: (model) => (model.claims.get(who) ?? []).some((one) => one.state === "open"),
  toString: () => `${kind}(${who}, ${at}, ${label})`,
  async run(model, real) {
    const open = (model.claims.get(who) ?? []).filter((one) => one.state === "open");
    const entry = open[at % open.length];
    if (!entry) return;
    const result = await submit(real, model, who, entry.claim, kind, label);
    const key = `${who}:${entry.claim.itemId}`;
    if (kind === "label") {
      // late or not, what was given is kept
      expect(["accepted", "late"]).toContain(result?.result);
      if (entry.expiresAt >= model.now) expect(result?.result).toBe("accepted");
      model.answers.set(key, label);
      for (const one of model.claims.get(who) ?? [])
        if (one.claim.itemId === entry.claim.itemId) one.state = "answered";
    } else if (result?.result === "accepted")
      for (const one of model.claims.get(who) ?? []) if (one.claim.itemId === entry.claim.itemId) one.state = "passed";
    await check(real, model);
  },
});

const undoCommand = (who: number, at: number): Command => ({
  check: (model) => (model.claims.get(who) ?? []).some((one) => one.state !== "open"),
  toString: () => `undo(${who}, ${at})`,
  async run(model, real) {
    const done = (model.claims.get(who) ?? []).filter((one) => one.state !== "open");
    const entry = done[at % done.length];
    if (!entry) return;
    const result = await submit(real, model, who, entry.claim, "undo", "");
    if (result?.result === "accepted") {
      model.answers.delete(`${who}:${entry.claim.itemId}`);
      const [last, ...others] = (model.claims.get(who) ?? [])
        .filter((one) => one.claim.itemId === entry.claim.itemId)
        .reverse();
      model.claims.set(
        who,
        (model.claims.get(who) ?? []).filter((one) => !others.includes(one)),
      );
      if (last)
        Object.assign(last, {
          state: "open",
          expiresAt: result.reopened?.expiresAt ?? 0,
          claim: { ...last.claim, claimId: result.reopened?.claimId ?? last.claim.claimId },
        });
    }
    await check(real, model);
  },
});

const waitCommand = (ms: number): Command => ({
  check: () => true,
  toString: () => `wait(${ms})`,
  run: async (model) => {
    model.now += ms;
  },
});

test("claim, submit, skip, flag, undo and expiry in any order keep every rule and every answer", async () => {
  const label = fc.constantFrom("cat", "dog");
  const commands = fc.commands<Model, Real, false>(
    [
      fc.tuple(person, fc.integer({ min: 1, max: 4 })).map(([who, max]) => claimCommand(who, max)),
      fc.tuple(person, pick, label).map(([who, at, name]) => answerCommand(who, at, "label", name)),
      fc.tuple(person, pick, label).map(([who, at, name]) => answerCommand(who, at, "label", name)),
      fc
        .tuple(person, pick, fc.constantFrom("skip" as const, "flag" as const))
        .map(([who, at, kind]) => answerCommand(who, at, kind, "")),
      fc.tuple(person, pick).map(([who, at]) => undoCommand(who, at)),
      fc.constantFrom(1_000, 200_000, 400_000).map(waitCommand),
    ],
    { maxCommands: 60, size: "max" },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      const made = await makeProject(server.store, {
        items: ITEMS,
        roles: Array.from({ length: PEOPLE }, () => "annotator" as const),
      });
      const queueId = await makeQueue(server.store, {
        projectId: made.projectId,
        itemIds: made.itemIds,
        ...OVERLAP,
        leaseMs: LEASE_MS,
      });
      const actors = made.people.map(({ userId, email }, k) => ({
        userId,
        email,
        name: `person ${k}`,
        isAdmin: false,
      }));
      const real: Real = { server, actors, projectId: made.projectId, queueId, itemIds: made.itemIds };
      await fc.asyncModelRun(
        () => ({ model: { now: 1_000_000, claims: new Map(), answers: new Map(), accepted: 0 }, real }),
        run,
      );
    }),
    { numRuns: 60 },
  );
}, 300_000);
