import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import { checkAccessible } from "./accessible";
import { dataFolder, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";
import { ManagerPages } from "./pages/manager";
import { readZip } from "./read-zip";

const PASSWORD = "correct horse battery staple";
const ITEMS = 20;
const good = ["lovely", "great", "perfect", "wonderful", "tasty", "superb"];
const bad = ["awful", "bland", "broken", "terrible", "dreadful", "poor"];
const nouns = ["soup", "phone", "film", "chair", "song", "hotel", "book", "coat", "tea", "lamp"];

const other = (label: string) => (label === "positive" ? "negative" : "positive");

/** Eighty sentences of two labels; the given label of every fifth is wrong. */
const rows = Array.from({ length: 80 }, (_, k) => {
  const words = k % 2 === 0 ? good : bad;
  const truth = k % 2 === 0 ? "positive" : "negative";
  const text = `A ${words[k % 6]} ${nouns[k % 10]}, really ${words[(k + 2) % 6]} and ${words[(k + 4) % 6]} number ${k}.`;
  return { id: `s-${k}`, text, label: k % 5 === 0 ? other(truth) : truth, truth };
});
const truthOf = (text: string) => rows.find((row) => row.text === text)?.truth ?? "";
const KEYS: Record<string, string> = { negative: "1", positive: "2" };
function addAdmin(email: string) {
  execFileSync(
    process.execPath,
    [
      join(import.meta.dirname, "..", "bin", "concord.mjs"),
      "user",
      "add",
      "--email",
      email,
      "--name",
      "Olga",
      "--admin",
    ],
    { input: PASSWORD, env: { ...process.env, CONCORD_DATA: dataFolder, DATABASE_URL: "" } },
  );
}

async function signIn(page: Page, email: string) {
  await page.goto("/sign-in");
  await checkAccessible(page, "sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/");
}

/** A person in a browser of their own, who joins by the link of the invitation. */
async function joinBy(browser: Browser, { link, name, provider }: { link: string; name: string; provider: string }) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript((chosen) => localStorage.setItem("concord.provider", chosen), provider);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await checkAccessible(page, "invitation");
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForURL("/");
  return page;
}

/**
 * Sees in the menu that the model of this browser is at work. False while all items ahead are blind: by chance, once in
 * eighty times, the first eight are, and no model is started for them.
 */
async function modelRuns(page: Page, runtime: string) {
  const more = page.getByRole("button", { name: "More" });
  const state = page.getByTestId("model-state");
  await more.press("Enter");
  await expect(more).toHaveAttribute("aria-expanded", "true");
  const isThere = await state.waitFor({ timeout: 3_000 }).then(
    () => true,
    () => false,
  );
  if (isThere) {
    await expect(state).toHaveText(`Model on ${runtime}`, { timeout: 90_000 });
    await checkAccessible(page, "menu of the label screen");
  }
  await more.press("Escape");
  await expect(more).toHaveAttribute("aria-expanded", "false");
  await more.blur();
  return isThere;
}

/** What the suggestion hangs on is there on demand, and a label key takes it away with its item. */
async function explained(page: Page) {
  await page.keyboard.press("h");
  const explanation = page.getByTestId("explanation");
  await expect(explanation).toContainText("This explains the model", { timeout: 60_000 });
  await expect(explanation.getByRole("list", { name: "The weightiest parts" }).getByRole("listitem")).not.toHaveCount(
    0,
  );
  await checkAccessible(page, "explanation");
}

/** Labels the whole queue by keyboard as the texts say, but `slip` wrongly; what was pressed, and what was suggested. */
async function labelAll(page: Page, { runtime, slip }: { runtime: string; slip: string | null }) {
  const desk = new LabelDeskPage(page);
  await page.getByRole("link", { name: "Label" }).first().click();
  await expect(desk.itemNumber()).toBeVisible();
  await checkAccessible(page, "label screen");
  const pressed = new Map<string, string>();
  const suggested = new Map<string, string>();
  let isRunning = false;
  while (pressed.size < ITEMS) {
    if (!isRunning) isRunning = await modelRuns(page, runtime);
    const text = (await desk.text().textContent()) ?? "";
    const label = text === slip ? other(truthOf(text)) : truthOf(text);
    const shown = desk.suggestion();
    if (await shown.isVisible()) {
      if (suggested.size === 0) await explained(page);
      suggested.set(text, (await shown.textContent()) ?? "");
    }
    pressed.set(text, label);
    await desk.answer(KEYS[label] ?? "");
  }
  await expect(page.getByTestId("nothing-left")).toBeVisible();
  await expect(page.getByTestId("nothing-left")).toContainText("all saved");
  await checkAccessible(page, "end of the queue");
  return { pressed, suggested };
}

