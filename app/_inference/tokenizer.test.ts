import { describe, expect, it } from "vitest";
import { ModelCard } from "@/core/onnx/model-card";
import { textInput, zeroInput } from "./model-input";
import { openTokenizer } from "./tokenizer";

const vocab = { "[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, the: 4, cat: 5, "##s": 6, sat: 7, dog: 8 };
const special = (id: number, content: string) => ({ id, content, special: true, normalized: false });
const bert = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: [special(0, "[PAD]"), special(1, "[UNK]"), special(2, "[CLS]"), special(3, "[SEP]")],
  normalizer: {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "[CLS]", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "[SEP]", type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] },
      "[SEP]": { id: "[SEP]", ids: [3], tokens: ["[SEP]"] },
    },
  },
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab,
  },
};
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
const sources: Record<string, unknown> = { b: bert, c: { tokenizer_class: "BertTokenizer" } };
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
    expect(row(input.more?.token_type_ids?.data ?? [], 0)).toEqual([0, 0, 0, 0, 0, 0]);
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
