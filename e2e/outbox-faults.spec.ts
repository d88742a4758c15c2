import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { openStore } from "../db/store";
import { signInAs } from "./fixtures";
import { events, label, makeDesk, SUBMIT, test, unreachable } from "./outbox-desk";
import { OwnServer } from "./own-server";
import { LabelDeskPage } from "./pages/label-desk";

/** The most answers that were ever on the screen alone, as the page itself counts them. */
async function watchOffDisk(page: Page) {
  await page.evaluate(() => {
    const chip = document.querySelector("[data-off-disk]");
    const note = () =>
      document.body.setAttribute(
        "data-most-off-disk",
        String(
          Math.max(
            Number(document.body.getAttribute("data-most-off-disk")),
            Number(document.querySelector("[data-off-disk]")?.getAttribute("data-off-disk")),
          ),
        ),
      );
    if (chip) new MutationObserver(note).observe(chip, { attributes: true });
  });
  return async () => Number(await page.locator("body").getAttribute("data-most-off-disk"));
}

test("offline for 30 labels, then online: each arrives once, in order, and no dialog stands in the way", async ({
  openDesk,
  page,
  context,
  store,
}) => {
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs++;
    void dialog.accept();
  });
  let claimed = 0;
  page.on("response", (response) => {
    if (!response.url().includes("label.claim")) return;
    void response.text().then((text) => {
      claimed += text.match(/"claimId"/g)?.length ?? 0;
    });
  });
  const made = await openDesk({ items: 80 });
  const { desk } = made;
  // the window grows with the person's pace until 30 items lie ahead
  const given: string[] = [];
  while (claimed - given.length < 31) {
    given.push(...(await label(desk, given.length + 1, 1)));
    expect(given.length).toBeLessThan(40);
  }
  await desk.saved();
  const mostOffDisk = await watchOffDisk(page);
  await context.setOffline(true);
  given.push(...(await label(desk, given.length + 1, 29)));
  // what opens over the desk was brought while there was a network
  await page.keyboard.press("f");
  await page.getByRole("dialog", { name: "Flag this item" }).press("2");
  given.push(`${given.length + 1} flag`);
  const answers = await desk.openAnswers();
  await expect(answers).toContainText("30 answers wait on this device");
  await desk.saveState().click();
  await page.keyboard.press(";");
  await expect(page.getByRole("heading", { name: "Break" })).toBeVisible();
  await page.keyboard.press("x");
  await expect(page.getByRole("heading", { name: "Break" })).toHaveCount(0);
  await desk.waiting("Offline, 30 waiting");
  expect(await mostOffDisk()).toBeGreaterThan(0);
  expect(await mostOffDisk()).toBeLessThanOrEqual(3);
  await context.setOffline(false);
  await desk.saved();
  expect(await events(store, made)).toEqual(given);
  expect(dialogs).toBe(0);
});

test("reload while offline, then online and opened again: all arrives, and undo reaches behind the reload", async ({
  openDesk,
  page,
  context,
  store,
}) => {
  const made = await openDesk({ items: 12 });
  const { desk } = made;
  await context.setOffline(true);
  const given = await label(desk, 1, 4);
  await page.keyboard.press("Backspace");
  await expect(desk.itemNumber()).toHaveText("Item 4");
  await desk.answer("1");
  given.push("4 undo", "4 label cat");
  await desk.waiting("Offline, 6 waiting");
  await page.reload().catch(() => undefined);
  await expect(desk.itemNumber()).toHaveCount(0);
  await context.setOffline(false);
  await desk.open(made.slug, made.queueId);
  await expect(desk.itemNumber()).toHaveText("Item 5");
  await desk.saved();
  expect(await events(store, made)).toEqual(given);
  await page.keyboard.press("Backspace");
  await expect(desk.itemNumber()).toHaveText("Item 4");
  await expect(page.getByTestId("announcement")).toContainText("Item 4 is back: took back cat");
  await expect(page.getByText("text 3")).toBeVisible();
  await desk.answer("3");
  await desk.saved();
  expect(await events(store, made)).toEqual([...given, "4 undo", "4 label owl"]);
});

