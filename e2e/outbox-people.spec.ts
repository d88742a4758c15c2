import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { setPasswordHash } from "../db/queries/users";
import { hashPassword } from "../server/auth/password";
import { checkAccessible } from "./accessible";
import { signInAs } from "./fixtures";
import { events, label, SUBMIT, test, unreachable } from "./outbox-desk";
import { LabelDeskPage } from "./pages/label-desk";

const PASSWORD = "a long enough password";

test("the session ends: answers wait, signing in again in place sends them", async ({ openDesk, page, store }) => {
  const made = await openDesk({ items: 12 });
  const { desk, session } = made;
  const passwordHash = await hashPassword(PASSWORD);
  await store.transaction((tx) => setPasswordHash(tx, { userId: made.userId, passwordHash }));
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
  openDesk,
  page,
  context,
  store,
  origin,
}) => {
  await unreachable(context);
  const made = await openDesk({ items: 12, people: 2 });
  const { desk } = made;
  const [ann, bob] = made.people;
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
  openDesk,
  page,
  browser,
  store,
  origin,
}) => {
  const made = await openDesk({ items: 12 });
  const { desk } = made;
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
