import { expect, it } from "vitest";
import { cardProblem, modelProblem } from "./model-limits";
import type { ModelMetadata } from "./model-metadata";

const metadata: ModelMetadata = {
  irVersion: 8,
  opsets: [["ai.onnx", 17]],
  producer: "",
  producerVersion: "",
  inputs: [{ name: "x", elemType: "float32", shape: ["n", 4] }],
  outputs: [{ name: "y", elemType: "float32", shape: ["n", 2] }],
  metadata: [],
  lastOperator: "Gemm",
  operators: [["Gemm", 1]],
  externalData: [],
  parameterCount: 0,
};
type Card = Parameters<typeof cardProblem>[1];
const card: Card = {
  input: { name: "x", dtype: "float32", layout: "NCHW", batch: "dynamic" },
  output: { name: "y", kind: "logits", temperature: 1 },
  labels: ["a", "b"].map((name) => ({ name, projectLabel: null })),
  text: null,
};
const output = (kind: Card["output"]["kind"], name = "y") => ({ name, kind, temperature: 1 });

it.each([
  [{ shape: ["n", 4] }, {}, null],
  [{ shape: ["n", 5] }, {}, "The model reads 5 samples; the card says 4."],
  [{ shape: ["n", 1, "t"] }, {}, "The input “x” has 3 dimensions; the card says [N, samples]."],
  [{ shape: ["n", 1, 4] }, { shape: "[N, 1, samples]" as const }, null],
  [{ shape: null }, {}, null],
])("compares the window of a model of recordings: %j with %j", (tensor, change, problem) => {
  const audio = {
    samplingRate: 16_000,
    samples: 4,
    longer: "first" as const,
    normalize: "none" as const,
    shape: "[N, samples]" as const,
    ...change,
  };
  const inputs = [{ name: "x", elemType: "float32", ...tensor }];
  expect(cardProblem({ ...metadata, inputs }, { ...card, audio })).toBe(problem);
});

it("lets a plain model and its card pass", () => {
  expect(modelProblem(metadata)).toBeNull();
  expect(cardProblem(metadata, card)).toBeNull();
});

it.each([
  [{ externalData: ["weights.bin"] }, "“weights.bin”"],
  [{ opsets: [["ai.onnx", 17] as [string, number], ["my.ops", 1] as [string, number]] }, "“my.ops”"],
  [{ operators: [["Add", 15_000] as [string, number], ["Mul", 6_000] as [string, number]] }, "21000 operators"],
])("refuses the file with %j", (change, message) => {
  expect(modelProblem({ ...metadata, ...change })).toContain(message);
});

it.each<[Partial<Card>, string]>([
  [{ labels: [...card.labels, { name: "c", projectLabel: null }] }, "gives 2 values per item; the card names 3"],
  [{ output: output("binary-logit") }, "which one logit cannot tell"],
  [{ output: output("logits", "z") }, "no output called “z”"],
  [{ input: { ...card.input, name: "z" } }, "no input called “z”"],
  [{ input: { ...card.input, dtype: "float16" } }, "reads float32; the card says float16"],
])("refuses the card with %j", (change, message) => {
  expect(cardProblem(metadata, { ...card, ...change })).toContain(message);
});

it("refuses an input that nobody fills", () => {
  const more = { ...metadata, inputs: [...metadata.inputs, { name: "mask", elemType: "int64", shape: null }] };
  expect(cardProblem(more, card)).toContain("also reads “mask”");
});
