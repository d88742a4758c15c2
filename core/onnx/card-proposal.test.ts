import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import { writeCnnModel, writeLinearModel } from "../training/onnx-writer";
import { SmallCnn } from "../training/small-cnn";
import { type FileBeside, readCardFiles } from "./card-files";
import { type Imported, proposeCard } from "./card-proposal";
import { ModelCard } from "./model-card";
import { type ModelMetadata, type ModelTensor, readModelMetadata } from "./model-metadata";

const projectLabels = ["apple", "pear", "pêche"].map((name) => ({ key: name.replace("ê", "e"), name }));
const tensor = (name: string, shape: ModelTensor["shape"], elemType = "float32"): ModelTensor => ({
  name,
  elemType,
  shape,
});
const foreign = (change: Partial<ModelMetadata>): ModelMetadata => ({
  irVersion: 8,
  opsets: [["ai.onnx", 17]],
  producer: "pytorch",
  producerVersion: "2.4",
  inputs: [tensor("pixel_values", ["batch", 3, 224, 224])],
  outputs: [tensor("logits", ["batch", 3])],
  metadata: [],
  lastOperator: "Gemm",
  operators: [],
  domains: [],
  externalData: [],
  parameterCount: 0,
  ...change,
});
const propose = (metadata: ModelMetadata, files: FileBeside[] = []) =>
  proposeCard(metadata, { labels: projectLabels }, readCardFiles(files, metadata.metadata));
const proposed = (metadata: ModelMetadata, files: FileBeside[] = []) => {
  const proposal = propose(metadata, files);
  if (!proposal.ok) throw new Error(proposal.message);
  const file = { file: "m.onnx", sha256: "a".repeat(64), bytes: 1 };
  return { card: ModelCard.parse({ ...proposal.card, model: { file } }), questions: proposal.questions };
};

describe("proposeCard", () => {
  it("reads our own image model, embedding and labels included", () => {
    const cnn = new SmallCnn({ channels: 1, height: 28, width: 28 }, 3, createRandom(1));
    const { card } = proposed(readModelMetadata(writeCnnModel(cnn, ["pear", "pe\u0302che", "other"])));
    expect(card.labels.map(({ projectLabel }) => projectLabel)).toEqual(["pear", "peche", null]);
    expect(card.output).toEqual({ name: "probs", kind: "probabilities", temperature: 1 });
    expect(card.embedding).toEqual({ output: "features", dims: 256 });
    expect(card.image).toMatchObject({ width: 28, height: 28, shortestEdge: 32, channels: "L", mean: [0] });
  });

  it("reads our own text model", () => {
    const model = { weights: new Float32Array(3 * 16384), bias: new Float32Array(3), classes: 3, dims: 16384 };
    const { card } = proposed(readModelMetadata(writeLinearModel(model, ["apple", "pear", "pêche"])));
    expect(card.task).toBe("text-classification");
    expect(card.text).toMatchObject({ hash: { dims: 16384 } });
  });

  it("proposes the project's order for nameless classes, and asks", () => {
    const { card, questions } = proposed(foreign({}));
    expect(card.labels.map(({ projectLabel }) => projectLabel)).toEqual(["apple", "pear", "peche"]);
    expect(card.image?.shortestEdge).toBe(256);
    expect(questions.join(" ")).toMatch(/order.*logits.*trained/s);
  });

  it("reads the Python dict of names that Ultralytics writes", () => {
    const { card } = proposed(foreign({ metadata: [["names", "{0: 'apple', 1: 'pear', 2: 'it'}"]] }));
    expect(card.labels.map(({ name }) => name)).toEqual(["apple", "pear", "it"]);
  });

  it("recognises channels at the end and a fixed batch", () => {
    const { card } = proposed(foreign({ inputs: [tensor("x", [1, 96, 64, 3], "uint8")] }));
    expect(card.input).toEqual({ name: "x", dtype: "uint8", layout: "NHWC", batch: 1 });
    expect([card.image?.width, card.image?.height]).toEqual([64, 96]);
  });

  describe("in a project of recordings", () => {
    const hear = (inputs: ModelTensor[], hints: Imported = { questions: [] }) =>
      proposeCard(foreign({ inputs }), { labels: projectLabels, hasAudio: true }, hints);
    const card = (inputs: ModelTensor[], hints?: Imported) => {
      const found = hear(inputs, hints);
      if (!found.ok) throw new Error(found.message);
      return found;
    };

    it("a window of fixed length is read from the file, rate and normalisation from the files beside it", () => {
      const audio = { samplingRate: 8_000, normalize: "zero-mean-unit-variance" as const };
      const found = card([tensor("input_values", [1, 16_384])], { questions: [], audio });
      expect(found.card).toMatchObject({
        task: "audio-classification",
        input: { name: "input_values", dtype: "float32", batch: 1 },
        audio: { ...audio, samples: 16_384, longer: "first", shape: "[N, samples]" },
      });
      expect(found.questions.join(" ")).not.toMatch(/sampling rate|window/);
      expect(
        ModelCard.safeParse({ ...found.card, model: { file: { file: "m.onnx", sha256: "a".repeat(64), bytes: 1 } } })
          .success,
      ).toBe(true);
    });

    it("what nothing says is asked for", () => {
      const found = card([tensor("x", ["N", 1, "T"], "float16")]);
      expect(found.card.audio).toMatchObject({ samplingRate: 16_000, samples: 80_000, shape: "[N, 1, samples]" });
      expect(found.questions.join(" ")).toMatch(/sampling rate.*How long/s);
    });

    it.each([
      ["a spectrogram", [tensor("mel", ["N", 1024, 128])], "shape [N, 1024, 128]"],
      ["a picture of one", [tensor("mel", ["N", 1, 64, 128])], "spectrogram is not computed here"],
      ["integers", [tensor("x", ["N", 16_000], "int16")], "reads int16"],
      ["a mask as well", [tensor("x", ["N", 16_000]), tensor("attention_mask", ["N", 16_000])], "“attention_mask”"],
    ])("%s is refused in words", (_, inputs, why) => {
      const found = hear(inputs);
      expect(found.ok ? "" : found.message).toContain(why);
    });
  });

  it.each([
    ["two inputs", { inputs: [tensor("ids", [1, 8]), tensor("mask", [1, 8])] }],
    ["no scores", { outputs: [tensor("boxes", [1, 84, 8400])] }],
    ["another number of classes", { outputs: [tensor("logits", [1, 1000])] }],
    ["an input of another kind", { inputs: [tensor("audio", [1, 16000])] }],
  ])("refuses %s in words", (_, change) => {
    const proposal = propose(foreign(change));
    expect(proposal.ok ? "" : proposal.message).toMatch(/\.$/);
  });
});
