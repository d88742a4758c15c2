import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { heardWindow } from "@/core/audio/heard-window";
import { openWav } from "@/core/audio/wav";
import { wavTone } from "@/core/item/fixtures/wav-tone";
import { ModelCard } from "@/core/onnx/model-card";
import { writeLinearModel } from "@/core/training/onnx-writer";
import { predictSoftmaxRegression } from "@/core/training/softmax-regression";
import { denseTextFeatures, textFeatures } from "@/core/training/text-features";
import { itemsByIds } from "@/db/queries/items";
import { insertPredictions, insertRun, modelById } from "@/db/queries/models";
import { openDataDirectory } from "../data-directory";
import { storeAudio } from "../media/store-audio";
import { checkParity } from "./check-parity";
import { predictionRow } from "./record-predictions";
import { referenceReader, undecodedFormat } from "./reference-input";
import { runOnnx } from "./run-onnx";
import { makeRunServer, type RunServer } from "./test-run";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "concord-child-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const program = (name: string, code: string) => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
};
const task = {
  model: Uint8Array.of(1, 2),
  input: "input",
  output: "probs",
  inputs: [{ type: "float32" as const, data: Float32Array.of(1), dims: [1, 1] }],
};

describe("the child process", () => {
  test("one that loops for ever is killed", async () => {
    const started = performance.now();
    const loop = program("loop", 'process.once("message", () => { for (;;) {} });');
    await expect(runOnnx(task, { program: loop, maxMs: 700 })).rejects.toMatchObject({ code: "timeout" });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test.runIf(process.platform === "linux")("one that takes too much memory is killed", async () => {
    const hungry = program(
      "hungry",
      'const kept = []; process.once("message", () => setInterval(() => kept.push(Buffer.alloc(16 << 20, 1)), 5));',
    );
    await expect(runOnnx(task, { program: hungry, maxMs: 30_000, maxBytes: 300 << 20 })).rejects.toMatchObject({
      code: "memory",
    });
  });

  test("one that crashes is an error, not a wait", async () => {
    const crash = program("crash", 'process.once("message", () => process.abort());');
    await expect(runOnnx(task, { program: crash })).rejects.toMatchObject({ code: "failed" });
  });

  test("it gets the bytes and the inputs as they are", async () => {
    const echo = program(
      "echo",
      `process.once("message", ({ model, inputs }) => process.send({
         outputs: [Float32Array.from([...model, ...inputs[0].data, inputs[0].dims.length])], version: "9" }));`,
    );
    expect(await runOnnx(task, { program: echo })).toEqual({ outputs: [Float32Array.of(1, 2, 1, 2)], version: "9" });
  });
});

const isInstalled = (() => {
  try {
    createRequire(import.meta.url).resolve("onnxruntime-node");
    return true;
  } catch {
    return false;
  }
})();

describe("the check", () => {
  let at: RunServer;
  afterEach(() => at.remove());

  /** Predictions of a browser as the linear model gives them, the first `wrong` of them off. */
  async function store(wrong: number) {
    at = await makeRunServer({ items: 30, folds: 0 });
    const classes = ["cat", "dog", "owl"];
    const weights = new Float32Array(3 * 16);
    const items = await itemsByIds(at.store.read, at);
    await at.store.transaction(async (tx) => {
      const runId = await insertRun(tx, {
        projectId: at.projectId,
        modelId: at.modelId,
        source: "browser",
        outOfSample: "yes",
        classes,
        provider: "wasm",
        runtimeVersion: "1.30.0",
        count: 30,
        createdAt: 0,
      });
      const rows = items.map((item, k) => {
        const model = { dims: 16, classes: 3, weights, bias: new Float32Array(3) };
        const probs = Float32Array.from(predictSoftmaxRegression(model, textFeatures(item.text ?? "", 16)));
        if (k < wrong) probs.set([0.9, 0.05, 0.05]);
        return predictionRow({ runId, itemId: item.id, classes }, probs);
      });
      await insertPredictions(tx, rows);
    });
  }
  const check = (program?: string) =>
    checkParity(
      { store: at.store, data: at.data, now: 5, actor: { email: "command line" } },
      { projectId: at.projectId, modelId: at.modelId, sample: 20, seed: 1 },
      program ? { program } : {},
    );
  /** Zero weights give every class the same probability. */
  const uniform = () =>
    program(
      "uniform",
      `process.once("message", ({ inputs }) => process.send({
         outputs: inputs.map(() => Float32Array.of(1 / 3, 1 / 3, 1 / 3)), version: "1.30.0" }));`,
    );

  test("equal predictions agree, and the figures stand with the model", async () => {
    await store(0);
    const report = await check(uniform());
    expect(report).toMatchObject({ items: 20, differing: 0, tolerance: 1e-3, providers: ["wasm"], checkedAt: 5 });
    expect(report.largestDifference).toBeLessThan(1e-6);
    const model = await modelById(at.store.read, at);
    expect(model?.parity).toMatchObject({ items: 20, referenceVersion: "1.30.0", runtimeVersions: ["1.30.0"] });
  });

  test("predictions that differ are counted", async () => {
    await store(30);
    expect(await check(uniform())).toMatchObject({ items: 20, differing: 20 });
  });

  test("the same model in onnxruntime-node agrees", async (context) => {
    if (!isInstalled) context.skip("onnxruntime-node is not installed: it is no dependency");
    await store(0);
    expect(await check()).toMatchObject({ items: 20, differing: 0, sameTopLabel: 20 });
  });

  test.runIf(!isInstalled)("without the runtime it says so", async () => {
    await store(0);
    await expect(check()).rejects.toMatchObject({ code: "not-installed" });
  });
});

test("a random model in onnxruntime-node gives the probabilities of its own arithmetic", async (context) => {
  if (!isInstalled) context.skip("onnxruntime-node is not installed: it is no dependency");
  const weights = Float32Array.from({ length: 2 * 64 }, (_, k) => Math.sin(k));
  const model = { dims: 64, classes: 2, weights, bias: Float32Array.of(0.1, -0.1) };
  const text = "a small sentence about nothing";
  const { outputs } = await runOnnx({
    model: writeLinearModel(model, ["a", "b"]),
    input: "input",
    output: "probs",
    inputs: [{ type: "float32", data: denseTextFeatures(text, 64), dims: [1, 64] }],
  });
  const expected = predictSoftmaxRegression(model, textFeatures(text, 64));
  for (const [k, value] of (outputs[0] ?? []).entries()) expect(value).toBeCloseTo(expected[k] ?? 9, 5);
});

describe("a model of recordings", () => {
  const card = ModelCard.parse({
    schemaVersion: 1,
    task: "audio-classification",
    model: { file: { file: "m.onnx", sha256: "0".repeat(64), bytes: 1 } },
    input: { name: "x", batch: 2 },
    audio: { samplingRate: 8_000, samples: 4_000, shape: "[N, 1, samples]" },
    output: { name: "y", kind: "logits" },
    labels: ["low", "high"].map((name) => ({ name, projectLabel: name })),
  });
  const item = { text: null, mediaHash: null, data: null };

  test("hears on the server what browsers hear of a WAV file", async () => {
    const data = openDataDirectory(folder);
    const { sha256 } = await storeAudio(data, wavTone({ hertz: 451, seconds: 0.25 }));
    const input = await (await referenceReader(data, card))({ ...item, audioHash: sha256 });
    const heard = heardWindow(openWav(wavTone({ hertz: 451, seconds: 0.25 })), {
      samplingRate: 8_000,
      samples: 4_000,
      longer: "first",
      normalize: "none",
    });
    expect(input).toMatchObject({ type: "float32", dims: [2, 1, 4_000] });
    expect([...input.data.slice(0, 4_000)]).toEqual([...heard.values]);
    expect(await undecodedFormat(data, card, { audioHash: sha256 })).toBeNull();
  });

  test("names what the server does not decode, and an item without a recording", async () => {
    const data = openDataDirectory(folder);
    const flac = new Uint8Array(42);
    flac.set([0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34]);
    const { sha256 } = await storeAudio(data, flac);
    expect(await undecodedFormat(data, card, { audioHash: sha256 })).toBe("flac");
    expect(await undecodedFormat(data, { ...card, audio: undefined }, { audioHash: sha256 })).toBeNull();
    const read = await referenceReader(data, card);
    await expect(read({ ...item, audioHash: null })).rejects.toThrow("an item has none");
  });
});
