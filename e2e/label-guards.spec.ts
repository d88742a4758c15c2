import { expect } from "@playwright/test";
import { currentOfItems } from "../db/queries/annotations";
import { slotHolders } from "../db/queries/claims";
import { makeProject, makeQueue } from "../db/test-store";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";

test("a held key labels one item, whatever it repeats; it counts again after it was let go", async ({
  page,
  context,
  store,
  origin,
}) => {
  const { projectId, slug, people, itemIds } = await makeProject(store, { items: 10, roles: ["annotator"] });
  const queueId = await makeQueue(store, { projectId, itemIds, overlapMin: 1, overlapMax: 1 });
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  const desk = new LabelDeskPage(page);
  await desk.open(slug, queueId);
  await desk.answer("2");
  await expect(desk.itemNumber()).toHaveText("Item 2");
  // down again and again without an up between, as a held key does, longer than any dwell
  await expect(async () => {
    await page.keyboard.up("1");
    await page.keyboard.down("1");
    await expect(desk.itemNumber()).toHaveText("Item 3", { timeout: 100 });
  }).toPass({ intervals: [160] });
  for (let k = 0; k < 20; k++) await page.keyboard.down("1");
  await expect
    .poll(async () => {
      await page.keyboard.down("1");
      return desk.saveState().textContent();
    })
    .toBe("Saved on server");
  await expect(desk.itemNumber()).toHaveText("Item 3");
  await page.keyboard.up("1");
  await desk.answer("1");
  await desk.saved();
  const rows = await currentOfItems(store.read, { itemIds });
  expect(rows.map((row) => [itemIds.indexOf(row.itemId) + 1, row.label])).toEqual([
    [1, "dog"],
    [2, "cat"],
    [3, "cat"],
  ]);
});

test("digits are the keys of the digit row by their place, whatever they write; Enter accepts nothing", async ({
  page,
  context,
  store,
  origin,
}) => {
  const { projectId, slug, people, itemIds } = await makeProject(store, { items: 10, roles: ["annotator"] });
  const queueId = await makeQueue(store, { projectId, itemIds, overlapMin: 1, overlapMax: 1 });
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  const desk = new LabelDeskPage(page);
  await desk.open(slug, queueId);
  // the French layout writes & with the key that has 1 on it
  const french = () =>
    page.evaluate(() => {
      for (const type of ["keydown", "keyup"])
        document.body.dispatchEvent(
          new KeyboardEvent(type, { code: "Digit1", key: "&", bubbles: true, cancelable: true }),
        );
    });
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(desk.itemNumber()).toHaveText("Item 1");
    await french();
    await expect(desk.itemNumber()).toHaveText("Item 2", { timeout: 100 });
  }).toPass({ intervals: [160] });
  await desk.saved();
  expect((await currentOfItems(store.read, { itemIds })).map((row) => row.label)).toEqual(["cat"]);
});

test("of two tabs of one person, the one that goes gives back nothing that the other still shows", async ({
  page,
  context,
  store,
  origin,
}) => {
  const { projectId, slug, people, itemIds } = await makeProject(store, { items: 6, roles: ["annotator"] });
  const queueId = await makeQueue(store, { projectId, itemIds, overlapMin: 1, overlapMax: 1 });
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  const held = async () => (await slotHolders(store.read, { queueId, itemIds })).length;
  const first = new LabelDeskPage(page);
  await first.open(slug, queueId);
  await expect(first.itemNumber()).toHaveText("Item 1");
  await expect.poll(held).toBe(6);
  const second = new LabelDeskPage(await context.newPage());
  await second.open(slug, queueId);
  await expect(second.itemNumber()).toHaveText("Item 1");
  const released: string[] = [];
  context.on("request", (request) => {
    if (request.url().includes("label.release")) released.push(request.url());
  });
  await second.page.goto("about:blank");
  await first.answer("1");
  await first.saved();
  expect(released).toEqual([]);
  expect(await held()).toBe(6);
  await page.goto("about:blank");
  await expect.poll(held).toBe(1);
});
