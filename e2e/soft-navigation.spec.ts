import { expect } from "@playwright/test";
import { currentOfItems } from "../db/queries/annotations";
import { annotatorOfUser } from "../db/queries/annotators";
import { activeClaims } from "../db/queries/claims";
import { makeProject, makeQueue } from "../db/test-store";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";

test("from My queues to the desk and back by the browser's key: answers are sent, items are given back", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeProject(store, { items: 30, roles: ["annotator"] });
  const queueId = await makeQueue(store, { ...made, overlapMin: 1, overlapMax: 1 });
  const userId = made.people[0]?.userId ?? 0;
  await signInAs(store, context, { userId, origin });
  const held = async () => {
    const { id: annotatorId = 0 } = (await annotatorOfUser(store.read, { ...made, userId })) ?? {};
    return (await activeClaims(store.read, { queueId, annotatorId, now: Date.now() })).length;
  };
  await page.goto("/");
  await page.getByRole("link", { name: "Label" }).click();
  const desk = new LabelDeskPage(page);
  await desk.ready();
  await desk.answer("1");
  expect(await held()).toBeGreaterThan(0);
  await page.goBack();
  await expect(page.getByRole("heading", { name: "My queues" })).toBeVisible();
  await expect.poll(held).toBe(0);
  await expect.poll(async () => (await currentOfItems(store.read, made)).map((row) => row.label)).toEqual(["cat"]);
  // and once more: the answer stands, and the next item comes
  await page.getByRole("link", { name: /^(Label|Resume)$/ }).click();
  await expect(desk.itemNumber()).toHaveText("Item 2");
  await desk.saved();
});
