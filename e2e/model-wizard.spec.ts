import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { build } from "esbuild";
import sharp from "sharp";
import { createRandom } from "../core/random";
import { projectModels } from "../db/queries/models";
import { addToItemCount } from "../db/queries/projects";
import { insertMedia } from "../db/queries/uploads";
import type { Store } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { openDataDirectory } from "../server/data-directory";
import { storeImage } from "../server/media/store-image";
import { checkAccessible } from "./accessible";
import { dataFolder, signInAs, test } from "./fixtures";
import { pictureModel } from "./onnx-picture-model";
import { LabelDeskPage } from "./pages/label-desk";

const LABELS = ["left", "middle", "right"];
const SIDE = 28;
const ITEMS = 30;
const third = (i: number) => Math.min(2, Math.floor(((i % SIDE) * 3) / SIDE));
/** Over pixels from 0 to 1 the logits differ by about two; over 0 to 255 by hundreds. */
const WEIGHTS = LABELS.map((_, k) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, i) => (third(i) === k ? 0.012 : 0)),
);

/** Pictures with one bright third, in noise. */
async function storePictures(store: Store) {
  const random = createRandom(3);
  const stored: Awaited<ReturnType<typeof storeImage>>[] = [];
  for (let n = 0; n < ITEMS; n++) {
    const pixels = Buffer.from(
      Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (third(i) === n % 3 ? 150 : 20) + 80 * random()),
    );
    const png = await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
      .png()
      .toBuffer();
    stored.push(await storeImage(openDataDirectory(dataFolder), png));
  }
  await store.transaction((tx) => insertMedia(tx, stored));
  return stored.map((file) => ({ mediaHash: file.sha256, imageWidth: file.width, imageHeight: file.height }));
}

