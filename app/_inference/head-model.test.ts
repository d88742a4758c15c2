import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { createRandom } from "@/core/random";
import { trainBaseline } from "@/core/training/baseline-model";
import { writeCnnModel } from "@/core/training/onnx-writer";
import { SmallCnn } from "@/core/training/small-cnn";
import { loadRuntime } from "./runtime";

const installed = createRequire(import.meta.url).resolve("onnxruntime-web/wasm");
const SIDE = 16;
const ITEMS = 60;

test("a network with a linear head on its features gives what the training predicted, and its own outputs still", async () => {
  const ort = await loadRuntime("wasm", `${pathToFileURL(dirname(installed)).href}/`);
  const random = createRandom(3);
  const cnn = new SmallCnn({ channels: 1, height: SIDE, width: SIDE }, 3, random);
  const base = writeCnnModel(cnn, ["a", "b", "c"]);
  const below = await ort.InferenceSession.create(base);
  // bright above or bright below
  const pictures = Array.from({ length: ITEMS }, (_, k) =>
    Float32Array.from(
      { length: SIDE * SIDE },
      (_, i) => (i < (SIDE * SIDE) / 2 === (k % 2 === 0) ? 0.6 : 0) + 0.4 * random(),
    ),
  );
  const tensor = (values: Float32Array) => new ort.Tensor("float32", values, [1, 1, SIDE, SIDE]);
  const features: Float32Array[] = [];
  for (const picture of pictures)
    features.push((await below.run({ input: tensor(picture) })).features?.data as Float32Array);
  const dims = cnn.featureCount;
  const vectors = Float32Array.from(features.flatMap((one) => [...one]));
  const trained = trainBaseline({
    kind: "embedding",
    base: {
      file: base,
      sha256: "b".repeat(64),
      card: {
        task: "image-classification",
        input: { name: "input", dtype: "float32", layout: "NCHW", batch: "dynamic" },
        image: null,
        text: null,
        table: undefined,
        audio: undefined,
        weights: undefined,
        embedding: { output: "features", dims },
      },
      isHalf: false,
    },
    vectors,
    dims,
    labels: pictures.map((_, k) => k % 2),
    groups: pictures.map((_, k) => k),
    projectLabels: ["above", "below"].map((key) => ({ key, name: key })),
    folds: 3,
    seed: 1,
  });
  expect(trained.models.map(({ accuracy }) => accuracy)).toEqual([1, 1, 1]);
  expect(trained.card.provenance).toMatchObject({ embeddingsOf: "b".repeat(64) });
  for (const [fold, { onnx }] of trained.models.entries()) {
    const session = await ort.InferenceSession.create(onnx);
    for (const [k, picture] of pictures.entries()) {
      if (trained.folds[k] !== fold) continue;
      const outputs = await session.run({ input: tensor(picture) });
      expect(outputs.features?.data).toEqual(features[k]);
      const probs = outputs[trained.card.output.name]?.data as Float32Array;
      for (const label of [0, 1]) expect(probs[label]).toBeCloseTo(trained.probs[2 * k + label] ?? Number.NaN, 5);
    }
    await session.release();
  }
});
