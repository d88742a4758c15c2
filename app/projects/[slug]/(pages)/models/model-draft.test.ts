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

  it.each([
    [{ width: "2.5" }, "width"],
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
