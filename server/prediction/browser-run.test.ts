import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { embeddingsOf } from "@/db/queries/inference";
import { checkInvariants } from "@/db/queries/invariants";
import { updateItemFields } from "@/db/queries/items";
import { auditOf } from "@/db/queries/jobs";
import { insertPredictions, insertRun } from "@/db/queries/models";
import { insertMedia } from "@/db/queries/uploads";
import { serveMedia } from "../media/serve-media";
import { startScoring } from "../quality/score-items";
import { changeBrowserRun } from "./change-browser-run";
import { extendShards, releaseShards } from "./claim-shard";
import { listBrowserRuns } from "./read-browser-runs";
import { unpackProbabilities } from "./read-predictions";
import { predictionRow } from "./record-predictions";
import { startBrowserRun } from "./start-browser-run";
import { submitShard } from "./submit-shard";
import { base64Of, FakeBrowser, makeRunServer, publishedOf, type RunServer } from "./test-run";

let at: RunServer;
afterEach(() => at.remove());

const [OWNER, ANN, BOB] = [0, 1, 2];
const actor = (k: number) => {
  const found = at.actors[k];
  if (!found) throw new Error(`no actor ${k}`);
  return found;
};
const start = (scope: "all" | "missing" = "all") =>
  startBrowserRun(at.as(actor(OWNER)), {
    projectId: at.projectId,
    modelId: at.modelId,
    scope,
    checkShare: 0.05,
  });
const run = async () => {
  const [newest] = await listBrowserRuns(at.as(actor(OWNER)), { projectId: at.projectId });
  if (!newest) throw new Error("no run");
  return newest;
};
const change = (runId: number, action: "pause" | "resume" | "cancel") =>
  changeBrowserRun(at.as(actor(OWNER)), { projectId: at.projectId, runId, action });

