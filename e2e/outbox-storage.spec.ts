import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { build } from "esbuild";
import type { OutboxAnswer, SendResult } from "../app/_outbox/outbox";
import type { outboxStorage } from "../app/_outbox/outbox-storage";

type Module = { outboxStorage: typeof outboxStorage };
declare global {
  interface Window {
    storageModule: Module;
  }
}

let script = "";
test.beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "..", "app", "_outbox", "outbox-storage.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "storageModule",
  });
  script = `${outputFiles[0]?.text}; window.storageModule = storageModule; undefined`;
});

/** A page of the product's origin that runs nothing of its own. */
async function open(page: Page) {
  await page.goto("/api/health");
  await page.evaluate(script);
}

const answerOf = (clientKey: string): OutboxAnswer => ({
  clientKey,
  projectId: 1,
  queueId: 1,
  claimId: 1,
  itemId: 1,
  number: 1,
  kind: "label",
  label: "cat",
  reason: null,
  note: null,
  certainty: "sure",
  durationMs: 1,
  clientTime: 0,
  shown: null,
});
const put = (page: Page, userId: number, ...keys: string[]) =>
  page.evaluate(
    ({ userId, answers }) =>
      window.storageModule.outboxStorage(userId).put(answers.map((answer) => ({ answer, refused: null }))),
    { userId, answers: keys.map(answerOf) },
  );
const waiting = (page: Page, userId: number, limit = 50) =>
  page.evaluate(
    async ({ userId, limit }) =>
      (await window.storageModule.outboxStorage(userId).waiting(limit)).map((answer) => answer.clientKey),
    { userId, limit },
  );
const settle = (page: Page, userId: number, results: SendResult[]) =>
  page.evaluate(({ userId, results }) => window.storageModule.outboxStorage(userId).settle(results), {
    userId,
    results,
  });

test("answers of all tabs stand in one order, none twice, and survive a reload", async ({ page, context }) => {
  await open(page);
  const other = await context.newPage();
  await open(other);
  await put(page, 1, "a");
  await put(other, 1, "b");
  await put(page, 1, "c", "d");
  // written again after a reply that was lost
  await put(other, 1, "a", "c");
  await page.reload();
  await page.evaluate(script);
  expect(await waiting(page, 1)).toEqual(["a", "b", "c", "d"]);
  expect(await waiting(other, 1, 2)).toEqual(["a", "b"]);
});

test("the outbox of another person is another database", async ({ page }) => {
  await open(page);
  await put(page, 1, "a");
  await put(page, 2, "b");
  expect(await waiting(page, 1)).toEqual(["a"]);
  expect(await waiting(page, 2)).toEqual(["b"]);
});

test("what the server has leaves; what it refuses stays, waits no more, and waits again when it is put back", async ({
  page,
}) => {
  await open(page);
  await put(page, 1, "a", "b", "c");
  await settle(page, 1, [
    { clientKey: "a", result: "accepted", code: null },
    { clientKey: "b", result: "refused", code: "label-unknown" },
    { clientKey: "never seen", result: "late", code: null },
  ]);
  expect(await waiting(page, 1)).toEqual(["c"]);
  const all = await page.evaluate(async () => {
    const storage = window.storageModule.outboxStorage(1);
    return (await storage.all()).map(({ answer, refused }) => [answer.clientKey, refused]);
  });
  expect(all).toEqual([
    ["b", "label-unknown"],
    ["c", null],
  ]);
  await put(page, 1, "b");
  expect(await waiting(page, 1)).toEqual(["b", "c"]);
});

test("a put that fails leaves nothing half written, and the storage works on", async ({ page }) => {
  await open(page);
  const outcome = await page.evaluate(async (answer) => {
    const storage = window.storageModule.outboxStorage(1);
    const broken = { answer: { ...answer, clientKey: "y", label: (() => undefined) as never }, refused: null };
    const failed = await storage.put([{ answer, refused: null }, broken]).then(
      () => "stored",
      () => "refused",
    );
    const after = (await storage.waiting(50)).length;
    await storage.put([{ answer, refused: null }]);
    return [failed, after, (await storage.waiting(50)).length];
  }, answerOf("x"));
  expect(outcome).toEqual(["refused", 0, 1]);
});

test("the database is closed when another tab deletes it, and opened anew afterwards", async ({ page }) => {
  await open(page);
  const left = await page.evaluate(async (answer) => {
    const storage = window.storageModule.outboxStorage(1);
    await storage.put([{ answer, refused: null }]);
    const name = (await indexedDB.databases())[0]?.name ?? "";
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    return (await storage.waiting(50)).length;
  }, answerOf("x"));
  expect(left).toBe(0);
});
