import { type BrowserContext, expect } from "@playwright/test";
import { currentOfItems, eventsOfItems, standingFlags } from "../db/queries/annotations";
import { insertModel, insertPredictions, insertRun } from "../db/queries/models";
import type { Store } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { predictionRow } from "../server/prediction/record-predictions";
import { checkAccessible } from "./accessible";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";

const CLASSES = ["cat", "dog", "owl"];

interface World {
  store: Store;
  context: BrowserContext;
  origin: string;
}

async function makeDesk({ store, context, origin }: World, queue: Partial<Parameters<typeof makeQueue>[1]> = {}) {
  const made = await makeProject(store, { items: 8, roles: ["annotator"] });
  const queueId = await makeQueue(store, { ...made, overlapMin: 1, overlapMax: 1, ...queue });
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  const labels = async () =>
    (await currentOfItems(store.read, made)).map((row) => [made.itemIds.indexOf(row.itemId) + 1, row.label]);
  return { ...made, queueId, labels };
}

/** A stored out-of-sample prediction of "owl" for each item. */
async function suggestOwl(store: Store, { projectId, itemIds }: { projectId: number; itemIds: number[] }) {
  await store.transaction(async (tx) => {
    const at = { projectId, createdAt: 0 };
    const model = await insertModel(tx, {
      ...at,
      name: "m",
      kind: "imported",
      files: [],
      stage: "candidate",
      trainedOn: "nothing",
    });
    const run = { ...at, modelId: model.id, source: "imported", outOfSample: "yes", classes: CLASSES } as const;
    const runId = await insertRun(tx, run);
    const rows = itemIds.map((itemId) => ({ runId, itemId, classes: CLASSES }));
    await insertPredictions(
      tx,
      rows.map((row) => predictionRow(row, Float32Array.of(0.1, 0.1, 0.8))),
    );
  });
}

test("own keys: pressed, refused where taken, in force at once and after a reload; single keys switched off", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk({ store, context, origin });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "All keys" });
  const editor = sheet.getByRole("region", { name: "Your own keys" });
  await editor.getByText("Change keys").focus();
  await page.keyboard.press("Enter");
  const keyOf = (name: string) => editor.getByRole("button", { name: new RegExp(`^Key of ${name}:`) });
  await keyOf("Skip").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("2");
  await expect(editor.getByRole("status")).toHaveText("2 is the key of dog. Give that another key first.");
  await page.keyboard.press("x");
  await expect(editor.getByRole("status")).toHaveText("Saved for you.");
  await keyOf("cat").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("k");
  await expect(keyOf("cat")).toHaveAccessibleName("Key of cat: K");
  await expect(editor.getByRole("status")).toHaveText("Saved for you.");
  await checkAccessible(page, "own keys");
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await desk.answer("k");
  await page.keyboard.press("s");
  await page.keyboard.press("1");
  await expect(desk.itemNumber()).toHaveText("Item 2");
  await page.reload();
  await expect(desk.itemNumber()).toHaveText("Item 2");
  await desk.answer("x");
  await desk.answer("k");

  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "All keys" }).click();
  await editor.getByRole("checkbox", { name: /^Single keys/ }).press("Space");
  await expect(editor.getByRole("status")).toHaveText("Saved for you.");
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  for (const key of ["k", "x", "2", "Backspace", "f"]) await page.keyboard.press(key);
  await expect(desk.itemNumber()).toHaveText("Item 4");
  await checkAccessible(page, "without single keys");
  await page.getByRole("button", { name: "owl" }).press("Enter");
  await expect(desk.itemNumber()).toHaveText("Item 5");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Find a label" }).getByRole("textbox").fill("do");
  await page.keyboard.press("Enter");
  await expect(desk.itemNumber()).toHaveText("Item 6");
  await desk.saved();
  expect(await made.labels()).toEqual([
    [1, "cat"],
    [3, "cat"],
    [4, "owl"],
    [5, "dog"],
  ]);
});