describe("a run by two people", () => {
  test("one computes, the other checks: every item is stored once, out-of-sample, and can be scored", async () => {
    at = await makeRunServer({ items: 150 });
    const made = await start();
    // 150 items of two folds: 75 each, the last one to the first
    expect(made).toMatchObject({ total: 150, shards: 4 });
    const target = { projectId: at.projectId, modelId: at.modelId };
    await expect(startScoring(at.as(actor(OWNER)), target)).rejects.toThrow(/no predictions yet/);
    const ann = new FakeBrowser(at, actor(ANN), "ann");
    const bob = new FakeBrowser(at, actor(BOB), "bob");
    for (let k = 0; k < 20; k++) for (const one of [ann, bob]) await one.step();
    const { runs, rows } = await publishedOf(at);
    expect(rows.map((row) => row.itemId)).toEqual(at.itemIds);
    expect(runs.map((one) => [one.fold, one.outOfSample, one.passState]).sort()).toEqual([
      [0, "yes", "done"],
      [1, "yes", "done"],
    ]);
    expect(runs.reduce((sum, one) => sum + one.count, 0)).toBe(150);
    const state = await run();
    expect(state).toMatchObject({
      state: "done",
      done: 150,
      unreadable: 0,
      refused: 0,
      largestDifference: 0,
      waiting: 0,
    });
    expect(state.checked).toBe(32);
    expect(state.checksBy).toContainEqual({ by: "other-person", items: 32 });
    const { jobId } = await startScoring(at.as(actor(OWNER)), target);
    expect((await at.run({ jobId })).result).toMatchObject({ scored: 150 });
  });

  test("nothing is used before its check, and an incomplete run may not be scored", async () => {
    at = await makeRunServer({ items: 100, folds: 0 });
    await start();
    const ann = new FakeBrowser(at, actor(ANN), "ann");
    const bob = new FakeBrowser(at, actor(BOB), "bob");
    await bob
      .claim()
      .then(
        ({ work }) => work && releaseShards(at.as(actor(BOB)), { projectId: at.projectId, leaseIds: [work.leaseId] }),
      );
    await ann.step();
    expect((await publishedOf(at)).rows).toEqual([]);
    await bob.step();
    expect((await publishedOf(at)).rows).toHaveLength(64);
    await expect(startScoring(at.as(actor(OWNER)), { projectId: at.projectId, modelId: at.modelId })).rejects.toThrow(
      /not complete/,
    );
  });

  test("results that differ are refused, their browser gets no more, managers see its name, others do them again", async () => {
    at = await makeRunServer({ items: 64, folds: 0 });
    await start();
    const wrong = new FakeBrowser(at, actor(ANN), "wrong", 0.01);
    const bob = new FakeBrowser(at, actor(BOB), "bob");
    const owner = new FakeBrowser(at, actor(OWNER), "owner");
    await wrong.step();
    await bob.step();
    await owner.step();
    expect((await publishedOf(at)).rows).toEqual([]);
    const refused = (await run()).browsers.find((one) => one.browser === "wrong");
    expect(refused).toMatchObject({
      refused: 1,
      person: "annotator 1",
      whyRefused: expect.stringMatching(/third browser came to/),
    });
    expect(await wrong.claim()).toMatchObject({ work: null, isRefused: true });
    await bob.step();
    await owner.step();
    expect(await run()).toMatchObject({ state: "done", done: 64, refused: 1 });
    expect((await publishedOf(at)).rows).toHaveLength(64);
  });

  test("values that are no probabilities are refused at once", async () => {
    at = await makeRunServer({ items: 10, folds: 0 });
    await start();
    for (const [key, row] of [
      ["nan", [Number.NaN, 0, 1]],
      ["sum", [0.1, 0.1, 0.1]],
      ["range", [2, -1, 0]],
      ["short", [1]],
    ] as const) {
      const { work } = await new FakeBrowser(at, actor(ANN), key).claim();
      const reply = await submitShard(at.as(actor(ANN)), {
        projectId: at.projectId,
        leaseId: work?.leaseId ?? 0,
        provider: "wasm",
        runtimeVersion: "1",
        msPerItem: 1,
        probs: base64Of(Array.from({ length: 10 }, () => Float32Array.from(row))),
        embeddings: null,
        unreadable: [],
      });
      expect(reply.outcome, key).toBe("refused");
    }
    expect((await publishedOf(at)).rows).toEqual([]);
    expect(await run()).toMatchObject({ state: "running", refused: 4 });
  });
});

describe("one browser alone", () => {
  test("checks its own results after a restart, and the run says so", async () => {
    at = await makeRunServer({ items: 20, folds: 0 });
    await start();
    const ann = new FakeBrowser(at, actor(ANN), "ann");
    await ann.step();
    const { work } = await ann.claim();
    expect(work).toMatchObject({ needsRestart: true });
    expect(work?.items).toHaveLength(8);
    if (work) await ann.submit(work);
    expect(await run()).toMatchObject({ state: "done", done: 20, checked: 8 });
    expect((await run()).checksBy).toContainEqual({ by: "same-browser", items: 8 });
  });

  test("an item that cannot be read is counted, and checked like the others", async () => {
    at = await makeRunServer({ items: 8, folds: 0 });
    await start();
    const ann = new FakeBrowser(at, actor(ANN), "ann");
    const broken = at.itemIds.slice(0, 1);
    const first = await ann.claim();
    if (first.work) await ann.submit(first.work, { unreadable: broken });
    const second = await ann.claim();
    if (second.work) await ann.submit(second.work, { unreadable: broken });
    expect(await run()).toMatchObject({ state: "done", done: 7, unreadable: 1, refused: 0 });
    expect((await publishedOf(at)).rows.map((row) => row.itemId)).toEqual(at.itemIds.slice(1));
  });
});

