import { expect } from "@playwright/test";
import { currentOfItems } from "../db/queries/annotations";
import { insertModel, insertPredictions, insertRun } from "../db/queries/models";
import { makeProject, makeQueue } from "../db/test-store";
import { predictionRow } from "../server/prediction/record-predictions";
import { checkAccessible } from "./accessible";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";

test("verify: two labels side by side, A, B, both, or neither and another; nothing tells the sources", async ({
  page,
  context,
  store,
  origin,
}) => {
  const labels = ["cat", "dog", "owl", "bat"];
  const made = await makeProject(store, { labels, items: 6, roles: ["annotator"] });
  const { projectId, slug, itemIds } = made;
  const queueId = await makeQueue(store, { ...made, overlapMin: 1, overlapMax: 1, question: "verify" });
  await store.transaction(async (tx) => {
    const model = { projectId, name: "m", kind: "imported" as const, files: [], trainedOn: "nothing" as const };
    const { id: modelId } = await insertModel(tx, { ...model, stage: "candidate", createdAt: 0 });
    const run = { projectId, modelId, name: "", source: "imported" as const, fold: null, outOfSample: "yes" as const };
    const runId = await insertRun(tx, { ...run, classes: labels, createdAt: 0 });
    const probs = Float32Array.of(0.1, 0.2, 0.6, 0.1);
    const rows = itemIds.map((itemId) => predictionRow({ runId, itemId, classes: labels }, probs));
    await insertPredictions(tx, rows);
  });
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  const desk = new LabelDeskPage(page);
  await desk.open(slug, queueId);
  const pair = page.getByRole("group", { name: "Which label fits?" });
  const side = async (k: number) =>
    (await pair.getByRole("button").nth(k).textContent())?.replace(/^\d[AB]:/, "") ?? "";
  await expect(pair.getByRole("button")).toHaveCount(4);
  await checkAccessible(page, "verify");
  const first = await side(0);
  await desk.answer("1");
  const second = await side(1);
  await desk.answer("Shift+Digit2");
  await desk.answer("3");
  await expect(async () => {
    await page.keyboard.press("4");
    await expect(pair).toHaveCount(0, { timeout: 200 });
  }).toPass();
  const others = page.getByRole("group", { name: "Labels" }).getByRole("button");
  await expect(others).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(pair).toBeVisible();
  await page.keyboard.press("4");
  await expect(others.last()).toBeVisible();
  const name = (await others.last().textContent()) ?? "";
  await desk.answer(name[0] ?? "");
  // the next one is asked about its two labels again
  await expect(pair).toBeVisible();
  await desk.saved();
  const rows = await currentOfItems(store.read, { itemIds });
  expect(rows.map((row) => row.label)).toEqual([first, second, expect.stringContaining('{"both":['), name.slice(1)]);
  expect(rows[1]?.certainty).toBe("unsure");
});

test("a thousand labels: typed in three letters, digits for the first ten, undo from the empty field", async ({
  page,
  context,
  store,
  origin,
}) => {
  const labels = Array.from({ length: 1000 }, (_, k) => `label-${String(k).padStart(4, "0")}`);
  labels[777] = "zebra";
  const made = await makeProject(store, { labels, items: 8, roles: ["annotator"] });
  const queueId = await makeQueue(store, { ...made, overlapMin: 1, overlapMax: 1 });
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, queueId);
  const field = page.getByRole("combobox", { name: "Find a label" });
  const options = page.getByRole("listbox", { name: "Labels found" }).getByRole("option");
  await expect(field).toBeFocused();
  await field.pressSequentially("zeb");
  await expect(options).toHaveText(["zebra"]);
  await desk.answer("Enter");
  await expect(field).toHaveValue("");
  // chosen before: it comes first now
  await expect(options.first()).toContainText("zebra");
  await checkAccessible(page, "many labels");
  await desk.answer("1");
  await desk.answer("2");
  await page.keyboard.press("Backspace");
  await expect(page.getByTestId("announcement")).toContainText("Item 3 is back");
  await field.pressSequentially("l-0999");
  await page.keyboard.press("Escape");
  await expect(field).toHaveValue("");
  await field.pressSequentially("l-0042");
  await desk.answer("Enter");
  // other keys: out of the field first
  await page.keyboard.press("Escape");
  await expect(field).not.toBeFocused();
  await desk.answer("s");
  await desk.saved();
  const rows = await currentOfItems(store.read, made);
  expect(rows.map((row) => [made.itemIds.indexOf(row.itemId) + 1, row.label])).toEqual([
    [1, "zebra"],
    [2, "zebra"],
    [3, "label-0042"],
  ]);
});
