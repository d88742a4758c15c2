import { expect, type Page } from "@playwright/test";
import { predictionsOfItems, projectModels } from "../db/queries/models";
import { addToItemCount } from "../db/queries/projects";
import { insertMedia } from "../db/queries/uploads";
import type { Store } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { openDataDirectory } from "../server/data-directory";
import { storeAudio } from "../server/media/store-audio";
import { unpackProbabilities } from "../server/prediction/read-predictions";
import { checkAccessible } from "./accessible";
import { dataFolder, signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";
import { importedRecording, RECORDINGS, TONES, toneClassifier } from "./tone-recordings";
import reference from "./tone-reference.json" with { type: "json" };

async function makeRecordings(store: Store) {
  const stored: Awaited<ReturnType<typeof storeAudio>>[] = [];
  for (let k = 0; k < RECORDINGS; k++)
    stored.push(await storeAudio(openDataDirectory(dataFolder), importedRecording(k)));
  await store.transaction((tx) => insertMedia(tx, stored));
  const made = await makeProject(store, {
    labels: [...TONES],
    items: RECORDINGS,
    roles: ["owner"],
    media: "audio",
    content: (k) => (stored[k] ? { audioHash: stored[k].sha256 } : {}),
  });
  await store.transaction((tx) => addToItemCount(tx, { projectId: made.projectId, by: RECORDINGS }));
  return made;
}

const json = (name: string, value: object) => ({ name, buffer: Buffer.from(JSON.stringify(value)) });
const extractor = (type: string) =>
  json("preprocessor_config.json", { feature_extractor_type: type, sampling_rate: 16_000, do_normalize: false });
const config = json("config.json", { architectures: ["Wav2Vec2ForSequenceClassification"], id2label: { ...TONES } });
const chooseFiles = (page: Page, files: { name: string; buffer: Buffer }[]) =>
  page
    .getByLabel("ONNX file, with the files that describe it")
    .setInputFiles(files.map((file) => ({ ...file, mimeType: "application/octet-stream" })));

test("a model of recordings is tried, added, computes every item and suggests, as onnxruntime-node would", async ({
  page,
  context,
  store,
  origin,
}) => {
  const made = await makeRecordings(store);
  const { projectId, slug, itemIds } = made;
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  await page.goto(`/projects/${slug}/models`);
  await expect(page.getByText("A baseline does not learn from recordings.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Train a baseline" })).toHaveCount(0);
  await page.getByRole("link", { name: "Upload ONNX" }).focus();
  await page.keyboard.press("Enter");
  const model = { name: "tones.onnx", buffer: toneClassifier() };

  await test.step("a spectrogram made outside of the model is refused, the waveform's own files are read", async () => {
    await chooseFiles(page, [model, extractor("ASTFeatureExtractor")]);
    await expect(page.getByRole("alert").filter({ hasText: "computes a spectrogram" })).toBeVisible();
    await chooseFiles(page, [model, config, extractor("Wav2Vec2FeatureExtractor")]);
    await expect(page.getByText("Audio classifier, 2 classes")).toBeVisible();
    await expect(page.getByLabel("Sampling rate in Hz")).toHaveValue("16000");
    await expect(page.getByLabel("Window in samples")).toHaveValue("16000");
  });

  const add = page.getByRole("button", { name: "Add the model" });
  await test.step("what it hears is drawn, nothing is played", async () => {
    await page.getByRole("button", { name: "Try on 64 items" }).focus();
    await page.keyboard.press("Enter");
    const trial = page.getByTestId("trial");
    await expect(trial.getByText("100.0 %").first()).toBeVisible({ timeout: 60_000 });
    await expect(trial.getByText(/Of \d+ recordings the model hears only a part/)).toBeVisible();
    await expect(trial.getByRole("img", { name: /as the model hears it/ })).toHaveCount(6);
    await expect(trial.getByText(/0.00 to 1.00 s, values up to 0\./).first()).toBeVisible();
    await expect(page.locator("audio")).toHaveCount(0);
    await checkAccessible(page, "model wizard, recordings");
  });

  await page.getByLabel("It was trained on").selectOption("nothing");
  await add.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 model ·")).toBeVisible();
  const [added] = await projectModels(store.read, { projectId });
  const card = added?.card as { golden: { input: object }[]; audio: object };
  expect(card.audio).toMatchObject({ samplingRate: 16_000, samples: 16_000, longer: "first", normalize: "none" });
  expect(card.golden).toHaveLength(8);
  for (const { input } of card.golden) expect(Object.keys(input)).toEqual(["audio"]);

  const check = async (least: number) => {
    const rows = await predictionsOfItems(store.read, { itemIds });
    expect(new Set(rows.map(({ itemId }) => itemId)).size).toBeGreaterThanOrEqual(least);
    for (const { itemId, probs } of rows) {
      const k = itemIds.indexOf(itemId);
      for (const [c, p] of unpackProbabilities(probs).entries())
        expect(Math.abs(p - (reference.probabilities[k]?.[c] ?? 9)), `item ${k}`).toBeLessThan(1e-4);
    }
  };
  expect(reference.runtime).toContain("onnxruntime-node");

  await test.step("the label screen suggests by it, and says by which part of the recording", async () => {
    const queueId = await makeQueue(store, {
      ...made,
      overlapMin: 1,
      overlapMax: 1,
      mode: "assisted",
      modelId: added?.id ?? 0,
    });
    const desk = new LabelDeskPage(page);
    await desk.open(slug, queueId);
    await desk.untilSuggested("1");
    await page.keyboard.press("h");
    const explanation = page.getByTestId("explanation");
    await expect(explanation.getByText("what the model loses")).toBeVisible();
    await expect(explanation.getByRole("list", { name: "The weightiest parts" })).toContainText(
      /\d\.\d\d s to \d\.\d\d s/,
    );
    await expect(async () => check(2)).toPass();
  });

  await test.step("this browser computes all items", async () => {
    await page.goto(`/projects/${slug}/models`);
    const panel = page.getByRole("region", { name: /^Compute predictions of/ });
    await panel.getByRole("button", { name: "Run in this tab" }).focus();
    await page.keyboard.press("Enter");
    await expect(panel.getByTestId("browser-run")).toContainText(`${RECORDINGS} of ${RECORDINGS} items done`, {
      timeout: 45_000,
    });
    await check(RECORDINGS);
  });
});
