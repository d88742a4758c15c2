import { expect, type Page } from "@playwright/test";
import { currentOfItems } from "../db/queries/annotations";
import { itemsAfter } from "../db/queries/items";
import { projectIdBySlug } from "../db/queries/projects";
import { insertUser } from "../db/queries/users";
import type { Store } from "../db/store";
import { makeQueue } from "../db/test-store";
import { checkAccessible } from "./accessible";
import { signInAs, test } from "./fixtures";
import { picture, tone, zipOf } from "./media-files";
import { LabelDeskPage } from "./pages/label-desk";
import { ManagerPages } from "./pages/manager";

type Media = "image" | "text" | "audio" | "table";

test.beforeEach(async ({ store, context, origin }) => {
  const email = `mia-${Date.now().toString(36)}@example.org`;
  const user = await store.transaction((tx) =>
    insertUser(tx, { email, name: "Mia", passwordHash: null, isAdmin: true, now: Date.now() }),
  );
  await signInAs(store, context, { userId: user.id, origin });
});

/** A project made and filled through its pages, with one queue in the order of the file. */
async function makeMediaProject(
  page: Page,
  store: Store,
  { media, rows, zip }: { media: Media; rows: object[]; zip?: Buffer },
) {
  const owner = new ManagerPages(page);
  await page.goto("/");
  await owner.makeProject({
    name: `Of ${media} ${Date.now().toString(36)}`,
    media,
    labels: ["calm", "loud", "odd"],
    guidelines: "1. Judge what is there.",
  });
  const content = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  await owner.importFile({ name: "items.jsonl", content, rows: rows.length, ...(zip ? { zip } : {}) });
  const projectId = (await projectIdBySlug(store.read, owner.slug)) ?? 0;
  const items = await itemsAfter(store.read, { projectId, after: 0, limit: 100 });
  const itemIds = items.map((item) => item.id);
  const queueId = await makeQueue(store, { projectId, itemIds, overlapMin: 1, overlapMax: 1 });
  return { owner, queueId, itemIds };
}

async function answersOf(store: Store, itemIds: number[]) {
  const rows = await currentOfItems(store.read, { itemIds });
  return itemIds.map((id) => rows.find((row) => row.itemId === id)?.label ?? null);
}

const playing = (page: Page) =>
  page
    .locator("audio")
    .first()
    .evaluate((audio: HTMLAudioElement) => !audio.paused);
const position = (page: Page) =>
  page
    .locator("audio")
    .first()
    .evaluate((audio: HTMLAudioElement) => audio.currentTime);

