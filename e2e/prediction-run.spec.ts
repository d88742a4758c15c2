import { expect, type Page } from "@playwright/test";
import { projectRuns } from "../db/queries/models";
import { addToItemCount } from "../db/queries/projects";
import { newestScoreRun } from "../db/queries/scores";
import { makeProject } from "../db/test-store";
import { checkAccessible } from "./accessible";
import { signInAs, test } from "./fixtures";
import { ManagerPages } from "./pages/manager";

const ITEMS = 200;
const words = { cat: "purrs softly", dog: "barks loudly", owl: "hoots at night" };
const LABELS = Object.keys(words) as (keyof typeof words)[];

/** The panel of the only model. */
const panelOf = (page: Page) => page.getByRole("region", { name: /^Compute predictions of/ });

test("a model computes all items in two browsers: pause, resume, a check by the other, and scoring from it", async ({
  page,
  browser,
  context,
  store,
  origin,
}) => {
  page.setDefaultTimeout(20_000);
  const { slug, projectId, people } = await makeProject(store, {
    labels: LABELS,
    items: ITEMS,
    roles: ["owner", "annotator"],
    content: (k) => ({ text: `It ${words[LABELS[k % 3] ?? "cat"]}, number ${k}` }),
  });
  await store.transaction((tx) => addToItemCount(tx, { projectId, by: ITEMS }));
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  const other = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signInAs(store, other, { userId: people[1]?.userId ?? 0, origin });
  const annotator = await other.newPage();
  for (const one of [context, other]) await one.addInitScript(() => localStorage.setItem("concord.provider", "wasm"));

  const owner = new ManagerPages(page);
  owner.slug = slug;
  await owner.trainBaseline({ folds: 2 });
  const panel = panelOf(page);
  const progress = panel.getByTestId("browser-run");

  // the model's file is on its way until the run is paused
  let letThrough = () => {};
  const isPaused = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route("**/api/models/*", async (route) => {
    await isPaused;
    await route.continue();
  });
  await panel.getByRole("button", { name: "Run in this tab" }).click();
  await expect(progress).toContainText(`0 of ${ITEMS} items running`);
  await expect(panel.getByTestId("taking-part")).toContainText("computing");
  await panel.getByRole("button", { name: "Pause" }).click();
  await expect(progress).toContainText("paused");
  await panel.getByRole("button", { name: "Stop this tab" }).click();
  letThrough();
  await panel.getByRole("button", { name: "Resume" }).click();
  await expect(progress).toContainText(`0 of ${ITEMS} items running`);
  await checkAccessible(page, "models with a run");

  // the annotator's browser computes what the manager's gave back; nothing counts before the check
  await annotator.goto("/");
  await annotator.getByRole("button", { name: "Take part" }).click();
  await expect(annotator.getByTestId("taking-part")).toContainText(`${ITEMS} items`, { timeout: 30_000 });
  await checkAccessible(annotator, "taking part");
  await expect(progress).toContainText("4 shards to be checked");
  await expect(progress).toContainText(`0 of ${ITEMS} items running`);
  // another page and back: the choice stays
  await annotator.reload();
  await expect(annotator.getByTestId("taking-part")).toBeVisible();

  await panel.getByRole("button", { name: "Run in this tab" }).click();
  await expect(progress).toContainText(`${ITEMS} of ${ITEMS} items done`, { timeout: 30_000 });
  await expect(panel.getByTestId("checks")).toContainText("32 items by another person's browser");
  await expect(panel.getByRole("table")).toContainText("annotator 1");
  await checkAccessible(page, "models with a run that is done");

  await owner.score();
  const runs = (await projectRuns(store.read, { projectId })).filter((run) => run.source === "browser");
  expect(runs.map(({ fold, outOfSample }) => ({ fold, outOfSample }))).toEqual([
    { fold: 0, outOfSample: "yes" },
    { fold: 1, outOfSample: "yes" },
  ]);
  expect(runs.reduce((sum, run) => sum + run.count, 0)).toBe(ITEMS);
  const scored = await newestScoreRun(store.read, { projectId });
  expect(scored?.runIds).toEqual(expect.arrayContaining(runs.map((run) => run.id)));
  await other.close();
});
