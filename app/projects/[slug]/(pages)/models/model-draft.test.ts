import { describe, expect, it } from "vitest";
import { ModelCard } from "@/core/onnx/model-card";
import { draftOf, type ProposedCard, readDraft, readNumber } from "./model-draft";

const card: ProposedCard = {
  schemaVersion: 1,
  task: "image-classification",
  input: { name: "x", layout: "NCHW" },
  image: { width: 28, height: 28, shortestEdge: 32, channels: "L", mean: [0], std: [1] },
  output: { name: "y", kind: "logits" },
  labels: [
    { name: "Shirt", projectLabel: "shirt" },
    { name: "Hat", projectLabel: null },
  ],
};
const file = { file: "a.onnx", sha256: "0".repeat(64), bytes: 1 };

describe("readNumber", () => {
  it.each([
    ["1/255", 1 / 255],
    [" 0.5 ", 0.5],
    ["", null],
    ["1/", null],
    ["1/0", null],
    ["1/2/3", null],
    ["a", null],
  ])("reads %j as %j", (text, value) => {
    expect(readNumber(text)).toBe(value);
  });
});

describe("readDraft", () => {
  it("reads the number of the snapshot that it was trained on", () => {
    const draft = { ...draftOf(card, "cnn"), mean: "0", std: "1", trainedOn: "snapshot" as const };
    expect(readDraft(card, { ...draft, snapshot: "3" })).toMatchObject({
      ok: true,
      input: { trainedOn: { snapshot: 3 } },
    });
    for (const snapshot of ["", "0", "1.5", "x"])
      expect(readDraft(card, { ...draft, snapshot })).toMatchObject({ ok: false, field: "snapshot" });
  });

  it("gives a card that the schema takes", () => {
    const draft = { ...draftOf(card, "cnn"), mean: "0.1307", std: "0.3081", outputKind: "probabilities" as const };
    const read = readDraft(card, draft);
    expect(read.ok).toBe(true);
    if (!read.ok) return;
    const parsed = ModelCard.parse({ ...read.input.card, model: { file } });
    expect(parsed.image).toMatchObject({ scale: 1 / 255, mean: [0.1307], std: [0.3081], shortestEdge: 32 });
    expect(parsed.output.kind).toBe("probabilities");
    expect(parsed.labels[1]?.projectLabel).toBeNull();
    expect(read.input.trainedOn).toBe("unknown");
  });

  it("keeps what files said of the preparation", () => {
    const told: ProposedCard = {
      ...card,
      image: {
        width: 24,
        height: 24,
        fit: "longest-edge+center-crop",
        resize: { width: 28, height: 28 },
        channels: "BGR",
        filter: "bicubic",
        scale: 1,
        mean: [1, 2, 3],
        std: [4, 5, 6],
        padValue: [7, 8, 9],
      },
    };
    const read = readDraft(told, draftOf(told, "cnn"));
    if (!read.ok) throw new Error(read.message);
    expect(ModelCard.parse({ ...read.input.card, model: { file } }).image).toMatchObject(told.image ?? {});
    const plain = readDraft(told, { ...draftOf(told, "cnn"), fit: "stretch", weights: "managers" });
    if (!plain.ok) throw new Error(plain.message);
    const parsed = ModelCard.parse({ ...plain.input.card, model: { file } });
    expect([parsed.image?.resize, parsed.weights]).toEqual([undefined, "managers"]);
  });

  it("reads the columns of a table row and the length of a text", () => {
    const { image: _, ...rest } = card;
    const table = { columns: ["a", "b"], mean: [0, 0], std: [1, 1] };
    const rows: ProposedCard = { ...rest, task: "tabular-classification", table };
    const read = readDraft(rows, { ...draftOf(rows, "t"), columns: "b\n a\n", mean: "1 2", std: "3, 4" });
    expect(read).toMatchObject({
      ok: true,
      input: { card: { table: { columns: ["b", "a"], mean: [1, 2], std: [3, 4] } } },
    });
    expect(readDraft(rows, { ...draftOf(rows, "t"), columns: "b" })).toMatchObject({ ok: false, field: "mean" });
    const tokenizer = { file: "tokenizer.json", sha256: "1".repeat(64), bytes: 1 };
    const text = { tokenizer, maxLength: 128, inputs: { ids: "x" } };
    const texts: ProposedCard = { ...rest, task: "text-classification", text };
    expect(readDraft(texts, { ...draftOf(texts, "t"), maxLength: "64" })).toMatchObject({
      input: { card: { text: { maxLength: 64 } } },
    });
    expect(readDraft(texts, { ...draftOf(texts, "t"), maxLength: "2" })).toMatchObject({ field: "maxLength" });
  });

  it("reads the window of a model of recordings", () => {
    const { image: _, ...rest } = card;
    const audio = { samplingRate: 16_000, samples: 8_000, shape: "[N, 1, samples]" as const };
    const told: ProposedCard = { ...rest, task: "audio-classification", audio };
    const draft = { ...draftOf(told, "a"), samplingRate: "8000", longer: "center" as const };
    const read = readDraft(told, draft);
    if (!read.ok) throw new Error(read.message);
    expect(ModelCard.parse({ ...read.input.card, model: { file } }).audio).toEqual({
      samplingRate: 8_000,
      samples: 8_000,
      longer: "center",
      normalize: "none",
      shape: "[N, 1, samples]",
    });
    expect(readDraft(told, { ...draft, samplingRate: "8.5" })).toMatchObject({ ok: false, field: "samplingRate" });
    expect(readDraft(told, { ...draft, samples: "0" })).toMatchObject({ ok: false, field: "samples" });
  });

  it.each([
    [{ width: "2.5" }, "width"],
    [{ fit: "stretch+center-crop" as const }, "resizeWidth"],
    [{ scale: "0" }, "scale"],
    [{ mean: "0, 0" }, "mean"],
    [{ std: "0" }, "std"],
    [{ shortestEdge: "" }, "shortestEdge"],
    [{ classes: ["shirt", "shirt"] }, "classes"],
    [{ classes: ["", ""] }, "classes"],
    [{ trainedOn: "splits" as const, splits: " , " }, "splits"],
  ])("names the field of %j", (change, field) => {
    expect(readDraft(card, { ...draftOf(card, "cnn"), ...change })).toMatchObject({ ok: false, field });
  });
});