test("the tab crashes with answers that have not left: the next page sends them and shows none of their items", async ({
  openDesk,
  page,
  context,
  store,
}) => {
  await unreachable(page);
  const made = await openDesk({ items: 12 });
  const { desk } = made;
  const given = await label(desk, 1, 3);
  await page.keyboard.press("Backspace");
  await expect(desk.itemNumber()).toHaveText("Item 3");
  given.push("3 undo");
  await desk.waiting("Offline, 4 waiting");
  await Promise.all([page.waitForEvent("crash"), page.goto("chrome://crash").catch(() => undefined)]);
  expect(await events(store, made)).toEqual([]);
  const next = new LabelDeskPage(await context.newPage());
  await next.open(made.slug, made.queueId);
  // what was taken back before the crash is to be answered first
  await expect(next.itemNumber()).toHaveText("Item 3");
  given.push(...(await label(next, 3, 2)));
  await next.saved();
  expect(await events(store, made)).toEqual(given);
});

test("the server is killed and started again in the middle: nothing is lost, nothing doubled", async ({
  page,
  context,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "concord-outbox-"));
  const server = new OwnServer(folder, Number(process.env.E2E_PORT ?? 4711) + 1);
  await server.start();
  const store = await openStore(join(folder, "concord.db"));
  try {
    const made = await makeDesk(store, { items: 20 });
    await signInAs(store, context, { userId: made.userId, origin: server.origin, folder });
    const desk = new LabelDeskPage(page);
    await page.goto(`${server.origin}/projects/${made.slug}/label/${made.queueId}`);
    await expect(desk.itemNumber()).toHaveText("Item 1");
    const given = await label(desk, 1, 2);
    // in the middle of whatever is on the way
    await server.kill();
    given.push(...(await label(desk, 3, 3)));
    await expect(desk.saveState()).toHaveText(/^Offline, \d waiting$/);
    await server.start();
    await desk.saved();
    given.push(...(await label(desk, 6, 2)));
    await server.kill();
    await server.start();
    await desk.saved();
    expect(await events(store, made)).toEqual(given);
  } finally {
    await store.close();
    await server.kill();
    rmSync(folder, { recursive: true });
  }
});

test("replies that are dropped after the server stored the answers double nothing", async ({
  openDesk,
  page,
  context,
  store,
}) => {
  let dropped = 0;
  await context.route(SUBMIT, async (route) => {
    if (dropped >= 3) return route.continue();
    dropped++;
    await route.fetch();
    await route.abort();
  });
  const made = await openDesk({ items: 12 });
  const { desk } = made;
  const given = await label(desk, 1, 3);
  await page.keyboard.press("Backspace");
  await expect(desk.itemNumber()).toHaveText("Item 3");
  given.push("3 undo", ...(await label(desk, 3, 2)));
  await desk.saved();
  expect(dropped).toBe(3);
  expect(await events(store, made)).toEqual(given);
});

test("two tabs of one person: one sender, and an item answered in one leaves the other", async ({
  openDesk,
  context,
  store,
}) => {
  let atOnce = 0;
  let most = 0;
  await context.route(SUBMIT, async (route) => {
    most = Math.max(most, ++atOnce);
    const response = await route.fetch();
    atOnce--;
    await route.fulfill({ response });
  });
  const made = await openDesk({ items: 12 });
  const { desk: first } = made;
  const second = new LabelDeskPage(await context.newPage());
  await second.open(made.slug, made.queueId);
  await expect(second.itemNumber()).toHaveText("Item 1");
  const given = await label(first, 1, 2);
  await expect(second.itemNumber()).toHaveText("Item 3");
  given.push(...(await label(second, 3, 1)));
  await expect(first.itemNumber()).toHaveText("Item 4");
  // both at once: whoever comes second corrects the first, and nothing stands twice
  await Promise.all([first.answer("1"), second.answer("1")]);
  await Promise.all([first.saved(), second.saved()]);
  const stored = await events(store, made);
  expect(stored.slice(0, 3)).toEqual(given);
  expect(stored.every((event) => event.split(" ")[1] === "label")).toBe(true);
  expect(most).toBe(1);
});
