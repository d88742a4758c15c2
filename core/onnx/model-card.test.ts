import { describe, expect, it } from "vitest";
import { ModelCard, type ModelCardInput, prepVersionInput } from "./model-card";

const file = { file: "model.onnx", sha256: "0".repeat(64), bytes: 100 };
const input: ModelCardInput = {
  schemaVersion: 1,
  task: "image-classification",
  model: { file },
  input: { name: "x" },
  image: { width: 224, height: 224, shortestEdge: 235, filter: "bicubic" },
  output: { name: "logits", kind: "logits" },
  labels: [
    { name: "cat", projectLabel: "cat" },
    { name: "dog", projectLabel: null },
  ],
};

describe("ModelCard", () => {
  it("fills the documented defaults", () => {
    const card = ModelCard.parse(input);
    expect(card.input).toEqual({ name: "x", dtype: "float32", layout: "NCHW", batch: "dynamic" });
    expect(card.image).toMatchObject({
      fit: "shortest-edge+center-crop",
      cropRounding: "half-even",
      resampler: "pillow",
      channels: "RGB",
      alpha: "drop",
      exifOrientation: "ignore",
      scale: 0.00392156862745098,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    });
    expect(card.output.temperature).toBe(1);
    expect(card.provenance.trainedOn).toBe("unknown");
  });

  it.each([
    ["no model at all", { model: {} }],
    ["a path instead of a file name", { model: { file: { ...file, file: "../model.onnx" } } }],
    ["an image model without image settings", { image: null }],
    ["a model of recordings without a window", { task: "audio-classification" as const }],
    [
      "a model of recordings that reads bytes",
      {
        task: "audio-classification" as const,
        input: { name: "x", dtype: "uint8" as const },
        audio: { samplingRate: 16_000, samples: 16_000 },
      },
    ],
    ["a rate that no recording has", { audio: { samplingRate: 16, samples: 16_000 } }],
    ["a text model without a tokenizer", { task: "text-classification" as const }],
    ["a crop without its edge", { image: { width: 8, height: 8 } }],
    ["a std of zero", { image: { width: 8, height: 8, fit: "stretch" as const, std: [0] } }],
    ["one output only", { labels: [{ name: "cat", projectLabel: "cat" }] }],
    ["two outputs for one label", { labels: input.labels.map(({ name }) => ({ name, projectLabel: "cat" })) }],
  ])("refuses %s", (_, change) => {
    expect(ModelCard.safeParse({ ...input, ...change }).success).toBe(false);
  });

  it("takes folds with their map in place of a single file", () => {
    const card = ModelCard.parse({
      ...input,
      model: { folds: [file] },
      provenance: { trainedOn: { foldMap: "fold-map.json" } },
    });
    expect(card.model.file).toBeNull();
    expect(ModelCard.parse(JSON.parse(JSON.stringify(card)))).toEqual(card);
  });

  it("keeps golden samples out of the version of the preparation", () => {
    const card = ModelCard.parse(input);
    const withGolden = ModelCard.parse({ ...input, golden: [{ item: "p-1", expected: [0.5, 0.5] }] });
    expect(prepVersionInput(withGolden)).toBe(prepVersionInput(card));
    expect(prepVersionInput(ModelCard.parse({ ...input, input: { name: "y" } }))).not.toBe(prepVersionInput(card));
  });
});