describe("leases", () => {
  test("what a browser gave back, or lost, it gets again only when there is nothing else", async () => {
    at = await makeRunServer({ items: 150, folds: 0 });
    await start();
    const { projectId } = at;
    const [ann, bob] = [new FakeBrowser(at, actor(ANN), "ann"), new FakeBrowser(at, actor(BOB), "bob")];
    const giveBack = async (browser: FakeBrowser) => {
      const { work } = await browser.claim();
      await releaseShards(at.as(actor(ANN)), { projectId, leaseIds: [work?.leaseId ?? 0] });
      return work?.items[0]?.itemId;
    };
    const [first, second, third] = [0, 64, 128].map((k) => at.itemIds[k]);
    expect(await giveBack(ann)).toBe(first);
    expect((await ann.claim()).work?.items[0]?.itemId).toBe(second);
    at.advance(61_000);
    // a check that it gave back comes after what nobody computed
    await bob.step();
    expect(bob.computed[0]).toBe(first);
    await giveBack(ann);
    expect(await giveBack(ann)).toBe(third);
    const again = [await ann.claim(), await ann.claim(), await ann.claim()].map(({ work }) => work?.items.length);
    expect(again.sort()).toEqual([22, 64, 8].sort());
  });

  test("a shard whose lease ran out goes to others; its late results are refused and nothing is stored twice", async () => {
    at = await makeRunServer({ items: 10, folds: 0 });
    await start();
    const ann = new FakeBrowser(at, actor(ANN), "ann");
    const bob = new FakeBrowser(at, actor(BOB), "bob");
    const { work } = await ann.claim();
    if (!work) throw new Error("no work");
    expect((await bob.claim()).work).toBeNull();
    at.advance(61_000);
    expect(await bob.step()).toBe(true);
    expect(await ann.submit(work)).toEqual({ outcome: "late" });
    expect(await ann.step()).toBe(true);
    expect((await publishedOf(at)).rows.map((row) => row.itemId)).toEqual(at.itemIds);
    expect(await run()).toMatchObject({ state: "done", done: 10 });
  });

  test("late results of a shard that nobody took meanwhile count, once", async () => {
    at = await makeRunServer({ items: 10, folds: 0 });
    await start();
    const ann = new FakeBrowser(at, actor(ANN), "ann");
    const { work } = await ann.claim();
    if (!work) throw new Error("no work");
    at.advance(61_000);
    expect(await ann.submit(work)).toEqual({ outcome: "accepted" });
    expect(await ann.submit(work)).toEqual({ outcome: "late" });
  });

  test("a heartbeat keeps a shard, a pause takes it back, a resume gives it out again", async () => {
    at = await makeRunServer({ items: 10, folds: 0 });
    const { runId } = await start();
    const ann = new FakeBrowser(at, actor(ANN), "ann");
    const { work } = await ann.claim();
    if (!work) throw new Error("no work");
    const target = { projectId: at.projectId, leaseIds: [work.leaseId] };
    at.advance(50_000);
    expect(await extendShards(at.as(actor(ANN)), target)).toEqual({ held: [work.leaseId] });
    expect(await extendShards(at.as(actor(BOB)), target)).toEqual({ held: [] });
    at.advance(50_000);
    expect((await new FakeBrowser(at, actor(BOB), "bob").claim()).work).toBeNull();
    await change(runId, "pause");
    expect(await extendShards(at.as(actor(ANN)), target)).toEqual({ held: [] });
    expect(await ann.submit(work)).toEqual({ outcome: "late" });
    expect((await ann.claim()).work).toBeNull();
    await change(runId, "resume");
    expect((await ann.claim()).work?.items).toHaveLength(10);
    await change(runId, "cancel");
    expect((await ann.claim()).work).toBeNull();
    await expect(change(runId, "resume")).rejects.toThrow(/cancelled/);
  });
});

