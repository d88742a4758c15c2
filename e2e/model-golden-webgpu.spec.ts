import { expect } from "@playwright/test";
import { softmax } from "../core/prediction/probabilities";
import { denseTextFeatures } from "../core/training/text-features";
import { signInAs, test } from "./fixtures";
import { makeModelDesks } from "./model-files";
import { LabelDeskPage } from "./pages/label-desk";

const TEXT = "pear and plum";
/** What a model of `model-files.ts` says of a text: three or four times the sum of its features for "dog". */
function expectedOf(fill: number) {
  const sum = denseTextFeatures(TEXT, 64).reduce((total, value) => total + value, 0);
  return [...softmax([0, fill * sum, 0])];
}

test("WebGPU: the samples of the card pass, and ones that differ switch the model off", async ({
  page,
  context,
  store,
  origin,
}) => {
  test.setTimeout(240_000);
  const golden = (fill: number) => [{ item: "sample 1", input: { text: TEXT }, expected: expectedOf(fill) }];
  // the second card was made with another file: the graphics card and WebAssembly come to the same other numbers
  const made = await makeModelDesks(store, [
    { file: "good", golden: golden(3) },
    { file: "better", golden: golden(3) },
  ]);
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  await page.addInitScript(() => localStorage.setItem("concord.provider", "webgpu"));
  const desk = new LabelDeskPage(page);
  const [right, wrong] = made.desks;

  await desk.open(made.slug, right?.queueId ?? 0);
  await desk.modelSays("Model on WebGPU", "Runs in this browser");
  await desk.untilSuggested("2");
  await expect(desk.suggestion()).toHaveText("dog");

  await desk.open(made.slug, wrong?.queueId ?? 0);
  await desk.modelSays("Model off", "computes the model otherwise than the one it was tried in");
  await desk.answer("1");
  await expect(desk.suggestion()).toHaveCount(0);
});
