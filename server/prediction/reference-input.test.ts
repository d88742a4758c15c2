import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromFloat16 } from "@/core/onnx/float16";
import { ModelCard, type ModelCardInput } from "@/core/onnx/model-card";
import { outputProbabilities } from "@/core/onnx/output-probabilities";
import { testTokenizer, testTokenizerConfig, tokenModelProbs, writeTokenModel } from "@/core/onnx/test-token-model";
import { writeLinearModel } from "@/core/training/onnx-writer";
import { predictSoftmaxRegression } from "@/core/training/softmax-regression";
import { insertModel, insertPredictions, insertRun } from "@/db/queries/models";
import { makeProject } from "@/db/test-store";
import { makeTestServer, type TestServer } from "../test-context";
import { checkParity } from "./check-parity";
import { predictionRow } from "./record-predictions";
import { referenceReader } from "./reference-input";
import { runOnnx } from "./run-onnx";

let server: TestServer;
let folder = "";
beforeAll(async () => {
  server = await makeTestServer();
  folder = mkdtempSync(join(tmpdir(), "concord-child-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.remove();
});

const isInstalled = (() => {
  try {
    createRequire(import.meta.url).resolve("onnxruntime-node");
    return true;
  } catch {
    return false;
  }
})();

function keep(name: string, content: string | Uint8Array) {
  const sha256 = createHash("sha256").update(content).digest("hex");
  writeFileSync(server.data.model(sha256), content);
  return { file: name, sha256, bytes: content.length };
}
const labels = ["bad", "good"].map((name) => ({ name, projectLabel: name }));
const cardOf = (card: Omit<ModelCardInput, "schemaVersion" | "labels">) =>
  ModelCard.parse({ schemaVersion: 1, labels, ...card });
const nothing = { text: null, mediaHash: null, audioHash: null, data: null };

const tokenCard = (change: object = {}) =>
  cardOf({
    task: "text-classification",
    model: { file: keep("m.onnx", writeTokenModel()) },
    input: { name: "input_ids", dtype: "int64" },
    text: {
      tokenizer: keep("tokenizer.json", JSON.stringify(testTokenizer(1))),
      tokenizerConfig: keep("tokenizer_config.json", JSON.stringify(testTokenizerConfig)),
      maxLength: 6,
      inputs: { ids: "input_ids", mask: "attention_mask", typeIds: "token_type_ids" },
      ...change,
    },
    output: { name: "logits", kind: "logits" },
  });
const rowModel = {
  dims: 2,
  classes: 2,
  weights: Float32Array.of(0.5, -1, 2, 0.25),
  bias: Float32Array.of(0.1, -0.1),
};
const rowCard = (dtype: "float32" | "float16" = "float32") =>
  cardOf({
    task: "tabular-classification",
    model: { file: keep("rows.onnx", writeLinearModel(rowModel, ["bad", "good"])) },
    input: { name: "input", dtype },
    table: { columns: ["height", "age"], mean: [170, 40], std: [10, 20] },
    output: { name: "probs", kind: "probabilities" },
  });

describe("the input of an item, made on the server", () => {
  test("tokens, mask and type ids as the browser makes them", async () => {
    const read = await referenceReader(server.data, tokenCard());
    const input = await read({ ...nothing, text: "The cats" });
    expect(input).toEqual({
      type: "int64",
      dims: [1, 6],
      data: BigInt64Array.of(2n, 4n, 5n, 6n, 3n, 0n),
      more: {
        attention_mask: { type: "int64", dims: [1, 6], data: BigInt64Array.of(1n, 1n, 1n, 1n, 1n, 0n) },
        token_type_ids: { type: "int64", dims: [1, 6], data: BigInt64Array.of(0n, 1n, 1n, 1n, 1n, 0n) },
      },
    });
  });

  test("rows by the columns of the card, also in half precision; a row with a gap is refused", async () => {
    const data: [string, string | number][] = [
      ["age", "50"],
      ["name", "Ann"],
      ["height", 165],
    ];
    const floats = await (await referenceReader(server.data, rowCard()))({ ...nothing, data });
    expect(floats).toEqual({ type: "float32", dims: [1, 2], data: Float32Array.of(-0.5, 0.5) });
    const halves = await (await referenceReader(server.data, rowCard("float16")))({ ...nothing, data });
    expect(halves.type === "float16" && [...halves.data].map(fromFloat16)).toEqual([-0.5, 0.5]);
    await expect((await referenceReader(server.data, rowCard()))({ ...nothing, data: data.slice(1) })).rejects.toThrow(
      "“age” is missing",
    );
  });

  test("a tokenizer's file that is none is named", async () => {
    const card = tokenCard({ tokenizer: keep("broken.json", "<html>") });
    await expect(referenceReader(server.data, card)).rejects.toThrow("tokenizer file broken.json is not JSON");
  });

  test("the child process gets all inputs, and its halves are read", async () => {
    const program = join(folder, "echo.mjs");
    writeFileSync(
      program,
      `process.once("message", ({ inputs: [{ data, more }] }) => process.send({ version: "9", outputs: [
         Float32Array.from([data, more.attention_mask.data, more.token_type_ids.data].flatMap((one) => [...one].map(Number))),
         Uint16Array.of(0x3c00, 0xb800)] }));`,
    );
    const read = await referenceReader(server.data, tokenCard());
    const inputs = [await read({ ...nothing, text: "dog" })];
    const { outputs } = await runOnnx({ model: new Uint8Array(), input: "input_ids", output: "", inputs }, { program });
    expect(outputs.map((values) => [...values])).toEqual([
      [2, 8, 3, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0],
      [1, -0.5],
    ]);
  });
});

describe("onnxruntime-node", () => {
  const TEXTS = ["The cats", "dog", "the dog sat the cat sat"];
  const IDS = [
    [2, 4, 5, 6, 3],
    [2, 8, 3],
    [2, 4, 8, 7, 4, 3],
  ];
  const expectedOf = (k: number) =>
    Float32Array.from(tokenModelProbs((IDS[k] ?? []).map((id, place) => [id, place > 0 ? 1 : 0])));

  test("agrees with what browsers stored of a model with a tokenizer", async (context) => {
    if (!isInstalled) context.skip("onnxruntime-node is not installed: it is no dependency");
    const classes = ["bad", "good"];
    const made = await makeProject(server.store, {
      labels: classes,
      items: 3,
      roles: ["owner"],
      content: (k) => ({ text: TEXTS[k] ?? "" }),
    });
    const { projectId } = made;
    const card = tokenCard();
    const { file } = card.model;
    if (!file) throw new Error("no file");
    const modelId = await server.store.transaction(async (tx) => {
      const model = await insertModel(tx, {
        projectId,
        name: "tokens",
        kind: "onnx",
        card,
        files: [{ fold: null, sha256: file.sha256, bytes: file.bytes }],
        trainedOn: "nothing",
        stage: "candidate",
        createdAt: 0,
      });
      const run = { projectId, modelId: model.id, source: "browser" as const, outOfSample: "yes" as const };
      const runId = await insertRun(tx, { ...run, classes, provider: "wasm", count: 3, createdAt: 0 });
      const rows = made.itemIds.map((itemId, k) => predictionRow({ runId, itemId, classes }, expectedOf(k)));
      await insertPredictions(tx, rows);
      return model.id;
    });
    const report = await checkParity(
      { store: server.store, data: server.data, now: 5, actor: { email: "command line" } },
      { projectId, modelId, sample: 3, seed: 1 },
    );
    expect(report).toMatchObject({ items: 3, differing: 0, sameTopLabel: 3 });
    expect(report.largestDifference).toBeLessThan(1e-5);
  });

  test("gives the probabilities of a model of table rows", async (context) => {
    if (!isInstalled) context.skip("onnxruntime-node is not installed: it is no dependency");
    const card = rowCard();
    const read = await referenceReader(server.data, card);
    const data: [string, number][] = [
      ["height", 181],
      ["age", 33],
    ];
    const { outputs } = await runOnnx({
      model: writeLinearModel(rowModel, ["bad", "good"]),
      input: "input",
      output: "probs",
      inputs: [await read({ ...nothing, data })],
    });
    const expected = predictSoftmaxRegression(rowModel, {
      indices: Uint32Array.of(0, 1),
      values: Float32Array.of(1.1, -0.35),
    });
    const found = outputProbabilities(outputs[0] ?? new Float32Array(), card.output);
    for (const [k, p] of found.entries()) expect(p).toBeCloseTo(expected[k] ?? 9, 5);
  });
});