test("out-of-sample is derived item by item from what the model trained on", async () => {
  at = await makeRunServer({ items: 6, folds: 0, trainedOn: { splits: ["train"] } });
  await at.store.transaction(async (tx) => {
    for (const [k, itemId] of at.itemIds.entries())
      await updateItemFields(tx, { itemId, split: k < 2 ? "train" : k < 4 ? "test" : null });
  });
  await start();
  const ann = new FakeBrowser(at, actor(ANN), "ann");
  while (await ann.step());
  const { runs, rows } = await publishedOf(at);
  const of = (value: string) => rows.filter((row) => runs.find((one) => one.id === row.runId)?.outOfSample === value);
  expect(["no", "yes", "unknown"].map((value) => of(value).map((row) => row.itemId))).toEqual([
    at.itemIds.slice(0, 2),
    at.itemIds.slice(2, 4),
    at.itemIds.slice(4),
  ]);
});

test("embeddings are stored with the predictions, and refused when they are not finite", async () => {
  at = await makeRunServer({ items: 4, folds: 0, dims: 2 });
  await start();
  const of = (itemIds: number[]) => itemIds.map((itemId) => Float32Array.of(itemId, -1));
  const bad = await new FakeBrowser(at, actor(BOB), "bad").claim();
  const vectors = at.itemIds.map(() => Float32Array.of(1, Number.NaN));
  expect(bad.work && (await new FakeBrowser(at, actor(BOB), "bad").submit(bad.work, { vectors }))).toMatchObject({
    outcome: "refused",
    why: expect.stringMatching(/embedding/),
  });
  const ann = new FakeBrowser(at, actor(ANN), "ann");
  for (const isLast of [false, true]) {
    const { work } = await ann.claim();
    if (work) await ann.submit(work, { vectors: of(work.items.map(({ itemId }) => itemId)) });
    const stored = await embeddingsOf(at.store.read, at);
    expect(stored.map((row) => [row.itemId, [...unpackProbabilities(row.vector)]])).toEqual(
      isLast ? at.itemIds.map((id) => [id, [id, -1]]) : [],
    );
  }
});

test("embeddings of which a checked one differs are not kept; the probabilities stand", async () => {
  at = await makeRunServer({ items: 4, folds: 0, dims: 2 });
  await start();
  for (const [who, value] of [
    [ANN, 1],
    [BOB, 1.1],
  ] as const) {
    const browser = new FakeBrowser(at, actor(who), `browser ${who}`.replace(" ", "-"));
    const { work } = await browser.claim();
    const vectors = work?.items.map(() => Float32Array.of(value, 2)) ?? [];
    expect(work && (await browser.submit(work, { vectors }))).toMatchObject({ outcome: "accepted" });
  }
  expect(await run()).toMatchObject({ state: "done", done: 4, checked: 4, refused: 0 });
  expect((await publishedOf(at)).rows).toHaveLength(4);
  expect(await embeddingsOf(at.store.read, at)).toEqual([]);
  const dropped = await auditOf(at.store.read, { projectId: at.projectId, action: "browser-run.drop-embeddings" });
  expect(dropped.map(({ data }) => data)).toEqual([{ shard: 1, items: 4, why: "they differ" }]);
});

test("a browser that leaves the embeddings out is refused", async () => {
  at = await makeRunServer({ items: 4, folds: 0, dims: 2 });
  await start();
  const ann = new FakeBrowser(at, actor(ANN), "ann");
  const { work } = await ann.claim();
  expect(work && (await ann.submit(work))).toMatchObject({
    outcome: "refused",
    why: expect.stringMatching(/embedding/),
  });
});

test("a run over what is missing leaves out items that the model has predicted", async () => {
  at = await makeRunServer({ items: 12, folds: 0 });
  await at.store.transaction(async (tx) => {
    const classes = ["cat", "dog", "owl"];
    const runId = await insertRun(tx, {
      projectId: at.projectId,
      modelId: at.modelId,
      source: "imported",
      outOfSample: "yes",
      classes,
      createdAt: 0,
    });
    const rows = at.itemIds
      .slice(0, 5)
      .map((itemId) => predictionRow({ runId, itemId, classes }, Float32Array.of(1, 0, 0)));
    await insertPredictions(tx, rows);
  });
  expect(await start("missing")).toMatchObject({ total: 7 });
  await expect(start("missing")).rejects.toThrow(/already/);
});

