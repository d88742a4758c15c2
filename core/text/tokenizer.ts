import type { TokenizedParts } from "./fit-tokens";

export type Tokenize = (text: string) => TokenizedParts;

/** A JSON object in a tokenizer's file; null when it is none. */
export function parseTokenizerFile(bytes: Uint8Array): object | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** The tokenizer of its two files, the same in browser and server; throws for files that describe none. Its code is loaded only now. */
export async function makeTokenizer(tokenizerFile: object, config: object): Promise<Tokenize> {
  const { Tokenizer } = await import("@huggingface/tokenizers");
  const tokenizer = new Tokenizer(tokenizerFile, config);
  return (content) => {
    const { ids, token_type_ids: typeIds } = tokenizer.encode(content, { return_token_type_ids: true });
    return { ids, typeIds, content: tokenizer.encode(content, { add_special_tokens: false }).ids };
  };
}
