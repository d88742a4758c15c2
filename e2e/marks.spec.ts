import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import type { Task } from "@/core/label-set/label-set";
import { currentOfItems } from "../db/queries/annotations";
import type { Store } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { checkAccessible } from "./accessible";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";
import { storePicture } from "./picture";

type Content = NonNullable<NonNullable<Parameters<typeof makeProject>[1]>["content"]>;
type Surroundings = {
  page: Page;
  context: BrowserContext;
  origin: string;
};

async function openDesk(store: Store, { page, context, origin }: Surroundings, task: Task, content: Content) {
  const labels = ["fruit", "leaf", "place"];
  const made = await makeProject(store, { task, labels, content, items: 6, roles: ["annotator"] });
  const queueId = await makeQueue(store, { ...made, overlapMin: 1, overlapMax: 1 });
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, queueId);
  const answers = async () =>
    (await currentOfItems(store.read, made)).map((row) => [made.itemIds.indexOf(row.itemId) + 1, row.label]);
  return { desk, answers };
}

test("several labels: keys toggle, Enter gives, none applies, undo brings the answer back", async ({
  store,
  page,
  context,
  origin,
}) => {
  const { desk, answers } = await openDesk(store, { page, context, origin }, "multi-label", (k) => ({
    text: `A pear tree ${k}`,
  }));
  const chosen = page.getByRole("group", { name: "Labels" }).locator("[aria-pressed=true]");
  await expect(page.getByText("A pear tree 0")).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("1");
    await expect(chosen).toHaveText(["1fruit"], { timeout: 200 });
  }).toPass();
  await page.keyboard.press("3");
  await page.keyboard.press("1");
  await page.keyboard.press("2");
  await expect(chosen).toHaveText(["2leaf", "3place"]);
  await checkAccessible(page, "several labels");
  await desk.answer("Enter");
  await expect(chosen).toHaveCount(0);
  await expect(page.getByRole("button", { name: "None applies" })).toBeVisible();
  await desk.answer("Shift+Enter");
  await desk.saved();
  expect(await answers()).toEqual([
    [1, '{"labels":["leaf","place"],"offered":3}'],
    [2, '{"labels":[],"offered":3}'],
  ]);
  await page.keyboard.press("Backspace");
  await expect(page.getByTestId("announcement")).toContainText("Item 2 is back: took back none applies");
  await page.keyboard.press("Backspace");
  await expect(chosen).toHaveText(["2leaf", "3place"]);
  await desk.answer("Enter");
  await desk.saved();
  expect((await answers())[0]).toEqual([1, '{"labels":["leaf","place"],"offered":3}']);
});

test("spans: by keyboard and by mouse, overlapping, in code points; a reload loses no mark", async ({
  store,
  page,
  context,
  origin,
}) => {
  const text = "🍐 Pears of Ülm hang over green leaves.";
  const { desk, answers } = await openDesk(store, { page, context, origin }, "spans", () => ({ text }));
  const area = page.getByTestId("marked-text");
  const marks = page.getByRole("list", { name: "Marks" }).getByRole("listitem");
  await expect(area).toContainText("Pears");
  await area.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(async () => {
    await page.keyboard.press("1");
    await expect(marks).toHaveCount(1, { timeout: 200 });
  }).toPass();
  await expect(marks).toHaveText(["fruitPears"]);
  // a double click selects a word, as everywhere
  await area.getByText("Ülm").dblclick({ position: await middleOf(area, "Ülm") });
  await page.keyboard.press("3");
  await expect(marks).toHaveText(["fruitPears", "placeÜlm"]);
  // from the mark before on, over both
  await area.focus();
  await page.keyboard.press("Escape");
  for (let k = 0; k < 12; k++) await page.keyboard.press("Alt+ArrowLeft");
  for (let k = 0; k < 12; k++) await page.keyboard.press("Alt+Shift+ArrowRight");
  await page.keyboard.press("2");
  await expect(marks).toHaveCount(3);
  await checkAccessible(page, "spans");
  await page.keyboard.press("Backspace");
  await expect(marks).toHaveCount(2);
  await page.reload();
  await expect(marks).toHaveText(["fruitPears", "placeÜlm"]);
  await desk.answer("Enter");
  await expect(marks).toHaveCount(0);
  await desk.answer("Enter");
  await desk.saved();
  const drafts = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("concord-draft:")));
  expect(await drafts()).toEqual([]);
  expect(await answers()).toEqual([
    [1, '{"spans":[{"start":2,"end":7,"label":"fruit"},{"start":11,"end":14,"label":"place"}]}'],
    [2, '{"spans":[]}'],
  ]);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await expect(marks).toHaveText(["fruitPears", "placeÜlm"]);
});

