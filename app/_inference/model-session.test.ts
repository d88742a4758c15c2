import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { ModelCard, type ModelCardInput } from "@/core/onnx/model-card";
import { createRandom } from "@/core/random";
import { writeCnnModel, writeLinearModel } from "@/core/training/onnx-writer";
import { SmallCnn } from "@/core/training/small-cnn";
import { predictSoftmaxRegression, type SoftmaxRegression } from "@/core/training/softmax-regression";
import { textFeatures } from "@/core/training/text-features";
import type { InferenceError } from "./messages";
import { imageInput, textInput } from "./model-input";
import { asInferenceError, checkModelFile, openSession, warmUp } from "./model-session";
import { loadRuntime, ORT_VERSION, type Runtime } from "./runtime";
import { checkAgainstWasm, probeInput } from "./self-check";

const installed = createRequire(import.meta.url).resolve("onnxruntime-web/wasm");
let ort: Runtime;
beforeAll(async () => {
  ort = await loadRuntime("wasm", `${pathToFileURL(dirname(installed)).href}/`);
});

const labels = (n: number) =>
  Array.from({ length: n }, (_, k) => ({ name: `L${k}`, projectLabel: k ? `l${k}` : null }));
const names = (n: number) => labels(n).map(({ name }) => name);
const cardOf = (card: Partial<ModelCardInput> & Pick<ModelCardInput, "task" | "labels">) =>
  ModelCard.parse({
    schemaVersion: 1,
    model: { file: { file: "m.onnx", sha256: "a".repeat(64), bytes: 1 } },
    input: { name: "input" },
    output: { name: "probs", kind: "probabilities" },
    ...card,
  });
const imageSettings = { width: 28, height: 28, fit: "stretch" as const, channels: "L" as const };

describe("the WASM build against the TypeScript forward pass", () => {
  it("gives the probabilities of the small network, picture by picture", async () => {
    const random = createRandom(5);
    const cnn = new SmallCnn({ channels: 1, height: 28, width: 28 }, 10, random);
    const card = cardOf({
      task: "image-classification",
      labels: labels(10),
      image: { ...imageSettings, mean: [0.286], std: [0.353] },
    });
    const bytes = writeCnnModel(cnn, names(10));
    checkModelFile(bytes, card);
    const session = await openSession(ort, { bytes, card, provider: "wasm" });
    expect(await warmUp(session, card)).toHaveLength(10);
    let largest = 0;
    for (let n = 0; n < 64; n++) {
      const data = Uint8Array.from({ length: 28 * 28 * 3 }, (_, i) => (i % 3 === 0 ? 256 * random() : 0));
      for (let i = 0; i < data.length; i += 3) data.fill(data[i] ?? 0, i, i + 3);
      const input = imageInput(card, { data, width: 28, height: 28, channels: 3 });
      const grey = Float32Array.from({ length: 784 }, (_, i) => ((data[3 * i] ?? 0) / 255 - 0.286) / 0.353);
      const expected = Float64Array.from(cnn.forward(grey));
      const probs = await session.run(input);
      for (const [k, value] of probs.entries()) largest = Math.max(largest, Math.abs(value - (expected[k] ?? 9)));
    }
    expect(largest).toBeLessThan(1e-5);
    await session.release();
  });

  it("gives the probabilities of the text model", async () => {
    const random = createRandom(6);
    const dims = 16384;
    const model: SoftmaxRegression = {
      weights: Float32Array.from({ length: 3 * dims }, () => 8 * (random() - 0.5)),
      bias: Float32Array.of(0.1, -0.2, 0.3),
      classes: 3,
      dims,
    };
    const card = cardOf({
      task: "text-classification",
      labels: labels(3),
      text: { hash: { kind: "fnv1a32", dims, ngrams: [1, 2], maxTokens: 400 } },
    });
    const session = await openSession(ort, { bytes: writeLinearModel(model, names(3)), card, provider: "wasm" });
    await warmUp(session, card);
    for (const text of ["It was just not a fun experience.", "great!", "", "梨", "a b c ".repeat(300)]) {
      const probs = await session.run(textInput(card, text));
      const expected = predictSoftmaxRegression(model, textFeatures(text));
      for (const [k, value] of probs.entries()) expect(Math.abs(value - (expected[k] ?? 9))).toBeLessThan(1e-5);
    }
  });

  it("turns logits into probabilities at the card's temperature", async () => {
    const cnn = new SmallCnn({ channels: 1, height: 28, width: 28 }, 4, createRandom(7));
    const bytes = Buffer.from(writeCnnModel(cnn, names(4)));
    const card = cardOf({
      task: "image-classification",
      labels: labels(4),
      image: imageSettings,
      output: { name: "probs", kind: "logits", temperature: 0.5 },
    });
    const session = await openSession(ort, { bytes, card, provider: "wasm" });
    const probs = await warmUp(session, card);
    const raw = cnn.forward(new Float32Array(784));
    const total = raw.reduce((sum, p) => sum + Math.exp(2 * p), 0);
    for (const [k, value] of probs.entries()) expect(value).toBeCloseTo(Math.exp(2 * (raw[k] ?? 0)) / total, 5);
  });
});

