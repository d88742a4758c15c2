import type { ModelCard } from "@/core/onnx/model-card";
import { makeTokenizer, parseTokenizerFile, type Tokenize } from "@/core/text/tokenizer";
import { InferenceError } from "./messages";

/** Fetches a file by its hash. */
export type FileSource = (file: { url: string; sha256: string }) => Promise<Uint8Array<ArrayBuffer>>;

/** The tokenizer of a card, from its own files; null for a card that needs none. */
export async function openTokenizer({ text }: Pick<ModelCard, "text">, files: FileSource): Promise<Tokenize | null> {
  if (!text || "hash" in text) return null;
  const read = async ({ file, sha256 }: { file: string; sha256: string }) => {
    const value = parseTokenizerFile(await files({ url: `/api/models/${sha256}`, sha256 }));
    if (value) return value;
    throw new InferenceError("bad-model", `The tokenizer file ${file} is not JSON.`);
  };
  const tokenizerFile = await read(text.tokenizer);
  const config = text.tokenizerConfig ? await read(text.tokenizerConfig) : {};
  try {
    return await makeTokenizer(tokenizerFile, config);
  } catch (error) {
    throw new InferenceError("bad-model", "The tokenizer's files cannot be used.", String(error));
  }
}
