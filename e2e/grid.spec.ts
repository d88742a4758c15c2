import { expect } from "@playwright/test";
import { currentOfItems, eventsOfItems } from "../db/queries/annotations";
import { insertModel, insertPredictions, insertRun } from "../db/queries/models";
import { makeProject, makeQueue } from "../db/test-store";
import { predictionRow } from "../server/prediction/record-predictions";
import { checkAccessible } from "./accessible";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";
import { storePicture } from "./picture";

test("a grid: odd tiles get their label, Enter confirms what was in view, undo brings the screen back", async ({
  page,
  context,
  store,
  origin,
}) => {
  const picture = await storePicture(store);
  const labels = ["cat", "dog", "owl"];
  const made = await makeProject(store, { labels, items: 70, roles: ["annotator"], content: () => picture });
  const { projectId, itemIds } = made;
  await store.transaction(async (tx) => {
    const model = { projectId, name: "m", kind: "imported" as const, files: [], trainedOn: "nothing" as const };
    const { id: modelId } = await insertModel(tx, { ...model, stage: "candidate", createdAt: 0 });
    const run = { projectId, modelId, name: "", source: "imported" as const, fold: null, outOfSample: "yes" as const };
    const runId = await insertRun(tx, { ...run, classes: labels, createdAt: 0 });
    // the first fifty look like cats, the others like dogs
    const rows = itemIds.map((itemId, k) =>
      predictionRow(
        { runId, itemId, classes: labels },
        k < 50 ? Float32Array.of(0.9, 0.1, 0) : Float32Array.of(0.1, 0.9, 0),
      ),
    );
    await insertPredictions(tx, rows);
  });
  const queueId = await makeQueue(store, { ...made, overlapMin: 1, overlapMax: 1, mode: "assisted", layout: "grid" });
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  const desk = new LabelDeskPage(page);
  // low, so that the last rows are below the fold
  await page.setViewportSize({ width: 900, height: 560 });
  await page.goto(`/projects/${made.slug}/label/${queueId}`);
  const tiles = page.getByTestId("grid").locator("[data-tile]");
  await expect(tiles).toHaveCount(40);
  await expect(page.getByTestId("grid-title")).toHaveText("Which of these are notcat?");
  const confirm = page.getByRole("button", { name: /^Confirm/ });
  await expect(confirm).not.toHaveText(/Confirm 0/);
  await expect(confirm).toHaveText(/Confirm \d+ of 40/);
  const inView = async () => Number(/Confirm (\d+)/.exec((await confirm.textContent()) ?? "")?.[1]);
  // pictures come one after the other
  let seen = await inView();
  await expect(async () => {
    const before = seen;
    await page.waitForTimeout(600);
    seen = await inView();
    expect(seen).toBe(before);
  }).toPass();
  expect(seen).toBeLessThan(40);
  await tiles.nth(2).focus();
  await page.keyboard.press("2");
  await expect(tiles.nth(3)).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("s");
  await page.keyboard.press("3");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Backspace");
  await checkAccessible(page, "grid");
  await page.keyboard.press("Enter");
  await desk.saved();
  await expect(page.getByTestId("announcement")).toHaveText(`${seen} confirmed, 2 of them not cat.`);
  const rows = await currentOfItems(store.read, made);
  expect(rows.map((row) => row.channel)).toEqual(Array(seen - 1).fill("grid"));
  expect(rows.filter((row) => row.label !== "cat").map((row) => [itemIds.indexOf(row.itemId) + 1, row.label])).toEqual([
    [3, "dog"],
  ]);
  // all of them come back at once
  await page.keyboard.press("Control+z");
  await desk.saved();
  expect(await currentOfItems(store.read, made)).toEqual([]);
  const kinds = (await eventsOfItems(store.read, made)).map((row) => row.annotation.kind);
  expect(kinds.filter((kind) => kind === "undo")).toHaveLength(seen);
  await page.setViewportSize({ width: 1440, height: 1400 });
  await page.getByRole("button", { name: "Small" }).click();
  await expect(confirm).toHaveText("Confirm all 50 ↵");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("grid-title")).toHaveText("Which of these are notdog?");
  await expect(tiles).toHaveCount(20);
  await expect(confirm).toHaveText("Confirm all 20 ↵");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("nothing-left")).toBeVisible();
  await desk.saved();
  expect((await currentOfItems(store.read, made)).map((row) => row.label).sort()).toEqual([
    ...Array(50).fill("cat"),
    ...Array(20).fill("dog"),
  ]);
});