/** Where a word stands within the element that holds it. */
async function middleOf(area: Locator, word: string) {
  return area.getByText(word).evaluate((element, wanted) => {
    const node = [...element.childNodes].find((one) => one.textContent?.includes(wanted));
    if (!node) throw new Error(`no text with ${wanted}`);
    const range = document.createRange();
    const at = node.textContent?.indexOf(wanted) ?? 0;
    range.setStart(node, at);
    range.setEnd(node, at + wanted.length);
    const [box, own] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
    return { x: box.left - own.left + box.width / 2, y: box.top - own.top + box.height / 2 };
  }, word);
}

test("boxes: drawn by mouse, made and moved by keyboard; without a label there is no answer", async ({
  store,
  page,
  context,
  origin,
}) => {
  const picture = await storePicture(store);
  const { desk, answers } = await openDesk(store, { page, context, origin }, "boxes", () => picture);
  const stage = page.getByTestId("marked-picture");
  const marks = page.getByRole("list", { name: "Boxes" }).getByRole("listitem");
  const image = stage.getByRole("img", { name: "Item 1" });
  await expect(image).toBeVisible();
  const box = await image.boundingBox();
  if (!box) throw new Error("the picture has no place");
  const scale = box.width / picture.imageWidth;
  const drag = async (from: [number, number], to: [number, number]) => {
    await page.mouse.move(box.x + from[0] * scale, box.y + from[1] * scale);
    await page.mouse.down();
    await page.mouse.move(box.x + ((from[0] + to[0]) / 2) * scale, box.y + ((from[1] + to[1]) / 2) * scale);
    await page.mouse.move(box.x + to[0] * scale, box.y + to[1] * scale);
    await page.mouse.up();
  };
  await drag([40, 30], [140, 110]);
  await page.keyboard.press("Enter");
  await expect(page.getByText("One box has no label yet.").first()).toBeVisible();
  await expect(desk.itemNumber()).toHaveText("Item 1");
  await page.keyboard.press("1");
  await expect(marks).toHaveText(["fruit100 × 80 at 40, 30"]);
  // by its middle, then by its lower right corner
  await drag([90, 70], [100, 75]);
  await expect(marks).toHaveText(["fruit100 × 80 at 50, 35"]);
  await drag([150, 115], [170, 125]);
  await expect(marks).toHaveText(["fruit120 × 90 at 50, 35"]);
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Alt+ArrowDown");
  await expect(marks).toHaveText(["fruit120 × 91 at 40, 35"]);
  await page.keyboard.press("Escape");
  await page.keyboard.press(".");
  await page.keyboard.press("2");
  await expect(marks).toHaveText(["fruit120 × 91 at 40, 35", "leaf100 × 60 at 150, 90"]);
  await checkAccessible(page, "boxes");
  await page.keyboard.press("Backspace");
  await expect(marks).toHaveCount(1);
  await desk.answer("Enter");
  await desk.saved();
  expect(await answers()).toEqual([[1, '{"boxes":[{"x":40,"y":35,"w":120,"h":91,"label":"fruit"}]}']]);
});
