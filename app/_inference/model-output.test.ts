import { describe, expect, it } from "vitest";
import type { ModelCard } from "@/core/onnx/model-card";
import { toProbabilities } from "./model-output";

const labels = [
  { name: "a", projectLabel: "a" },
  { name: "b", projectLabel: null },
  { name: "c", projectLabel: "c" },
];
const output = (kind: ModelCard["output"]["kind"], temperature = 1) => ({ name: "y", kind, temperature });
const run = (values: number[], kind: ModelCard["output"]["kind"], temperature = 1, of = labels) =>
  toProbabilities(Float32Array.from(values), { output: output(kind, temperature), labels: of });

describe("toProbabilities", () => {
  it("keeps the share of classes that the project does not have", () => {
    expect([...run([0.25, 0.5, 0.25], "probabilities")]).toEqual([0.25, 0.5, 0.25]);
  });

  it("reads logits of any size", () => {
    expect([...run([1000, 1000, -1000], "logits")]).toEqual([0.5, 0.5, 0]);
    const [a = 0, b = 1] = run([2, 0, 0], "logits", 2);
    expect(a / b).toBeCloseTo(Math.E, 5);
  });

  it("softens probabilities by the temperature", () => {
    const soft = run([0.64, 0.32, 0.04], "probabilities", 2);
    const total = 0.8 + Math.sqrt(0.32) + 0.2;
    expect(soft[0]).toBeCloseTo(0.8 / total, 6);
    expect(soft[2]).toBeCloseTo(0.2 / total, 6);
  });

  it("reads one logit as two classes, and separate probabilities as shares", () => {
    const [no = 0, yes = 0] = run([Math.log(3)], "binary-logit", 1, labels.slice(0, 2));
    expect([no, yes].map((p) => Number(p.toFixed(6)))).toEqual([0.25, 0.75]);
    expect([...run([0.5, 0.75, 0.75], "sigmoid")]).toEqual([0.25, 0.375, 0.375]);
    expect(() => run([0.5, 1.5, 0], "sigmoid")).toThrow(expect.objectContaining({ code: "bad-output" }));
  });

  it.each([
    ["another number of values", [0.5, 0.5], "bad-output"],
    ["a sum that is not 1", [0.5, 0.5, 0.5], "bad-output"],
    ["a value above 1", [1.5, -0.25, -0.25], "bad-output"],
    ["a value that is no number", [Number.NaN, 1, 0], "non-finite"],
    ["an infinite value", [Number.POSITIVE_INFINITY, 0, 0], "non-finite"],
  ])("refuses %s", (_, values, code) => {
    expect(() => run(values, "probabilities")).toThrow(expect.objectContaining({ code }));
  });
});
