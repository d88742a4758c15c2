import { expect } from "@playwright/test";
import { flagReason } from "@/core/annotation/answer-text";
import { chainOf, currentOfItems } from "../db/queries/annotations";
import { projectAnnotators } from "../db/queries/annotators";
import { makeProject, makeQueue } from "../db/test-store";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";

test("label, not sure, skip, flag, undo and reload by keyboard alone; the database holds what was pressed", async ({
  page,
  context,
  store,
  origin,
}) => {
  const { projectId, slug, people, itemIds } = await makeProject(store, { items: 30, roles: ["annotator"] });
  const queueId = await makeQueue(store, { projectId, itemIds, overlapMin: 1, overlapMax: 1 });
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  const desk = new LabelDeskPage(page);
  await desk.open(slug, queueId);
  await expect(desk.itemNumber()).toHaveText("Item 1");
  await desk.answer("1");
  await desk.answer("Shift+Digit2");
  await desk.answer("s");
  await page.keyboard.press("f");
  await page.getByRole("dialog", { name: "Flag this item" }).press("2");
  await expect(desk.itemNumber()).toHaveText("Item 5");
  await desk.answer("3");
  await desk.saved();
  await page.keyboard.press("Backspace");
  await expect(desk.itemNumber()).toHaveText("Item 5");
  await expect(page.getByTestId("announcement")).toContainText("Item 5 is back: took back owl");
  await desk.answer("2");
  await desk.saved();
  await page.reload();
  await expect(page.getByRole("list", { name: "Last answers" }).getByRole("listitem")).toHaveCount(5);
  await desk.ready();
  // an answer of before the reload comes back with its content
  await page.keyboard.press("Backspace");
  await expect(desk.itemNumber()).toHaveText("Item 5");
  await expect(page.getByText("text 4")).toBeVisible();
  await desk.answer("1");
  await desk.saved();

  const rows = await currentOfItems(store.read, { itemIds });
  expect(rows.map((row) => [itemIds.indexOf(row.itemId) + 1, row.label, row.certainty])).toEqual([
    [1, "cat", "sure"],
    [2, "dog", "unsure"],
    [5, "cat", "sure"],
  ]);
  const [person] = await projectAnnotators(store.read, { projectId });
  const chain = await chainOf(store.read, { queueId, itemId: itemIds[4] ?? 0, annotatorId: person?.id ?? 0 });
  expect(chain.map((event) => event.kind)).toEqual(["label", "undo", "label", "undo", "label"]);
  const flagged = await chainOf(store.read, { queueId, itemId: itemIds[3] ?? 0, annotatorId: person?.id ?? 0 });
  expect(flagged.map((event) => [event.kind, flagReason(event.value)])).toEqual([["flag", "unclear"]]);
  expect(problems).toEqual([]);
});
