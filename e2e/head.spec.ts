import { expect } from "@playwright/test";
import { ModelCard } from "../core/onnx/model-card";
import { createRandom } from "../core/random";
import { writeLinearModel } from "../core/training/onnx-writer";
import { predictSoftmaxRegression } from "../core/training/softmax-regression";
import { textFeatures } from "../core/training/text-features";
import { upsertEmbeddings } from "../db/queries/inference";
import { insertModel, predictionsOfItems, projectModels, projectRuns } from "../db/queries/models";
import { addToItemCount } from "../db/queries/projects";
import { makeProject, makeQueue, settleItems } from "../db/test-store";
import { openDataDirectory } from "../server/data-directory";
import { keepModelFile } from "../server/model/model-files";
import { packProbabilities, unpackProbabilities } from "../server/prediction/read-predictions";
import { checkAccessible } from "./accessible";
import { dataFolder, signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";
import { ManagerPages } from "./pages/manager";

const DIMS = 64;
const ITEMS = 60;
const ASKED = 24;
const words = { cat: "purrs softly", dog: "barks loudly", owl: "hoots at night" };
const LABELS = Object.keys(words) as (keyof typeof words)[];
const labelOf = (k: number) => LABELS[k % 3] ?? "cat";
const textOf = (k: number) => `It ${words[labelOf(k)]}, number ${k}`;

/** A model of the team that knows words, but not these labels: what it says is of use as an embedding alone. */
const random = createRandom(11);
const below = {
  dims: DIMS,
  classes: LABELS.length,
  weights: Float32Array.from({ length: LABELS.length * DIMS }, () => 8 * random() - 4),
  bias: new Float32Array(LABELS.length),
};

test("a linear head on a model's embeddings: trained by a click, it runs in the browser and shows what is alike", async ({
  page,
  browser,
  context,
  store,
  origin,
}) => {
  const { slug, projectId, people, itemIds } = await makeProject(store, {
    labels: LABELS,
    items: ITEMS,
    roles: ["owner", "annotator"],
    content: (k) => ({ text: textOf(k) }),
  });
  const file = await keepModelFile(openDataDirectory(dataFolder), writeLinearModel(below, LABELS), null);
  const card = ModelCard.parse({
    schemaVersion: 1,
    task: "text-classification",
    model: { file: { file: "m.onnx", sha256: file.sha256, bytes: file.bytes } },
    input: { name: "input" },
    text: { hash: { kind: "fnv1a32", dims: DIMS, ngrams: [1, 2], maxTokens: 400 } },
    output: { name: "probs", kind: "probabilities" },
    embedding: { output: "probs", dims: LABELS.length },
    labels: LABELS.map((name) => ({ name, projectLabel: name })),
  });
  await store.transaction(async (tx) => {
    const values = {
      projectId,
      name: "encoder",
      kind: "onnx" as const,
      card,
      files: [file],
      stage: "candidate" as const,
    };
    const { id: modelId } = await insertModel(tx, { ...values, trainedOn: "nothing", createdAt: 0 });
    await addToItemCount(tx, { projectId, by: ITEMS });
    await upsertEmbeddings(
      tx,
      itemIds.map((itemId, k) => {
        const vector = predictSoftmaxRegression(below, textFeatures(textOf(k), DIMS));
        return { modelId, itemId, vector: packProbabilities(Float32Array.from(vector)) };
      }),
    );
    // the later items are settled already
    await settleItems(tx, {
      projectId,
      labels: itemIds.slice(ASKED).map((itemId, k) => [itemId, labelOf(ASKED + k)]),
    });
  });

  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  const owner = new ManagerPages(page);
  owner.slug = slug;
  await owner.open("/models?train=1");
  await page.getByLabel("Name").fill("head");
  await page.getByLabel("Folds").fill("2");
  await page.getByLabel("It reads").selectOption({ label: `the embeddings of encoder 1 (${ITEMS} items)` });
  await checkAccessible(page, "training on embeddings");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await expect(page.getByText("cross-validated in 2 folds")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("the embeddings of encoder 1")).toBeVisible();

  const head = (await projectModels(store.read, { projectId })).find(({ name }) => name === "head");
  const asked = itemIds.slice(0, ASKED);
  const queueId = await makeQueue(store, {
    projectId,
    itemIds: asked,
    overlapMin: 1,
    overlapMax: 1,
    mode: "assisted",
    modelId: head?.id ?? null,
  });
  const theirs = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await theirs.addInitScript(() => localStorage.setItem("concord.provider", "wasm"));
  await signInAs(store, theirs, { userId: people[1]?.userId ?? 0, origin });
  const annotator = await theirs.newPage();
  const desk = new LabelDeskPage(annotator);
  await desk.open(slug, queueId);
  await desk.modelSays("Model on WebAssembly", "Runs in this browser");
  await desk.untilSuggested("1");
  await annotator.keyboard.press("h");
  const nearest = annotator.getByRole("region", { name: "Settled items most like this one" });
  await expect(nearest).toContainText("Compared by the model's embeddings");
  await expect(nearest.getByRole("listitem")).toHaveCount(2 * LABELS.length);
  await checkAccessible(annotator, "settled items most like this one");
  await desk.answer("1");
  await desk.saved();

  // what browsers computed by the fold's file is what the training predicted
  const runs = new Map((await projectRuns(store.read, { projectId })).map((run) => [run.id, run]));
  await expect
    .poll(async () => {
      const rows = await predictionsOfItems(store.read, { itemIds: asked });
      const by = (source: string) =>
        new Map(
          rows
            .filter((row) => runs.get(row.runId)?.source === source || (source === "browser" && !runs.has(row.runId)))
            .map((row) => [row.itemId, unpackProbabilities(row.probs)]),
        );
      const trained = by("server");
      const pairs = [...by("browser")].map(([itemId, values]) => [values, trained.get(itemId)] as const);
      const differences = pairs.flatMap(([a, b]) => [...a].map((value, k) => Math.abs(value - (b?.[k] ?? Number.NaN))));
      return pairs.length > 3 && differences.every((difference) => difference < 1e-5);
    })
    .toBe(true);
  await theirs.close();
});