test("the whole main job: import, baseline, queue, two people with suggestions, agreement, decision, export", async ({
  page,
  browser,
}, { project }) => {
  test.setTimeout(600_000);
  const provider = project.name === "webgpu" ? "webgpu" : "wasm";
  const runtime = provider === "webgpu" ? "WebGPU" : "WebAssembly";
  const mark = `${provider}-${Date.now().toString(36)}`;
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  addAdmin(`olga-${mark}@example.org`);
  await signIn(page, `olga-${mark}@example.org`);
  await checkAccessible(page, "home");

  const owner = new ManagerPages(page);
  await owner.makeProject({
    name: `Reviews ${mark}`,
    labels: ["negative", "positive"],
    guidelines: "1. Judge the *whole* sentence.",
  });
  const content = rows.map(({ truth: _, ...row }) => `${JSON.stringify(row)}\n`).join("");
  await owner.importFile({ name: "reviews.jsonl", content, rows: rows.length });
  await owner.trainBaseline({ folds: 3 });
  await owner.score();
  await owner.makeQueue({ items: ITEMS, people: 2, blindPercent: 50 });

  const invited = (name: string, role: string) => owner.invite(`${name}-${mark}@example.org`, role);
  const ann = await joinBy(browser, { link: await invited("ann", "annotator"), name: "Ann", provider });
  const byAnn = await labelAll(ann, { runtime, slip: null });
  const slip = [...byAnn.pressed.keys()][3] ?? "";
  const bob = await joinBy(browser, { link: await invited("bob", "annotator"), name: "Bob", provider });
  const byBob = await labelAll(bob, { runtime, slip });
  expect(byAnn.suggested.size).toBeGreaterThan(0);
  expect(byBob.suggested.size).toBeGreaterThan(0);

  await owner.open("/agreement");
  await expect(page.getByText(/alpha of these 2 people/)).toBeVisible({ timeout: 60_000 });

  const judge = await joinBy(browser, { link: await invited("judge", "adjudicator"), name: "Judge", provider });
  await judge.goto(`/projects/${owner.slug}/adjudicate`);
  await expect(judge.getByTestId("own-answer")).toBeVisible();
  await checkAccessible(judge, "adjudication, own answer");
  await judge.keyboard.press(KEYS[truthOf(slip)] ?? "");
  await expect(judge.getByTestId("decide")).toBeVisible();
  await checkAccessible(judge, "adjudication, decision");
  await judge.keyboard.press("r");
  await judge.keyboard.type("The words say so.");
  await judge.keyboard.press("Escape");
  // no key decides before the evidence could be read
  await expect(async () => {
    await judge.keyboard.press(KEYS[truthOf(slip)] ?? "");
    await expect(judge.getByTestId("no-conflict")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 15_000 });

  await owner.makeSnapshot("after the first queue");
  const zip = await readZip(await owner.download("jsonl"));
  const lines = (zip.get("items.jsonl") ?? "").trim().split("\n");
  const exported = lines.map((line) => JSON.parse(line));
  expect(exported.length).toBe(rows.length);
  for (const { id, text, annotations = [], resolved } of exported) {
    const answers = annotations.map((one: { annotator: string; label: string }) => `${one.annotator}: ${one.label}`);
    const expected = byAnn.pressed.has(text)
      ? [`ann-${mark}@example.org: ${byAnn.pressed.get(text)}`, `bob-${mark}@example.org: ${byBob.pressed.get(text)}`]
      : [];
    expect(answers.toSorted(), id).toEqual(expected);
    const source = text === slip ? "adjudication" : byAnn.pressed.has(text) ? "consensus" : "given";
    const given = rows.find((row) => row.id === id)?.label;
    expect([resolved.label, resolved.source], id).toEqual([source === "given" ? given : truthOf(text), source]);
  }
  const csv = await readZip(await owner.download("csv"));
  expect((csv.get("annotations.csv") ?? "").trim().split(/\r?\n/).length).toBe(1 + 2 * ITEMS);

  // every page with data on it
  for (const path of [
    "",
    "/data",
    "/errors",
    "/queues",
    "/agreement",
    "/annotators",
    "/models",
    "/snapshots",
    "/settings",
  ]) {
    await owner.open(path);
    await checkAccessible(page, path || "overview");
  }
  // jobs were followed by events, not by asking again and again
  expect(asked.filter((url) => url.includes("/project.watchJob")).length).toBeGreaterThan(3);
  expect(asked.filter((url) => url.includes("/project.job?"))).toEqual([]);
  for (const one of [ann, bob, judge]) await one.context().close();
});
