import { expect, type Page } from "@playwright/test";
import { testTokenizer, testTokenizerConfig, writeTokenModel } from "../core/onnx/test-token-model";
import { writeLinearModel } from "../core/training/onnx-writer";
import { foldsOf, projectModels } from "../db/queries/models";
import { addToItemCount } from "../db/queries/projects";
import type { Store } from "../db/store";
import { makeProject } from "../db/test-store";
import { signInAs, test } from "./fixtures";

const ITEMS = 24;
type Content = NonNullable<Parameters<typeof makeProject>[1]>["content"];

async function projectOf(
  store: Store,
  { labels, media, content }: { labels: string[]; media: "text" | "table"; content: NonNullable<Content> },
) {
  const made = await makeProject(store, { labels, items: ITEMS, roles: ["owner"], media, content });
  await store.transaction((tx) => addToItemCount(tx, { projectId: made.projectId, by: ITEMS }));
  return { ...made, userId: made.people[0]?.userId ?? 0 };
}

async function press(page: Page, role: "button" | "link", name: string) {
  await page.getByRole(role, { name }).focus();
  await page.keyboard.press("Enter");
}

async function upload(page: Page, slug: string, files: { name: string; content: string | Uint8Array }[]) {
  await page.goto(`/projects/${slug}/models`);
  await press(page, "link", "Upload ONNX");
  await page.getByLabel("ONNX file, with the files that describe it").setInputFiles(
    files.map(({ name, content }) => ({
      name,
      mimeType: "application/octet-stream",
      buffer: Buffer.from(content),
    })),
  );
}

/** Tries the model, expects it to be right about every given label, and adds it. */
async function tryAndAdd(page: Page) {
  await press(page, "button", "Try on 64 items");
  await expect(page.getByTestId("trial")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId("trial").getByText("100.0 %").first()).toBeVisible();
  await press(page, "button", "Add the model");
  await expect(page.getByText("1 model ·")).toBeVisible();
}

const cardOf = async (store: Store, projectId: number) => {
  const [model] = await projectModels(store.read, { projectId });
  return {
    model,
    card: model?.card as { golden: { expected: number[] }[]; text?: object; model: { folds?: object[] } },
  };
};

test("a text model with its tokenizer reads ids, mask and token types", async ({ page, context, store, origin }) => {
  // without the types the second and fourth of these have the other label, with padding read as text the last three
  const texts = ["Sat", "the dogs", "cats sat", "dog", "sat, sat", "the"];
  const made = await projectOf(store, {
    labels: ["bad", "good"],
    media: "text",
    content: (k) => ({ text: texts[k % texts.length] ?? "" }),
  });
  await signInAs(store, context, { userId: made.userId, origin });
  await upload(page, made.slug, [
    { name: "tokens.onnx", content: writeTokenModel() },
    { name: "config.json", content: JSON.stringify({ id2label: { 0: "bad", 1: "good" } }) },
    { name: "tokenizer.json", content: JSON.stringify(testTokenizer(1)) },
    { name: "tokenizer_config.json", content: JSON.stringify(testTokenizerConfig) },
  ]);
  await expect(page.getByText("Text classifier, 2 classes")).toBeVisible();
  await expect(page.getByLabel("Tokens")).toHaveValue("12");
  await page.getByLabel("Outputs are").selectOption("logits");
  await tryAndAdd(page);
  const { card } = await cardOf(store, made.projectId);
  expect(card.text).toMatchObject({
    maxLength: 12,
    inputs: { ids: "input_ids", mask: "attention_mask", typeIds: "token_type_ids" },
  });
  expect(card.golden.length).toBeGreaterThan(0);
});

/** Low below 170, high above; turned round for the other fold's items. */
const heightModel = (sign: 1 | -1) =>
  writeLinearModel({ weights: Float32Array.of(-sign, 0, sign, 0), bias: new Float32Array(2), classes: 2, dims: 2 }, [
    "low",
    "high",
  ]);

test("a model of table rows reads the columns that are named, by their mean", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await projectOf(store, {
    labels: ["low", "high"],
    media: "table",
    content: (k) => ({
      data: [
        ["name", `n${k}`],
        ["height", k % 2 === 0 ? 160 - k / 10 : `${180 + k / 10}`],
        ["age", 20 + k],
      ],
    }),
  });
  await signInAs(store, context, { userId: made.userId, origin });
  await upload(page, made.slug, [{ name: "rows.onnx", content: heightModel(1) }]);
  await expect(page.getByText("Table classifier, 2 classes")).toBeVisible();
  await expect(page.getByLabel("Columns")).toHaveValue("height\nage");
  await page.getByLabel("Mean").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("170, 30");
  await page.getByLabel("Standard deviation").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("10, 10");
  await tryAndAdd(page);
});

test("files of folds: each item is tried by the file that held it out", async ({ page, context, store, origin }) => {
  // the items of fold 1 mean the opposite: the other fold's file is wrong about every one of them
  const foldOf = (k: number) => (Math.floor(k / 2) % 2 === 0 ? 0 : 1);
  const made = await projectOf(store, {
    labels: ["low", "high"],
    media: "table",
    content: (k) => ({
      data: [
        ["height", (k % 2 === 0) === (foldOf(k) === 0) ? 160 : 180],
        ["age", 30],
      ],
    }),
  });
  const map = made.itemIds.map((_, k) => `item-${k},${foldOf(k)}\n`).join("");
  await signInAs(store, context, { userId: made.userId, origin });
  const folds = [
    { name: "fold-0.onnx", content: heightModel(1) },
    { name: "fold-1.onnx", content: heightModel(-1) },
  ];
  await upload(page, made.slug, [...folds, { name: "folds.csv", content: `item,fold\n${map}item-0,x\n` }]);
  await expect(page.getByRole("alert").filter({ hasText: "line 26, column fold" })).toBeVisible();
  await upload(page, made.slug, [...folds, { name: "folds.csv", content: `item,fold\n${map}` }]);
  await page.getByLabel("Mean").fill("170, 30");
  await page.getByLabel("Standard deviation").fill("10, 10");
  await tryAndAdd(page);
  const { model, card } = await cardOf(store, made.projectId);
  expect(model?.files.map(({ fold }) => fold)).toEqual([0, 1]);
  expect(card.model.folds).toHaveLength(2);
  const stored = await foldsOf(store.read, { modelId: model?.id ?? 0, itemIds: made.itemIds });
  expect(stored).toHaveLength(ITEMS);
});
