import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { ModelCard } from "@/core/onnx/model-card";
import { testTokenizer, testTokenizerConfig, tokenModelProbs, writeTokenModel } from "@/core/onnx/test-token-model";
import type { InputData } from "./model-input";
import { textInput, zeroInput } from "./model-input";
import { checkModelFile, openSession, warmUp } from "./model-session";
import { loadRuntime } from "./runtime";
import { openTokenizer } from "./tokenizer";

const file = (name: string, letter: string) => ({ file: name, sha256: letter.repeat(64), bytes: 1 });
const card = ModelCard.parse({
  schemaVersion: 1,
  task: "text-classification",
  model: { file: file("m.onnx", "a") },
  input: { name: "input_ids", dtype: "int64", batch: 2 },
  text: {
    tokenizer: file("tokenizer.json", "b"),
    tokenizerConfig: file("tokenizer_config.json", "c"),
    maxLength: 6,
    inputs: { ids: "input_ids", mask: "attention_mask", typeIds: "token_type_ids" },
  },
  output: { name: "logits", kind: "logits" },
  labels: ["bad", "good"].map((name) => ({ name, projectLabel: name })),
});
const sources: Record<string, unknown> = { b: testTokenizer(1), c: testTokenizerConfig };
const files = async ({ sha256 }: { sha256: string }) =>
  new TextEncoder().encode(JSON.stringify(sources[sha256[0] ?? ""]));
const row = (data: ArrayLike<unknown>, n: number) =>
  Array.from(data)
    .slice(6 * n, 6 * n + 6)
    .map(Number);

describe("a text model with its own tokenizer", () => {
  it("gives ids, mask and type ids in int64, once for every place of a fixed batch", async () => {
    const tokenize = await openTokenizer(card, files);
    const input = textInput(card, "The cats", tokenize);
    expect(input.dims).toEqual([2, 6]);
    expect(input.data).toBeInstanceOf(BigInt64Array);
    for (const n of [0, 1]) expect(row(input.data, n)).toEqual([2, 4, 5, 6, 3, 0]);
    expect(row(input.more?.attention_mask?.data ?? [], 0)).toEqual([1, 1, 1, 1, 1, 0]);
    expect(row(input.more?.token_type_ids?.data ?? [], 0)).toEqual([0, 1, 1, 1, 1, 0]);
    expect(input.truncated).toBe(false);
  });

  it("says when it read only the beginning, and keeps the closing token", async () => {
    const tokenize = await openTokenizer(card, files);
    const input = textInput(card, "the dog sat the cat sat", tokenize);
    expect(row(input.data, 0)).toEqual([2, 4, 8, 7, 4, 3]);
    expect(input.truncated).toBe(true);
    expect(textInput(card, "the dog sat the", tokenize).truncated).toBe(false);
  });

  it("warms up with all its inputs", () => {
    const input = zeroInput(card);
    expect([...Object.keys(input.more ?? {})]).toEqual(["attention_mask", "token_type_ids"]);
    expect(row(input.more?.attention_mask?.data ?? [], 1)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("refuses tokenizer files that are none, and texts without a tokenizer", async () => {
    const asText = (text: string) => async () => new TextEncoder().encode(text);
    await expect(openTokenizer(card, asText("<html>"))).rejects.toMatchObject({ code: "bad-model" });
    await expect(openTokenizer(card, asText("{}"))).rejects.toMatchObject({ code: "bad-model" });
    expect(() => textInput(card, "the", null)).toThrow("tokenizer is missing");
  });
});

describe("the same model in the runtime", () => {
  const installed = createRequire(import.meta.url).resolve("onnxruntime-web/wasm");
  const bytes = writeTokenModel();
  const probs = async (input: (tokenize: Awaited<ReturnType<typeof openTokenizer>>) => InputData, of = card) => {
    const ort = await loadRuntime("wasm", `${pathToFileURL(dirname(installed)).href}/`);
    checkModelFile(bytes, of);
    const session = await openSession(ort, { bytes, card: of, provider: "wasm" });
    await warmUp(session, of);
    const found = await session.run(input(await openTokenizer(of, files)));
    await session.release();
    return found;
  };
  const THE_CATS = [
    [2, 0],
    [4, 1],
    [5, 1],
    [6, 1],
    [3, 1],
  ] as const;
  const expected = tokenModelProbs(THE_CATS);

  it.each([
    ["padded on the right", {}],
    ["padded on the left", { padSide: "left" as const }],
    ["as long as the text", { padTo: "longest" as const }],
    ["of another length", { maxLength: 12 }],
  ])("gives the probabilities of its definition, %s", async (_, change) => {
    const of = ModelCard.parse({ ...card, text: { ...card.text, ...change } });
    const found = await probs((tokenize) => textInput(of, "The cats", tokenize), of);
    for (const [k, p] of found.entries()) expect(p).toBeCloseTo(expected[k] ?? 9, 5);
  });

  it.each(["attention_mask", "token_type_ids"])("would show a wrong %s", async (name) => {
    const found = await probs((tokenize) => {
      const input = textInput(card, "The cats", tokenize);
      const one = input.more?.[name];
      if (one?.type !== "int64") throw new Error(`${name} is no int64 tensor`);
      const turned = { ...one, data: one.data.map((value) => 1n - value) };
      return { ...input, more: { ...input.more, [name]: turned } };
    });
    expect(Math.abs((found[0] ?? 0) - (expected[0] ?? 0))).toBeGreaterThan(0.05);
  });
});