test("recordings: waveform, play, seek, loop and speed by keyboard, the next one ready before it is asked for", async ({
  page,
  store,
}) => {
  const zip = await zipOf({
    "clips/a.wav": tone({ hertz: 220, seconds: 4 }),
    "clips/b.wav": tone({ hertz: 440, seconds: 6 }),
    "clips/c.wav": tone({ hertz: 660, seconds: 5 }),
  });
  const rows = ["a", "b", "c"].map((id, k) => ({
    id,
    audio: `clips/${id}.wav`,
    text: k === 0 ? "Somebody hums." : undefined,
    data: k === 0 ? { room: "kitchen", distance: 2.5 } : undefined,
  }));
  const { owner, queueId, itemIds } = await makeMediaProject(page, store, { media: "audio", rows, zip });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const desk = new LabelDeskPage(page);
  await desk.open(owner.slug, queueId);
  const slider = page.getByRole("slider", { name: /^Position in item/ });
  await expect(slider).toHaveAttribute("aria-valuemax", "4");
  await expect(page.locator("canvas").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Context" })).toContainText("Somebody hums.");
  await expect.poll(() => asked.filter((path) => path.endsWith("/audio")).length).toBeGreaterThanOrEqual(3);
  await checkAccessible(page, "recording");

  await page.keyboard.press("Space");
  await expect.poll(() => playing(page)).toBe(true);
  await page.keyboard.press("Space");
  await expect.poll(() => playing(page)).toBe(false);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  expect(await position(page)).toBeCloseTo(1, 1);
  const box = await slider.boundingBox();
  await slider.click({ position: { x: (box?.width ?? 0) / 2, y: 20 } });
  expect(await position(page)).toBeCloseTo(2, 1);
  await expect(slider).toHaveAttribute("aria-valuetext", /^0:0[12]\.\d of 0:04\.0$/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press(".");
  await expect(page.getByRole("button", { name: "Loop" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByLabel("Speed")).toHaveValue("1.25");

  await desk.answer("1");
  // both are kept for the next recording
  await expect(slider).toHaveAttribute("aria-valuemax", "6");
  await expect(page.getByLabel("Speed")).toHaveValue("1.25");
  expect(await page.locator("audio").evaluate((audio: HTMLAudioElement) => [audio.loop, audio.playbackRate])).toEqual([
    true,
    1.25,
  ]);
  await page.getByLabel("Play by itself").check();
  await desk.answer("2");
  await expect.poll(() => playing(page)).toBe(true);
  await desk.answer("3");
  await desk.saved();
  expect(await answersOf(store, itemIds)).toEqual(["calm", "loud", "odd"]);

  await owner.open(`/data?item=${itemIds[0]}`);
  await expect(page.locator("audio[controls]")).toBeVisible();
  await checkAccessible(page, "item panel of a recording");
});

test("table rows: a list of columns and values that a screen reader can read, null and empty told apart", async ({
  page,
  store,
}) => {
  const rows = [
    { id: "r-1", data: { "10": 41.5, name: "Åse", note: "", paid: false, left: null }, text: "from the form" },
    { id: "r-2", data: Object.fromEntries(Array.from({ length: 24 }, (_, k) => [`column ${k}`, k * 1000])) },
  ];
  const { owner, queueId, itemIds } = await makeMediaProject(page, store, { media: "table", rows });
  const desk = new LabelDeskPage(page);
  await desk.open(owner.slug, queueId);
  const card = page.getByRole("region", { name: /^Content of item/ });
  await expect(card.getByRole("term")).toHaveText(["10", "name", "note", "paid", "left"]);
  await expect(card.getByRole("definition")).toHaveText(["41.5", "Åse", "empty text", "false", "no value"]);
  await expect(page.getByRole("region", { name: "Context" })).toContainText("from the form");
  await checkAccessible(page, "table row");
  await desk.answer("2");
  await expect(card.getByRole("term")).toHaveCount(24);
  await desk.answer("1");
  await desk.saved();
  expect(await answersOf(store, itemIds)).toEqual(["loud", "calm"]);
  await owner.open("/data");
  await expect(page.getByRole("link", { name: /10: 41.5 · name: Åse/ })).toBeVisible();
});

test("texts: right to left, long ones whose place comes back, search without a change of the text, white space", async ({
  page,
  store,
}) => {
  const hebrew = "שלום עולם.\nהשורה השנייה, שלום.";
  const long = Array.from({ length: 300 }, (_, k) => `Line ${k}${k % 50 === 7 ? " needle" : ""}.`).join("\n");
  const rows = [
    { id: "t-1", text: hebrew },
    { id: "t-2", text: long },
    { id: "t-3", text: "two  spaces\tand a\u00a0hard one\u200b" },
  ];
  const { owner, queueId, itemIds } = await makeMediaProject(page, store, { media: "text", rows });
  const desk = new LabelDeskPage(page);
  await desk.open(owner.slug, queueId);
  await expect(desk.text()).toHaveText(hebrew, { useInnerText: false });
  expect(await desk.text().evaluate((one) => getComputedStyle(one).direction)).toBe("rtl");
  await page.keyboard.press("Control+Shift+F");
  await expect(page.getByRole("searchbox", { name: "Find in the text" })).toBeFocused();
  await page.keyboard.type("שלום");
  await expect(page.getByRole("search").getByRole("status")).toHaveText("1 of 2");
  expect(await page.evaluate(() => [...CSS.highlights.keys()].sort())).toEqual(["found", "found-now"]);
  expect(await desk.text().evaluate((one) => one.childNodes.length)).toBe(1);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search").getByRole("status")).toHaveText("2 of 2");
  await checkAccessible(page, "search in a text");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("search")).toHaveCount(0);
  await desk.answer("1");

  const scroller = page.getByRole("region", { name: /^Content of item/ });
  const top = () => scroller.evaluate((one) => one.scrollTop);
  expect(await top()).toBe(0);
  await page.keyboard.press("PageDown");
  await page.keyboard.press("ArrowDown");
  await expect.poll(top).toBeGreaterThan(100);
  const place = await top();
  await desk.answer("2");
  expect(await top()).toBe(0);
  await page.keyboard.press(".");
  const marks = page.getByRole("list", { name: "White space" });
  await expect(marks).toContainText("4 spaces");
  await expect(marks).toContainText("1 invisible character");
  await checkAccessible(page, "white space");
  await page.keyboard.press("Backspace");
  await expect(desk.text()).toContainText("Line 299.");
  await expect.poll(top).toBe(place);
  await desk.answer("3");
  await desk.answer("3");
  await desk.saved();
  expect(await answersOf(store, itemIds)).toEqual(["calm", "odd", "odd"]);
});

test("pictures: zoom, place and light are kept across items, a turned photo stands upright", async ({
  page,
  store,
}) => {
  const zip = await zipOf({
    "a.jpg": await picture({ width: 3200, height: 2400 }),
    "b.jpg": await picture({ width: 3200, height: 2400 }),
    "c.jpg": await picture({ width: 800, height: 1200, turned: true }),
  });
  const rows = ["a", "b", "c"].map((id) => ({ id, image: `${id}.jpg`, ...(id === "a" ? { text: "A caption." } : {}) }));
  const { owner, queueId, itemIds } = await makeMediaProject(page, store, { media: "image", rows, zip });
  const desk = new LabelDeskPage(page);
  await desk.open(owner.slug, queueId);
  const current = page.getByRole("img", { name: /^Item \d/ });
  await expect(page.getByRole("region", { name: "Context" })).toContainText("A caption.");
  const width = async () => (await current.boundingBox())?.width ?? 0;
  const fit = await width();
  await page.keyboard.press("Space");
  expect(await width()).toBeCloseTo(3200, -1);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("-");
  const moved = await current.boundingBox();
  expect(moved?.width).toBeCloseTo(2560, -1);
  await page.keyboard.press(".");
  await page.keyboard.press("Shift+Comma");
  const light = () => current.evaluate((one) => getComputedStyle(one).filter);
  expect(await light()).toBe("brightness(1.1) contrast(0.9)");
  await page.getByRole("button", { name: "Brightness and contrast, changed" }).click();
  await expect(page.getByRole("slider", { name: "Brightness" })).toHaveValue("1.1");
  await checkAccessible(page, "zoomed picture");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Brightness and contrast, changed" }).blur();

  await desk.answer("1");
  // without the caption beside it the stage is wider: the same share of it is seen
  const style = () => page.getByTestId("stage").evaluate((one) => one.style.getPropertyValue("--view"));
  expect(await style()).toMatch(/^scale\([\d.]+\) translate\(-[\d.]+%, 0%\)$/);
  expect(await light()).toBe("brightness(1.1) contrast(0.9)");
  await page.keyboard.press("Shift+Space");
  expect(await style()).toBe("");
  expect(await light()).toBe("none");
  expect(await width()).toBeGreaterThanOrEqual(fit);
  await page.mouse.move(400, 300);
  await page.mouse.wheel(0, -400);
  await expect.poll(style).toMatch(/^scale\(1\.[\d]+\)/);
  await page.keyboard.press("Space");

  await desk.answer("2");
  const upright = await current.evaluate((one: HTMLImageElement) => {
    const canvas = new OffscreenCanvas(2, 2);
    const context = canvas.getContext("2d");
    context?.drawImage(one, 0, 0, 2, 2);
    const { data } = context?.getImageData(0, 0, 2, 2) ?? { data: [] };
    return { size: [one.naturalWidth, one.naturalHeight], isRed: [0, 4, 8, 12].map((at) => (data[at] ?? 0) > 150) };
  });
  expect(upright).toEqual({ size: [800, 1200], isRed: [true, false, false, false] });
  await desk.answer("3");
  await desk.saved();
  expect(await answersOf(store, itemIds)).toEqual(["calm", "loud", "odd"]);
});
