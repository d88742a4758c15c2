import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { storedAnswer } from "@/core/annotation/answer-text";
import { eventsOfItems } from "../db/queries/annotations";
import { setPasswordHash } from "../db/queries/users";
import { openStore, type Store } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { hashPassword } from "../server/auth/password";
import { checkAccessible } from "./accessible";
import { signInAs, test } from "./fixtures";
import { OwnServer } from "./own-server";
import { LabelDeskPage } from "./pages/label-desk";

const SUBMIT = /\/api\/trpc\/[^?]*label\.submit/;
const PASSWORD = "a long enough password";

async function makeDesk(store: Store, { items, people = 1 }: { items: number; people?: number }) {
  const roles = Array.from({ length: people }, () => "annotator" as const);
  const made = await makeProject(store, { items, roles });
  const queueId = await makeQueue(store, { ...made, overlapMin: 2, overlapMax: 2 });
  return { ...made, queueId, userId: made.people[0]?.userId ?? 0 };
}

/** What the database holds, in the order of its numbers: item, kind, label. */
async function events(store: Store, { itemIds }: { itemIds: number[] }, email?: string) {
  const rows = (await eventsOfItems(store.read, { itemIds })).filter((row) => !email || row.annotator === email);
  const inOrder = rows.map((row) => row.annotation).sort((a, b) => a.seq - b.seq);
  expect(new Set(inOrder.map((row) => row.clientKey)).size).toBe(inOrder.length);
  return inOrder.map((row) => `${itemIds.indexOf(row.itemId) + 1} ${row.kind} ${storedAnswer(row.value) ?? ""}`.trim());
}

const KEYS = ["1", "2", "3"] as const;
const LABELS = ["cat", "dog", "owl"] as const;
/** Answers so many items with a label each and returns what the database has to hold. */
async function label(desk: LabelDeskPage, from: number, n: number) {
  const given: string[] = [];
  for (let item = from; item < from + n; item++) {
    await desk.answer(KEYS[item % 3] ?? "1");
    given.push(`${item} label ${LABELS[item % 3]}`);
  }
  return given;
}

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

const unreachable = (where: BrowserContext | Page) => where.route(SUBMIT, (route) => route.abort());

test("offline for 30 labels, then online: each arrives once, in order, and no dialog stands in the way", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk(store, { items: 80 });
  await signInAs(store, context, { userId: made.userId, origin });
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
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  // the window grows with the person's pace until 30 items lie ahead
  const given: string[] = [];
  while (claimed - given.length < 31) {
    given.push(...(await label(desk, given.length + 1, 1)));
    expect(given.length).toBeLessThan(40);
  }
  await desk.saved();
  const mostOffDisk = await watchOffDisk(page);
  await context.setOffline(true);
  given.push(...(await label(desk, given.length + 1, 30)));
  await desk.waiting("Offline, 30 waiting");
  expect(await mostOffDisk()).toBeGreaterThan(0);
  expect(await mostOffDisk()).toBeLessThanOrEqual(3);
  await context.setOffline(false);
  await desk.saved();
  expect(await events(store, made)).toEqual(given);
  expect(dialogs).toBe(0);
});

test("reload while offline, then online and opened again: all arrives, and undo reaches behind the reload", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk(store, { items: 12 });
  await signInAs(store, context, { userId: made.userId, origin });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
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
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk(store, { items: 12 });
  await signInAs(store, context, { userId: made.userId, origin });
  await unreachable(page);
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
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
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk(store, { items: 12 });
  await signInAs(store, context, { userId: made.userId, origin });
  let dropped = 0;
  await context.route(SUBMIT, async (route) => {
    if (dropped >= 3) return route.continue();
    dropped++;
    await route.fetch();
    await route.abort();
  });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  const given = await label(desk, 1, 3);
  await page.keyboard.press("Backspace");
  await expect(desk.itemNumber()).toHaveText("Item 3");
  given.push("3 undo", ...(await label(desk, 3, 2)));
  await desk.saved();
  expect(dropped).toBe(3);
  expect(await events(store, made)).toEqual(given);
});