test("what an annotator's browser gets holds content and opaque ids alone", async () => {
  at = await makeRunServer({ items: 5, folds: 0 });
  await start();
  const { work } = await new FakeBrowser(at, actor(ANN), "ann").claim();
  expect(Object.keys(work ?? {}).sort()).toEqual(["items", "leaseId", "modelId", "needsRestart", "runId", "sha256"]);
  for (const item of work?.items ?? [])
    expect(Object.keys(item).sort()).toEqual(["audio", "data", "image", "itemId", "text"]);
  await expect(listBrowserRuns(at.as(actor(ANN)), { projectId: at.projectId })).rejects.toThrow();
});

test("an annotator reads the pictures of a shard while their browser has it, and no others", async () => {
  const mediaHash = "ab".repeat(32);
  at = await makeRunServer({ items: 70, folds: 0, mediaHash });
  await at.store.transaction((tx) =>
    insertMedia(tx, [{ sha256: mediaHash, bytes: 3, contentType: "image/png", width: 1, height: 1 }]),
  );
  mkdirSync(dirname(at.data.media(mediaHash)), { recursive: true });
  writeFileSync(at.data.media(mediaHash), "png");
  const look = (k: number, itemId = 0) =>
    serveMedia(at.as(actor(k)), { itemId, variant: "original", etag: null, range: null }).then(
      ({ status }) => status,
      ({ kind }) => kind,
    );
  await start();
  const [first = 0] = at.itemIds;
  expect(await look(ANN, first)).toBe("not-found");
  const ann = new FakeBrowser(at, actor(ANN), "ann");
  const { work } = await ann.claim();
  const inside = work?.items.map(({ itemId }) => itemId) ?? [];
  expect(work?.items[0]?.image).toBe(`/api/media/${first}/original`);
  for (const itemId of at.itemIds) expect(await look(ANN, itemId)).toBe(inside.includes(itemId) ? 200 : "not-found");
  expect(await look(BOB, first)).toBe("not-found");
  if (work) await ann.submit(work);
  expect(await look(ANN, first)).toBe("not-found");
  // a checker reads the sample alone
  const check = await new FakeBrowser(at, actor(BOB), "bob").claim();
  const sample = check.work?.items.map(({ itemId }) => itemId) ?? [];
  expect(sample).toHaveLength(8);
  for (const itemId of at.itemIds) expect(await look(BOB, itemId)).toBe(sample.includes(itemId) ? 200 : "not-found");
});

test("eight browsers at once: no shard twice, every item stored exactly once", async () => {
  at = await makeRunServer({ items: 700, folds: 3 });
  await start();
  const browsers = Array.from({ length: 8 }, (_, k) => new FakeBrowser(at, actor(k % 3), `browser-${k}`));
  await Promise.all(
    browsers.map(async (one) => {
      for (let idle = 0; idle < 3; ) if (!(await one.step())) idle++;
    }),
  );
  // whoever stopped too early is followed by one who looks for the rest
  for (let k = 0; (await run()).state !== "done" && k < 40; k++) await browsers[k % 8]?.step();
  const { runs, rows } = await publishedOf(at);
  expect(rows.map((row) => row.itemId)).toEqual(at.itemIds);
  expect(runs.every((one) => one.outOfSample === "yes")).toBe(true);
  const state = await run();
  expect(state).toMatchObject({ state: "done", done: 700, refused: 0, total: 700 });
  expect(state.browsers.reduce((sum, one) => sum + one.computed, 0)).toBe(700);
  const broken = (await checkInvariants(at.store.read)).filter(({ violations }) => violations > 0);
  // the factory of the items keeps no counter
  expect(broken.map(({ name }) => name)).toEqual(["kept counters of projects equal their items"]);
});
