import { softmax } from "../prediction/probabilities";
import { ProtobufWriter } from "./protobuf-writer";

const FLOAT32 = 1;
const INT64 = 7;
const ATTRIBUTE_INT = 2;

const vocab = { "[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, the: 4, cat: 5, "##s": 6, sat: 7, dog: 8 };
const VOCABULARY = Object.keys(vocab).length;
const special = (id: number, content: string) => ({ id, content, special: true, normalized: false });

/** A WordPiece tokenizer of nine pieces; the type of all tokens after the first is `typeId`. */
export const testTokenizer = (typeId = 0) => ({
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
      { Sequence: { id: "A", type_id: typeId } },
      { SpecialToken: { id: "[SEP]", type_id: typeId } },
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
});
export const testTokenizerConfig = { tokenizer_class: "BertTokenizer", model_max_length: 12, pad_token: "[PAD]" };

/** Padding weighs much: a mask that is not used, or wrong, is seen at once. */
const EMBEDDINGS = Float32Array.from({ length: 2 * VOCABULARY }, (_, k) => (k < 2 ? 40 - 80 * k : 3 * Math.sin(7 * k)));
const TYPES = Float32Array.of(0, 0, -0.4, 0.2);

const tensor = (name: string, type: number, dims: readonly number[], values: Float32Array | BigInt64Array) => {
  const result = new ProtobufWriter();
  for (const dim of dims) result.integer(1, dim);
  return result.integer(2, type).text(8, name).bytes(9, new Uint8Array(values.buffer));
};

function valueInfo(name: string, type: number, dims: readonly (number | string)[]) {
  const shape = new ProtobufWriter();
  for (const dim of dims)
    shape.message(
      1,
      typeof dim === "number" ? new ProtobufWriter().integer(1, dim) : new ProtobufWriter().text(2, dim),
    );
  const tensorType = new ProtobufWriter().integer(1, type).message(2, shape);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}

const int = (name: string, value: number) =>
  new ProtobufWriter().text(1, name).integer(3, value).integer(20, ATTRIBUTE_INT);

function node(operator: string, inputs: readonly string[], output: string, ...attributes: ProtobufWriter[]) {
  const result = new ProtobufWriter();
  for (const input of inputs) result.text(1, input);
  return result.text(2, output).text(4, operator).messages(5, attributes);
}

/**
 * A classifier of two classes with the inputs of BERT: the mean over the unmasked tokens of the embedding of the token and
 * of its type, as logits. Wrong ids, mask or types give other numbers.
 */
export function writeTokenModel(): Uint8Array {
  const inputs = ["input_ids", "attention_mask", "token_type_ids"];
  const graph = new ProtobufWriter()
    .messages(1, [
      node("Gather", ["embeddings", "input_ids"], "tokens"),
      node("Gather", ["types", "token_type_ids"], "typed"),
      node("Add", ["tokens", "typed"], "embedded"),
      node("Cast", ["attention_mask"], "mask", int("to", FLOAT32)),
      node("Unsqueeze", ["mask", "last"], "column"),
      node("Mul", ["embedded", "column"], "masked"),
      node("ReduceSum", ["masked", "length"], "sum", int("keepdims", 0)),
      node("ReduceSum", ["mask", "length"], "n", int("keepdims", 1)),
      node("Div", ["sum", "n"], "logits"),
    ])
    .text(2, "tokens")
    .messages(5, [
      tensor("embeddings", FLOAT32, [VOCABULARY, 2], EMBEDDINGS),
      tensor("types", FLOAT32, [2, 2], TYPES),
      tensor("last", INT64, [1], BigInt64Array.of(2n)),
      tensor("length", INT64, [1], BigInt64Array.of(1n)),
    ])
    .messages(
      11,
      inputs.map((name) => valueInfo(name, INT64, ["N", "L"])),
    )
    .message(12, valueInfo("logits", FLOAT32, ["N", 2]));
  const opset = new ProtobufWriter().text(1, "").integer(2, 13);
  return new ProtobufWriter().integer(1, 8).message(7, graph).message(8, opset).finish();
}

/** What the model says of these tokens, by its own definition: token ids without padding, with their types. */
export function tokenModelProbs(tokens: readonly (readonly [id: number, typeId: number])[]): number[] {
  const logits = [0, 1].map(
    (k) =>
      tokens.reduce((sum, [id, type]) => sum + (EMBEDDINGS[2 * id + k] ?? 0) + (TYPES[2 * type + k] ?? 0), 0) /
      tokens.length,
  );
  return [...softmax(logits)];
}
