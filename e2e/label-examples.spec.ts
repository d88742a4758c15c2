import { expect } from "@playwright/test";
import { insertExample, projectExamples } from "../db/queries/label-examples";
import { addMember, addToItemCount } from "../db/queries/projects";
import { insertUser } from "../db/queries/users";
import { makeProject, makeQueue, settleItems } from "../db/test-store";
import { checkAccessible } from "./accessible";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";
import { ManagerPages } from "./pages/manager";
import { storePicture } from "./picture";

interface Choice {
  proposed: string;
  label?: string;
  note?: string;
}

test("a manager shows items as examples of labels, and annotators see them beside the guidelines", async ({
  page,
  browser,
  context,
  store,
  origin,
}) => {
  const { projectId, slug, itemIds, people } = await makeProject(store, {
    items: 9,
    roles: ["manager"],
    content: (k) => ({ text: `sentence ${k}` }),
  });
  // the queue asks about the first three; the fifth was settled as a dog
  const queueId = await makeQueue(store, {
    projectId,
    itemIds: itemIds.slice(0, 3),
    overlapMin: 1,
    overlapMax: 1,
    mode: "assisted",
  });
  await store.transaction(async (tx) => {
    await addToItemCount(tx, { projectId, by: itemIds.length });
    await settleItems(tx, { projectId, labels: [[itemIds[4] ?? 0, "dog"]] });
  });
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  const manager = new ManagerPages(page);
  manager.slug = slug;

  /** Chooses an item on its page, which proposes the item's own label. */
  const show = async (k: number, { proposed, label = proposed, note = "" }: Choice) => {
    await manager.open(`/data?item=${itemIds[k]}`);
    await page.getByRole("button", { name: "Show as an example" }).click();
    await expect(page.getByLabel("Example of")).toHaveValue(proposed);
    await page.getByLabel("Example of").selectOption(label);
    await page.getByLabel("Why, optional").fill(note);
    await page.getByRole("button", { name: "Show it" }).click();
    await expect(page.getByRole("list", { name: "Shown as an example of" })).toContainText(label);
  };
  await show(3, { proposed: "cat", note: "Cats are never asked." });
  await show(4, { proposed: "dog", label: "owl" });
  // a queue asks about this one
  await show(1, { proposed: "dog", note: "NOT-TO-BE-SEEN" });
  await expect(page.getByText("hidden: a queue asks about it")).toBeVisible();
  await page.getByRole("button", { name: "Show as an example of another label" }).click();
  await checkAccessible(page, "item with an example, choosing another label");

  await manager.open("/settings");
  const cats = page.getByRole("region", { name: "Examples of cat" });
  await expect(cats).toContainText("Cats are never asked.");
  await expect(cats).toContainText("1 of 6");
  await expect(page.getByRole("region", { name: "Examples of dog" })).toContainText("hidden: a queue asks about it");
  await checkAccessible(page, "settings with examples");

  const annotator = await store.transaction(async (tx) => {
    const email = `eve-${slug}@example.org`;
    const user = await insertUser(tx, { email, name: "Eve", passwordHash: null, isAdmin: false, now: Date.now() });
    await addMember(tx, { projectId, userId: user.id, role: "annotator", createdAt: 0 });
    return user;
  });
  const own = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signInAs(store, own, { userId: annotator.id, origin });
  const desk = new LabelDeskPage(await own.newPage());
  const received: string[] = [];
  desk.page.on("response", async (response) => {
    if (response.url().includes("label.examples")) received.push(await response.text());
  });
  await desk.open(slug, queueId);
  const notes = desk.page.getByTestId("label-notes");
  await expect(notes.getByRole("list", { name: "Examples of cat" })).toContainText("sentence 3Cats are never asked.");
  await expect(notes.getByRole("list", { name: "Examples of owl" })).toHaveText("sentence 4");
  await expect(notes.getByRole("list", { name: "Examples of dog" })).toHaveCount(0);
  for (const word of ["NOT-TO-BE-SEEN", "sentence 1", "item-3", "itemId", "externalId"])
    expect(received.join(" ")).not.toContain(word);
  expect(received.join(" ")).toContain("sentence 3");

  // nobody is asked about it any more
  for (let k = 0; k < 3; k++) await desk.answer("1");
  await desk.saved();
  await desk.page.keyboard.press("g");
  await desk.page.keyboard.press("g");
  await expect(notes.getByRole("list", { name: "Examples of dog" })).toContainText("NOT-TO-BE-SEEN");
  await own.close();

  await page.getByRole("button", { name: "Remove item-3 as an example of cat" }).click();
  await expect(cats).toHaveCount(0);
  expect((await projectExamples(store.read, { projectId })).map((row) => row.label)).toEqual(["dog", "owl"]);
});

test("pictures come inside the answer: nobody asks for the files of an example", async ({
  page,
  context,
  store,
  origin,
}) => {
  const picture = await storePicture(store);
  const { projectId, slug, itemIds, people } = await makeProject(store, {
    roles: ["annotator"],
    content: (k) => (k === 2 ? { text: "A picture of a cat, told in words." } : picture),
  });
  const [asked = 0, example = 0, words = 0] = itemIds;
  const queueId = await makeQueue(store, { projectId, itemIds: [asked] });
  const userId = people[0]?.userId ?? 0;
  await store.transaction(async (tx) => {
    const common = { projectId, label: "cat", addedBy: userId, addedAt: 0 };
    await insertExample(tx, { ...common, itemId: example, note: "Red." });
    await insertExample(tx, { ...common, itemId: words, note: "Told." });
  });
  await signInAs(store, context, { userId, origin });
  const media: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/media/")) media.push(request.url());
  });
  const desk = new LabelDeskPage(page);
  await desk.open(slug, queueId);
  const shown = page.getByRole("img", { name: "Example of cat" });
  await expect(shown).toBeVisible();
  expect(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(256);
  await expect(page.getByRole("list", { name: "Examples of cat" })).toContainText("told in words.Told.");
  await checkAccessible(page, "label screen with examples");
  expect(media.filter((url) => !url.includes(`/api/media/${asked}/`))).toEqual([]);
  expect((await page.request.get(`/api/media/${example}/thumbnail`)).status()).toBe(404);
});
