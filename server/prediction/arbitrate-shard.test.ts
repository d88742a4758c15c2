import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { checkInvariants } from "@/db/queries/invariants";
import { auditOf } from "@/db/queries/jobs";
import { confirmedBy } from "./arbitrate-shard";
import { listBrowserRuns } from "./read-browser-runs";
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
async function begin(items: number) {
  at = await makeRunServer({ items, folds: 0 });
  await startBrowserRun(at.as(actor(OWNER)), {
    projectId: at.projectId,
    modelId: at.modelId,
    scope: "all",
    checkShare: 0.05,
  });
}
const run = async () => {
  const [newest] = await listBrowserRuns(at.as(actor(OWNER)), { projectId: at.projectId });
  if (!newest) throw new Error("no run");
  return newest;
};
const refusals = async () =>
  (await auditOf(at.store.read, { projectId: at.projectId, action: "browser-run.refuse-browser" })).map(
    ({ data }) => data,
  );
const browser = (who: number, key: string, noise = 0) => new FakeBrowser(at, actor(who), key, noise);

describe("two browsers that differ", () => {
  test("a third one finds the author odd: all that it gave is done again by others, what was taken included", async () => {
    await begin(128);
    const bob = browser(BOB, "bob");
    const owner = browser(OWNER, "owner");
    // of the first shard the odd browser gave what others find as well
    await browser(ANN, "odd").step();
    await bob.step();
    expect((await publishedOf(at)).rows).toHaveLength(64);
    await browser(ANN, "odd", 0.01).step();
    await bob.step();
    expect(await run()).toMatchObject({ disputed: 1, waiting: 1, refused: 0, done: 64 });
    // neither of the two decides
    expect((await bob.claim()).work).toBeNull();
    expect((await browser(ANN, "odd").claim()).work).toBeNull();
    await owner.step();
    expect(await run()).toMatchObject({ disputed: 0, refused: 1, done: 0, state: "running" });
    expect((await publishedOf(at)).rows).toEqual([]);
    expect(await browser(ANN, "odd").claim()).toMatchObject({ work: null, isRefused: true });
    expect(await refusals()).toMatchObject([{ decidedBy: "third browser", confirmed: "checker", discardedShards: 1 }]);
    for (let k = 0; k < 6; k++) for (const one of [bob, owner]) await one.step();
    expect(await run()).toMatchObject({ state: "done", done: 128, refused: 1 });
    const { rows, runs } = await publishedOf(at);
    expect(rows.map((row) => row.itemId)).toEqual(at.itemIds);
    expect(runs.reduce((sum, one) => sum + one.count, 0)).toBe(128);
    const broken = (await checkInvariants(at.store.read)).filter(({ violations }) => violations > 0);
    expect(broken.map(({ name }) => name)).toEqual(["kept counters of projects equal their items"]);
  });

  test("a third one finds the checker odd: the shard is taken, and the checker gets no more", async () => {
    await begin(64);
    await browser(ANN, "ann").step();
    await browser(BOB, "odd", 0.01).step();
    await browser(OWNER, "owner").step();
    expect(await run()).toMatchObject({ state: "done", done: 64, refused: 1, checked: 8, largestDifference: 0 });
    expect((await publishedOf(at)).rows).toHaveLength(64);
    const odd = (await run()).browsers.find((one) => one.browser === "odd");
    expect(odd).toMatchObject({ refused: 1, whyRefused: expect.stringMatching(/third browser/) });
    expect(await refusals()).toMatchObject([{ confirmed: "author", discardedShards: 0 }]);
  });

  test("a further browser of the same person decides only while no third person is there", async () => {
    await begin(64);
    await browser(OWNER, "owner")
      .claim()
      .then(({ work }) => expect(work?.items).toHaveLength(64));
    at.advance(100_000);
    await browser(ANN, "ann").step();
    await browser(BOB, "odd", 0.01).step();
    const second = browser(ANN, "ann-2");
    await browser(OWNER, "owner-2")
      .claim()
      .then(({ work }) => expect(work?.items).toHaveLength(8));
    // the third person's lease and presence run out
    expect((await second.claim()).work).toBeNull();
    at.advance(61_000);
    expect((await second.claim()).work).toBeNull();
    at.advance(31_000);
    expect(await second.step()).toBe(true);
    expect(await run()).toMatchObject({ state: "done", done: 64, refused: 1 });
  });

  test("three that all differ confirm nobody: the author's results are refused", async () => {
    await begin(64);
    await browser(ANN, "ann", 0.01).step();
    await browser(BOB, "bob", 0.02).step();
    await browser(OWNER, "owner").step();
    expect(await run()).toMatchObject({ disputed: 0, refused: 1, done: 0 });
    expect(await refusals()).toMatchObject([{ confirmed: null }]);
  });
});

