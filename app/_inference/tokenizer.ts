import type { ModelCard } from "@/core/onnx/model-card";
import { InferenceError } from "./messages";
import type { Tokenize } from "./model-input";

/** Fetches a file by its hash. */
export type FileSource = (file: { url: string; sha256: string }) => Promise<Uint8Array<ArrayBuffer>>;

/** The tokenizer of a card, from its own files; null for a card that needs none. Its code is loaded only then. */
export async function openTokenizer({ text }: Pick<ModelCard, "text">, files: FileSource): Promise<Tokenize | null> {
  if (!text || "hash" in text) return null;
  const read = async ({ file, sha256 }: { file: string; sha256: string }) => {
    const bytes = await files({ url: `/api/models/${sha256}`, sha256 });
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
      if (typeof value === "object" && value !== null) return value;
    } catch {
      // told below, as for JSON that is no object
    }
    throw new InferenceError("bad-model", `The tokenizer file ${file} is not JSON.`);
  };
  const { Tokenizer } = await import("@huggingface/tokenizers");
  const [tokenizerFile, config] = [
    await read(text.tokenizer),
    text.tokenizerConfig ? await read(text.tokenizerConfig) : {},
  ];
  try {
    const tokenizer = new Tokenizer(tokenizerFile, config);
    return (content) => {
      const { ids, token_type_ids: typeIds } = tokenizer.encode(content, { return_token_type_ids: true });
      return { ids, typeIds, content: tokenizer.encode(content, { add_special_tokens: false }).ids };
    };
  } catch (error) {
    throw new InferenceError("bad-model", "The tokenizer's files cannot be used.", String(error));
  }
}