async function openUpload(page: Page, slug: string) {
  await page.goto(`/projects/${slug}/models`);
  await page.getByRole("link", { name: "Upload ONNX" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Upload a model" })).toBeVisible();
}
const chooseFiles = (page: Page, files: { name: string; buffer: Buffer }[]) =>
  page
    .getByLabel("ONNX file, with the files that describe it")
    .setInputFiles(files.map((file) => ({ ...file, mimeType: "application/octet-stream" })));

test("a model is tried on the project's pictures: a wrong scale is seen, mended, and every browser checks itself", async ({
  page,
  context,
  store,
  origin,
}) => {
  const pictures = await storePictures(store);
  const made = await makeProject(store, {
    labels: LABELS,
    items: ITEMS,
    roles: ["owner"],
    content: (k) => pictures[k] ?? {},
  });
  await store.transaction((tx) => addToItemCount(tx, { projectId: made.projectId, by: ITEMS }));
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  await openUpload(page, made.slug);

  await test.step("what cannot be used is refused with its reason", async () => {
    await chooseFiles(page, [{ name: "notes.json", buffer: Buffer.from("{}") }]);
    await expect(page.getByRole("alert").filter({ hasText: "Choose an .onnx file" })).toBeVisible();
    const two = { name: "two.onnx", buffer: pictureModel(WEIGHTS.slice(0, 2)) };
    await chooseFiles(page, [two]);
    await expect(page.getByRole("alert").filter({ hasText: "gives 2 values" })).toBeVisible();
    const broken = { name: "preprocessor_config.json", buffer: Buffer.from('{"do_resize": "yes"}') };
    await chooseFiles(page, [{ name: "m.onnx", buffer: pictureModel(WEIGHTS) }, broken]);
    await expect(page.getByRole("alert").filter({ hasText: "field do_resize" })).toBeVisible();
  });

  await chooseFiles(page, [{ name: "thirds.onnx", buffer: pictureModel(WEIGHTS) }]);
  await expect(page.getByText("Image classifier, 3 classes")).toBeVisible();
  const add = page.getByRole("button", { name: "Add the model" });
  await expect(add).toBeDisabled();
  await page.getByRole("combobox", { name: "Fit" }).selectOption("stretch");

  await test.step("three preparations are compared and the best is chosen", async () => {
    await page.getByRole("button", { name: "Try on 64 items" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("trial")).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("radio", { name: /Pixels 0 to 1/ })).toBeChecked();
    await expect(page.getByTestId("trial").getByText("100.0 %").first()).toBeVisible();
    await expect(page.getByText("More than 95 %")).toHaveCount(0);
    await expect(page.getByRole("img", { name: /as the model sees it/ })).toHaveCount(6);
    await expect(add).toBeEnabled();
  });

  await test.step("a wrong scale is right about every label and certain of everything", async () => {
    await page.getByRole("radio", { name: /Pixels 0 to 1/ }).focus();
    await page.keyboard.press("ArrowUp");
    await expect(page.getByRole("radio", { name: /Pixels 0 to 255/ })).toBeChecked();
    await expect(page.getByLabel("Scale")).toHaveValue("1");
    await expect(page.getByText("More than 95 % of the items are above 0.99")).toBeVisible();
    await expect(page.getByTestId("trial").getByText("100.0 %").first()).toBeVisible();
    await checkAccessible(page, "model wizard, warned");
  });

  await test.step("mended by hand it must be tried again", async () => {
    await page.getByLabel("Scale").fill("1/255");
    await expect(add).toBeDisabled();
    await page.getByRole("button", { name: "Try again" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText("More than 95 %")).toHaveCount(0);
    await expect(add).toBeEnabled();
  });

  await page.getByLabel("It was trained on").selectOption("nothing");
  await add.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 model ·")).toBeVisible();
  const [model] = await projectModels(store.read, { projectId: made.projectId });
  const card = model?.card as { golden: { input: object; expected: number[] }[]; image: { scale: number } };
  expect(card.image.scale).toBe(1 / 255);
  expect(card.golden).toHaveLength(8);
  for (const { input, expected } of card.golden) {
    expect(Object.keys(input)).toEqual(["image"]);
    expect(expected.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  }

  await test.step("the label screen runs it after its self-check", async () => {
    const queueId = await makeQueue(store, {
      ...made,
      overlapMin: 1,
      overlapMax: 1,
      mode: "assisted",
      modelId: model?.id ?? 0,
    });
    const desk = new LabelDeskPage(page);
    await desk.open(made.slug, queueId);
    // the first items come before the model is ready
    await expect(async () => {
      await desk.answer("1");
      await expect(page.getByTestId("suggestion")).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
  });
});

const golden = join(
  process.env.CONCORD_GOLDEN ?? join(import.meta.dirname, "..", "..", "shared", "golden"),
  "preprocess",
);
const isGoldenHere = existsSync(join(golden, "preprocess.json"));

test("pictures are decoded and resized in Chromium as by Pillow, bit for bit", async ({ page }) => {
  test.skip(!isGoldenHere, `the golden pictures are absent: ${golden} (CONCORD_GOLDEN)`);
  const { sources, cases } = JSON.parse(readFileSync(join(golden, "preprocess.json"), "utf8")) as {
    sources: { id: string; file: string; decodedSha256: string }[];
    cases: { id: string; source: string; sha256: string }[];
  };
  const root = join(import.meta.dirname, "..");
  const contents = `
    import { decodeImage } from "@/app/_inference/decode-image";
    import { fitImage } from "@/core/image/fit";
    Object.assign(globalThis, { decodeImage, fitImage });`;
  const stdin = { contents, resolveDir: root, loader: "ts" as const };
  const options = { bundle: true, write: false, format: "iife", alias: { "@": root } } as const;
  const [bundle] = (await build({ stdin, ...options })).outputFiles;
  await page.goto("/sign-in");
  await page.evaluate(bundle?.text ?? "");
  const files = sources.map((one) => ({ ...one, base64: readFileSync(join(golden, one.file)).toString("base64") }));
  const found = await page.evaluate(inPage, { files, cases });
  for (const { id, decodedSha256 } of sources) expect.soft(found.decoded[id], id).toBe(decodedSha256);
  expect(cases).toHaveLength(46);
  for (const { id, sha256 } of cases) expect.soft(found.fitted[id], id).toBe(sha256);
});

interface Bundled {
  decodeImage(bytes: Uint8Array, type: string, how: object): Promise<{ data: Uint8Array<ArrayBuffer> }>;
  fitImage(image: object, how: object): { data: Uint8Array<ArrayBuffer> };
}

/** Runs in the page, over the product's own modules. */
async function inPage(given: { files: { id: string; base64: string }[]; cases: { id: string; source: string }[] }) {
  const { decodeImage, fitImage } = globalThis as typeof globalThis & Bundled;
  const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const images = new Map<string, { data: Uint8Array<ArrayBuffer> }>();
  const decoded: Record<string, string> = {};
  for (const { id, base64 } of given.files) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const image = await decodeImage(bytes, "image/png", { alpha: "drop", exifOrientation: "ignore" });
    images.set(id, image);
    decoded[id] = await sha256(image.data);
  }
  const fitted: Record<string, string> = {};
  for (const one of given.cases) {
    const image = images.get(one.source);
    if (image)
      fitted[one.id] = await sha256(
        fitImage(image, { shortestEdge: 1, cropRounding: "floor", padValue: [0], ...one }).data,
      );
  }
  return { decoded, fitted };
}