describe("the server's runtime, where it is installed", () => {
  const THIRD = 1 / 3;
  const uniform = `process.once("message", ({ inputs }) => process.send({
    outputs: inputs.map(() => Float32Array.of(1 / 3, 1 / 3, 1 / 3)), version: "1.30.0" }));`;
  const crash = `process.once("message", () => process.exit(3));`;

  /** Two browsers with these rows for every item; the second one's submission meets a server with this program. */
  async function disputeWith(author: number[], checker: number[], code: string) {
    await begin(20);
    const folder = mkdtempSync(join(tmpdir(), "concord-child-"));
    const program = join(folder, "child.mjs");
    writeFileSync(program, code);
    for (const [who, key, row] of [
      [ANN, "author", author],
      [BOB, "checker", checker],
    ] as const) {
      const { work } = await browser(who, key).claim();
      const reply = await submitShard(
        at.as(actor(who)),
        {
          projectId: at.projectId,
          leaseId: work?.leaseId ?? 0,
          provider: "wasm",
          runtimeVersion: "1.30.0",
          msPerItem: 1,
          probs: base64Of((work?.items ?? []).map(() => Float32Array.from(row))),
          embeddings: null,
          unreadable: [],
        },
        { program },
      );
      expect(reply).toEqual({ outcome: "accepted" });
    }
    rmSync(folder, { recursive: true });
  }

  test("confirms the author at once", async () => {
    await disputeWith([THIRD, THIRD, THIRD], [0.4, 0.3, 0.3], uniform);
    expect(await run()).toMatchObject({ state: "done", done: 20, refused: 1, disputed: 0 });
    expect(await refusals()).toMatchObject([{ decidedBy: "server", confirmed: "author" }]);
  });

  test("confirms the checker at once", async () => {
    await disputeWith([0.4, 0.3, 0.3], [THIRD, THIRD, THIRD], uniform);
    expect(await run()).toMatchObject({ state: "running", done: 0, refused: 1, disputed: 0 });
    expect(await refusals()).toMatchObject([{ decidedBy: "server", confirmed: "checker" }]);
  });

  test.each([
    ["confirms none of the two", [0.5, 0.25, 0.25], uniform],
    ["cannot run the model", [THIRD, THIRD, THIRD], crash],
  ])("leaves it to a third browser where it %s", async (_, author, code) => {
    await disputeWith(author, [0.4, 0.3, 0.3], code);
    expect(await run()).toMatchObject({ state: "running", done: 0, refused: 0, disputed: 1 });
    expect((await browser(OWNER, "owner").claim()).work?.items).toHaveLength(8);
  });
});

test("the nearer of two counts before what merely counts as equal, and both or none confirm nobody", async () => {
  at = await makeRunServer({ items: 1 });
  const rows = (p: number) => new Map([[1, Float32Array.of(p, 1 - p)]]);
  const confirmed = (third: number, author: number, checker: number) =>
    confirmedBy(
      rows(third),
      { authorRows: rows(author), checkerRows: rows(checker) },
      { sample: [1], tolerance: 1e-3 },
    );
  expect(confirmed(0.5, 0.50005, 0.5008)).toBe("author");
  expect(confirmed(0.5, 0.502, 0.5008)).toBe("checker");
  expect(confirmed(0.5, 0.502, 0.498)).toBeNull();
  expect(confirmed(0.5, 0.5005, 0.4995)).toBeNull();
});