test("two tabs of one person: one sender, and an item answered in one leaves the other", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk(store, { items: 12 });
  await signInAs(store, context, { userId: made.userId, origin });
  let atOnce = 0;
  let most = 0;
  await context.route(SUBMIT, async (route) => {
    most = Math.max(most, ++atOnce);
    const response = await route.fetch();
    atOnce--;
    await route.fulfill({ response });
  });
  const first = new LabelDeskPage(page);
  const second = new LabelDeskPage(await context.newPage());
  await first.open(made.slug, made.queueId);
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

test("the session ends: answers wait, signing in again in place sends them", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk(store, { items: 12 });
  const passwordHash = await hashPassword(PASSWORD);
  await store.transaction((tx) => setPasswordHash(tx, { userId: made.userId, passwordHash }));
  const session = await signInAs(store, context, { userId: made.userId, origin });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  const given = await label(desk, 1, 1);
  await desk.saved();
  await session.end();
  given.push(...(await label(desk, 2, 3)));
  await desk.waiting("Signed out, 3 waiting");
  const panel = page.getByRole("region", { name: "Sign in again" });
  await expect(panel).toBeVisible();
  await checkAccessible(page, "sign in again");
  // it does not take the keys
  given.push(...(await label(desk, 5, 1)));
  await panel.getByLabel("Password").fill("not the password");
  await panel.getByRole("button", { name: "Sign in" }).click();
  await expect(panel.getByRole("alert")).toHaveText("E-mail address or password is wrong.");
  await panel.getByLabel("Password").fill(PASSWORD);
  await panel.getByRole("button", { name: "Sign in" }).click();
  await desk.saved();
  await expect(panel).toHaveCount(0);
  expect(await events(store, made)).toEqual(given);
});

test("somebody else signs in on the same browser: nothing is sent as theirs, and the owner's answers wait", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeDesk(store, { items: 12, people: 2 });
  const [ann, bob] = made.people;
  await signInAs(store, context, { userId: ann?.userId ?? 0, origin });
  await unreachable(context);
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  const given = await label(desk, 1, 3);
  await desk.waiting("Offline, 3 waiting");

  // signing out asks first; the answers stay on the device
  const home = await context.newPage();
  await home.goto("/");
  await home.getByRole("button", { name: "annotator 0" }).click();
  await home.getByRole("button", { name: "Sign out" }).click();
  await expect(home.getByRole("alert").filter({ hasText: "not on the server" })).toContainText(
    "3 answers of yours are not on the server",
  );
  await home.getByRole("button", { name: "Sign out anyway" }).click();
  await home.waitForURL(/\/sign-in/);

  await signInAs(store, context, { userId: bob?.userId ?? 0, origin });
  await context.unroute(SUBMIT);
  await expect(desk.saveState()).toHaveText("Somebody else, 3 waiting", { timeout: 30_000 });
  await expect(page.getByRole("region", { name: "Sign in again" })).toBeVisible();
  const other = new LabelDeskPage(home);
  await other.open(made.slug, made.queueId);
  const theirs = await label(other, 1, 2);
  await other.saved();
  expect(await events(store, made, bob?.email)).toEqual(theirs);
  expect(await events(store, made, ann?.email)).toEqual([]);

  // back again, on whatever page
  await signInAs(store, context, { userId: ann?.userId ?? 0, origin });
  await page.close();
  await home.goto("/");
  await expect.poll(() => events(store, made, ann?.email), { timeout: 15_000 }).toEqual(given);
  expect(await events(store, made, bob?.email)).toEqual(theirs);
});

test("an answer that the server refuses is kept, explained, saved as a file, and discarded only when confirmed", async ({
  page,
  context,
  browser,
  store,
  origin,
}) => {
  const made = await makeDesk(store, { items: 12 });
  await signInAs(store, context, { userId: made.userId, origin });
  const desk = new LabelDeskPage(page);
  await desk.open(made.slug, made.queueId);
  // the same person at another computer answers the item meanwhile
  const elsewhere = await browser.newContext({ baseURL: origin });
  await signInAs(store, elsewhere, { userId: made.userId, origin });
  const there = new LabelDeskPage(await elsewhere.newPage());
  await there.open(made.slug, made.queueId);
  await there.answer("1");
  await there.saved();
  await elsewhere.close();

  await desk.answer("s");
  await expect(page.getByTestId("need-attention")).toHaveText("1 need attention");
  const answers = await desk.openAnswers();
  await expect(answers).toContainText("Item 1: skip");
  await expect(answers).toContainText("The item has an answer of yours, so it cannot be passed on.");
  await checkAccessible(page, "needs attention");
  const started = page.waitForEvent("download");
  await answers.getByRole("button", { name: "Export as a file" }).click();
  const file: unknown = JSON.parse(readFileSync(await (await started).path(), "utf8"));
  expect(file).toMatchObject({ answers: [{ number: 1, kind: "skip", refused: "already-answered" }] });
  await answers.getByRole("button", { name: "Open the item again" }).click();
  await expect(page.getByTestId("announcement")).toContainText("Item 1 is not open to you any more.");

  await page.reload();
  await expect(page.getByTestId("need-attention")).toHaveText("1 need attention");
  const again = await desk.openAnswers();
  await again.getByRole("button", { name: "Discard" }).click();
  await again.getByRole("button", { name: "Discard it" }).click();
  await expect(page.getByTestId("need-attention")).toHaveCount(0);
  await expect(desk.saveState()).toHaveText("Saved on server");
  expect(await events(store, made)).toEqual(["1 label cat"]);
});