describe("the embedding", () => {
  const shape = { channels: 1 as const, height: 28, width: 28 };
  const cnn = new SmallCnn(shape, 3, createRandom(9));
  const bytes = writeCnnModel(cnn, names(3));
  const opened = (dims: number) => {
    const embedding = { output: "features", dims };
    const card = cardOf({ task: "image-classification", labels: labels(3), image: imageSettings, embedding });
    return openSession(ort, { bytes, card, provider: "wasm" }).then((session) => ({ session, card }));
  };

  it("is the output that the card names, beside the same probabilities", async () => {
    const { session, card } = await opened(cnn.featureCount);
    const input = probeInput(card);
    const { probs, embedding } = await session.runWithEmbedding(input);
    expect(embedding).toHaveLength(cnn.featureCount);
    expect(embedding?.some((value) => value > 0)).toBe(true);
    expect([...probs]).toEqual([...(await session.run(input))]);
  });

  it("of another length than the card says is refused", async () => {
    const { session, card } = await opened(7);
    await expect(session.runWithEmbedding(probeInput(card))).rejects.toMatchObject({ code: "bad-output" });
  });
});

describe("the check of WebGPU against WASM", () => {
  const cnn = new SmallCnn({ channels: 1, height: 28, width: 28 }, 3, createRandom(2));
  const card = cardOf({ task: "image-classification", labels: labels(3), image: imageSettings });
  const bytes = writeCnnModel(cnn, names(3));

  it("passes equal numbers and refuses others, also those that are right for zeros", async () => {
    const session = await openSession(ort, { bytes, card, provider: "wasm" });
    await expect(checkAgainstWasm(ort, { bytes, card, session })).resolves.toBeNull();
    const timing = await checkAgainstWasm(ort, { bytes, card, session, contest: true });
    expect(Math.min(timing?.webgpu ?? 0, timing?.wasm ?? 0)).toBeGreaterThan(0);
    const zeros = await warmUp(session, card);
    const blind = { run: async () => zeros };
    await expect(checkAgainstWasm(ort, { bytes, card, session: blind })).rejects.toMatchObject({
      code: "golden-mismatch",
    });
  });

  it("probes texts with words", () => {
    const text = cardOf({
      task: "text-classification",
      labels: labels(3),
      text: { hash: { kind: "fnv1a32", dims: 64, ngrams: [1, 2], maxTokens: 400 } },
    });
    expect(probeInput(text).data.some((value) => value !== 0)).toBe(true);
  });
});

describe("what is refused", () => {
  const cnn = new SmallCnn({ channels: 1, height: 28, width: 28 }, 3, createRandom(1));
  const bytes = writeCnnModel(cnn, names(3));
  const card = cardOf({ task: "image-classification", labels: labels(3), image: imageSettings });
  const codeOf = async (run: () => unknown): Promise<InferenceError["code"] | "none"> => {
    try {
      await run();
      return "none";
    } catch (error) {
      return asInferenceError(error).code;
    }
  };

  it("names files that are no models, or fit another card, before the runtime sees them", async () => {
    const html = new TextEncoder().encode("<!doctype html><title>Sign in</title>");
    expect(await codeOf(() => checkModelFile(html, card))).toBe("bad-model");
    expect(await codeOf(() => checkModelFile(bytes.slice(0, 700), card))).toBe("bad-model");
    expect(await codeOf(() => checkModelFile(bytes, { ...card, input: { ...card.input, name: "x" } }))).toBe(
      "bad-model",
    );
    expect(await codeOf(() => checkModelFile(bytes, { ...card, output: { ...card.output, name: "x" } }))).toBe(
      "bad-model",
    );
    expect(await codeOf(() => checkModelFile(bytes, card))).toBe("none");
  });

  it("names the runtime's own refusals", async () => {
    const start = async (other: ModelCard, file: Uint8Array = bytes) =>
      warmUp(await openSession(ort, { bytes: file, card: other, provider: "wasm" }), other);
    expect(await codeOf(() => start(card, new TextEncoder().encode("no model")))).toBe("bad-model");
    const wide = cardOf({ ...card, image: { ...imageSettings, width: 32 } });
    expect(await codeOf(() => start(wide))).toBe("bad-input");
    expect(await codeOf(() => start(cardOf({ ...card, labels: labels(4) })))).toBe("bad-output");
    const integers = cardOf({ ...card, input: { name: "input", dtype: "int64" } });
    expect(await codeOf(() => start(integers))).toBe("bad-input");
    const bytesIn = cardOf({ ...card, input: { name: "input", dtype: "uint8" } });
    expect(await codeOf(() => start(bytesIn))).toBe("bad-input");
  });

  it("refuses numbers that are no numbers", async () => {
    const broken = new SmallCnn({ channels: 1, height: 28, width: 28 }, 3, createRandom(1));
    broken.parameters.fill(Number.NaN);
    const session = await openSession(ort, { bytes: writeCnnModel(broken, names(3)), card, provider: "wasm" });
    expect(await codeOf(() => warmUp(session, card))).toBe("non-finite");
  });
});

it("names the version of the runtime that is installed", () => {
  const { version } = JSON.parse(readFileSync(`${dirname(installed)}/../package.json`, "utf8"));
  expect(ORT_VERSION).toBe(version);
});
