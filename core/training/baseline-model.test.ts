import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ModelCard } from "../onnx/model-card";
import { readModelMetadata } from "../onnx/model-metadata";
import { createRandom } from "../random";
import { type BaselineInput, FOLD_MAP_FILE, TrainingCancelled, trainBaseline } from "./baseline-model";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const projectLabels = [
  { key: "bad", name: "Bad" },
  { key: "good", name: "Good" },
];

function textInput(): BaselineInput {
  const random = createRandom(3);
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? "";
  const labels = Array.from({ length: 60 }, (_, i) => (i % 12 === 11 ? -1 : i % 2));
  const texts = labels.map(
    (_, i) =>
      `${pick(["a", "the", "my"])} ${i % 2 ? pick(["great", "fine", "lovely"]) : pick(["awful", "poor", "dull"])} film`,
  );
  return { kind: "text", texts, labels, groups: texts, projectLabels, folds: 3, seed: 1 };
}

function imageInput(): BaselineInput {
  const random = createRandom(4);
  const labels = Array.from({ length: 24 }, (_, i) => i % 2);
  const images = Uint8Array.from({ length: 24 * 13 * 13 }, (_, at) => {
    const isBright = at % 13 < 6 === (labels[Math.floor(at / 169)] === 1);
    return (isBright ? 150 : 20) + Math.floor(random() * 80);
  });
  return {
    kind: "image",
    images,
    width: 13,
    height: 13,
    channels: 1,
    labels,
    groups: labels.map((_, i) => i),
    projectLabels,
    folds: 2,
    seed: 7,
  };
}

describe("trainBaseline", () => {
  it("predicts every text by the model that never saw its group", () => {
    const input = textInput();
    const { folds, probs, models, card } = trainBaseline(input);
    expect(models).toHaveLength(3);
    expect(models.reduce((sum, { n }) => sum + n, 0)).toBe(55);
    for (const [i, group] of input.groups.entries()) expect(folds[i]).toBe(folds[input.groups.indexOf(group)]);
    for (let i = 0; i < 60; i++) expect((probs[2 * i] ?? 0) + (probs[2 * i + 1] ?? 0)).toBeCloseTo(1, 6);
    expect(card.labels).toEqual([
      { name: "Bad", projectLabel: "bad" },
      { name: "Good", projectLabel: "good" },
    ]);
  });

  it("does not let an item's own label reach its prediction", () => {
    const letters = (i: number) => String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26));
    const texts = Array.from({ length: 40 }, (_, i) => letters(i));
    const input: BaselineInput = {
      ...textInput(),
      kind: "text",
      texts,
      labels: texts.map((_, i) => i % 2),
      groups: texts,
    };
    const { folds, probs } = trainBaseline(input);
    for (const fold of [0, 1, 2]) {
      const seen = new Set([...folds.keys()].filter((i) => folds[i] === fold).map((i) => probs[2 * i]));
      expect(seen.size, "texts without a common word differ only by what their own label taught").toBe(1);
    }
  });

  it("learns images", () => {
    const { models, card } = trainBaseline({ ...imageInput(), epochs: 30 });
    for (const { accuracy } of models) expect(accuracy).toBe(1);
    expect(card.image).toMatchObject({ width: 13, height: 13, fit: "stretch", channels: "L" });
    expect(card.embedding).toEqual({ output: "features", dims: 16 });
  });

  it.each([
    ["text", textInput()],
    ["image", imageInput()],
  ])("gives the same bytes twice and a card that fits its %s model", (_, input) => {
    const [first, second] = [trainBaseline(input), trainBaseline(input)];
    expect(second.models.map(({ onnx }) => sha256(onnx))).toEqual(first.models.map(({ onnx }) => sha256(onnx)));
    expect(second.probs).toEqual(first.probs);
    expect(trainBaseline({ ...input, seed: 99 }).probs).not.toEqual(first.probs);
    const folds = first.models.map(({ onnx }, i) => ({
      file: `fold-${i}.onnx`,
      sha256: sha256(onnx),
      bytes: onnx.length,
    }));
    const card = ModelCard.parse({ ...first.card, model: { folds } });
    expect(card.provenance.trainedOn).toEqual({ foldMap: FOLD_MAP_FILE });
    const metadata = readModelMetadata(first.models[0]?.onnx ?? new Uint8Array());
    expect(metadata.inputs.map(({ name }) => name)).toEqual([card.input.name]);
    expect(metadata.outputs.map(({ name }) => name)).toContain(card.output.name);
    expect(metadata.metadata).toEqual([["labels", '["Bad","Good"]']]);
  });

  it("reports rising progress up to the total", () => {
    const calls: [number, number][] = [];
    trainBaseline(textInput(), { onProgress: (done, total) => calls.push([done, total]) });
    expect(calls.at(-1)).toEqual([60 + 55 * 2 * 12, 60 + 55 * 2 * 12]);
    expect(calls.length).toBeGreaterThan(10);
    expect(calls.length).toBeLessThanOrEqual(202);
    expect(calls.map(([done]) => done)).toEqual(calls.map(([done]) => done).sort((a, b) => a - b));
  });

  it("stops when cancelled", () => {
    let asked = 0;
    expect(() => trainBaseline(imageInput(), { isCancelled: () => ++asked > 2 })).toThrow(TrainingCancelled);
    expect(asked).toBe(3);
  });

  it("refuses labels it cannot learn", () => {
    const input = textInput();
    expect(() => trainBaseline({ ...input, labels: Array.from(input.labels, () => 1) })).toThrow("two labels");
    expect(() => trainBaseline({ ...input, labels: Array.from(input.labels, () => 2) })).toThrow("label set");
    expect(() => trainBaseline({ ...input, labels: [0, 1] })).toThrow("items");
  });
});