test("Enter takes the suggestion after a moment, where the queue says so; never without one", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk({ store, context, origin }, { mode: "assisted", enterAccepts: true });
  await suggestOwl(store, made);
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  const shownIn = () => desk.suggestion().isVisible();
  const accepted: number[] = [];
  for (let item = 1; item <= 8; item++) {
    await expect(desk.itemNumber()).toHaveText(`Item ${item}`);
    if (await shownIn()) {
      await desk.answer("Enter");
      accepted.push(item);
    } else {
      await page.keyboard.press("Enter");
      await expect(desk.itemNumber()).toHaveText(`Item ${item}`);
      await desk.answer("1");
    }
  }
  await desk.saved();
  expect(accepted.length).toBeGreaterThan(0);
  const rows = await currentOfItems(store.read, made);
  expect(rows.filter((row) => row.label === "owl").map((row) => made.itemIds.indexOf(row.itemId) + 1)).toEqual(
    accepted,
  );
  expect(rows.every((row) => row.label !== "owl" || row.mode === "assisted")).toBe(true);
});

test("a blind queue gives Enter nothing to take, whatever the queue says", async ({ page, context, store, origin }) => {
  const made = await makeDesk({ store, context, origin }, { mode: "blind", enterAccepts: true });
  await suggestOwl(store, made);
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  await expect(page.getByTestId("arm-blind")).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(desk.itemNumber()).toHaveText("Item 1");
    await page.keyboard.press("2");
    await expect(desk.itemNumber()).toHaveText("Item 2", { timeout: 100 });
  }).toPass({ intervals: [600] });
  await desk.saved();
  expect(await made.labels()).toEqual([[1, "dog"]]);
});

test("flag with a note, own comments come again, a break is no answer, the end sums up and leads on", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk({ store, context, origin });
  const next = await makeQueue(store, { ...made, overlapMin: 1, overlapMax: 1 });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  await page.keyboard.press("f");
  const flag = page.getByRole("dialog", { name: "Flag this item" });
  await flag.press("n");
  await page.keyboard.type("2 animals, 1 of them hidden");
  await checkAccessible(page, "flag");
  await page.keyboard.press("Tab");
  await page.keyboard.press("3");
  await expect(desk.itemNumber()).toHaveText("Item 2");
  await desk.saved();
  expect(await standingFlags(store.read, { projectId: made.projectId, limit: 5 })).toMatchObject([
    { value: { reason: "not-in-label-set" }, note: "2 animals, 1 of them hidden" },
  ]);

  await page.keyboard.press("c");
  await page.keyboard.type("The left one");
  await page.keyboard.press("Control+Enter");
  const aside = page.getByRole("complementary", { name: "Beside the item" });
  await expect(aside.getByText("The left one")).toBeVisible();
  await desk.answer("1");
  await expect(aside.getByText("The left one")).toHaveCount(0);
  await desk.saved();
  await page.reload();
  await expect(desk.itemNumber()).toHaveText("Item 3");
  await page.keyboard.press("Backspace");
  await expect(desk.itemNumber()).toHaveText("Item 2");
  await expect(aside.getByText("The left one")).toBeVisible();
  await desk.answer("1");

  await page.keyboard.press(";");
  await expect(page.getByRole("dialog", { name: "Break" })).toBeVisible();
  await expect(page.getByRole("dialog", { name: "Break" })).toContainText("Any key goes on");
  await checkAccessible(page, "break");
  await page.keyboard.press("1");
  await expect(page.getByRole("dialog", { name: "Break" })).toHaveCount(0);
  await expect(desk.itemNumber()).toHaveText("Item 3");

  await expect(page.getByTestId("pace")).toHaveCount(0);
  await page.getByRole("button", { name: "More" }).press("Enter");
  await page.getByRole("checkbox", { name: /^Show my pace/ }).press("Space");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("pace")).toHaveText(/^\d+\.\d s per item$/);
  await desk.answer("Shift+Digit2");
  await desk.answer("s");
  for (let item = 5; item <= 8; item++) await desk.answer(item % 2 === 0 ? "1" : "2");
  const end = page.getByTestId("nothing-left");
  await expect(end.getByTestId("sitting")).toContainText("Answers6");
  await expect(end.getByTestId("sitting")).toContainText("Not sure17 %");
  await expect(end.getByTestId("sitting")).toContainText("Skipped1");
  await checkAccessible(page, "end of the batch");
  await expect(end.getByRole("link", { name: "Back to my queues" })).toBeVisible();
  await end.getByRole("link", { name: /^Next queue/ }).click();
  await page.waitForURL(new RegExp(`/label/${next}$`));
  const events = await eventsOfItems(store.read, made);
  expect(events.filter(({ annotation }) => annotation.kind === "flag")).toHaveLength(1);
});
