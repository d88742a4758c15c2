import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { ModelCard } from "@/core/onnx/model-card";
import { writeLinearModel } from "@/core/training/onnx-writer";
import { rowInput } from "./model-input";
import { type ModelSession, openSession, warmUp } from "./model-session";
import { loadRuntime } from "./runtime";
import { checkGolden, probeInput } from "./self-check";

const sha256 = "a".repeat(64);
const names = ["low", "high"];
const card = ModelCard.parse({
  schemaVersion: 1,
  task: "tabular-classification",
  model: { file: { file: "m.onnx", sha256, bytes: 1 } },
  input: { name: "input" },
  table: { columns: ["height", "age"], mean: [170, 40], std: [10, 20] },
  output: { name: "probs", kind: "probabilities" },
  labels: names.map((name) => ({ name, projectLabel: name })),
});
let session: ModelSession;

beforeAll(async () => {
  const installed = createRequire(import.meta.url).resolve("onnxruntime-web/wasm");
  const ort = await loadRuntime("wasm", `${pathToFileURL(dirname(installed)).href}/`);
  const weights = Float32Array.from([1, 0.5, -1, 2]);
  const bytes = writeLinearModel({ weights, bias: new Float32Array(2), classes: 2, dims: 2 }, names);
  session = await openSession(ort, { bytes, card, provider: "wasm" });
});

describe("a model of table rows", () => {
  it("runs on normalised columns in the model's order", async () => {
    expect(await warmUp(session, card)).toEqual(Float32Array.of(0.5, 0.5));
    const cells = [
      ["age", "60"],
      ["height", 180],
    ] as const;
    // logits 1 + 0.5 and -1 + 2
    const probs = await session.run(rowInput(card, cells));
    expect(probs[0]).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 6);
    expect([...probeInput(card).data]).toEqual([0, 0]);
  });

  it("refuses a row, not the model, for a value that is no number", () => {
    const cells = [
      ["age", "old"],
      ["height", 180],
    ] as const;
    expect(() => rowInput(card, cells)).toThrow(expect.objectContaining({ code: "bad-input" }));
  });
});

describe("the samples of the card", () => {
  const files = async () => {
    throw new Error("nothing is fetched");
  };
  const check = (expected: number[], model?: string) => {
    const row = {
      item: "sample 1",
      input: { values: [180, 60] },
      expected,
      tolerance: 1e-3,
      ...(model ? { model } : {}),
    };
    return checkGolden({ sha256, card: { ...card, golden: [row] }, session, tokenize: null, files });
  };

  it("pass a browser that comes to the same probabilities", async () => {
    await expect(check([0.62246, 0.37754])).resolves.toBeUndefined();
  });

  it("refuse one that does not, by a little or in number", async () => {
    await expect(check([0.62, 0.38])).rejects.toMatchObject({ code: "golden-mismatch" });
    await expect(check([0.62246, 0.37754, 0])).rejects.toMatchObject({ code: "golden-mismatch" });
  });

  it("hold of sigmoids what the model gives, or their shares", async () => {
    const sigmoids = { ...card, output: { ...card.output, kind: "sigmoid" as const } };
    const checked = (expected: number[]) => {
      const row = { item: "sample 1", input: { values: [180, 60] }, expected, tolerance: 1e-3 };
      return checkGolden({ sha256, card: { ...sigmoids, golden: [row] }, session, tokenize: null, files });
    };
    await expect(checked([0.93369, 0.566312])).resolves.toBeUndefined();
    await expect(checked([0.62246, 0.37754])).resolves.toBeUndefined();
    await expect(checked([0.9, 0.9])).rejects.toMatchObject({ code: "golden-mismatch" });
  });

  it("say nothing of another fold's file", async () => {
    await expect(check([0, 1], "b".repeat(64))).resolves.toBeUndefined();
  });
});
