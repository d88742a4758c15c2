import { z } from "zod";
import { type CardHints, readCardFile } from "./card-file";

/** Longer texts than this are cut: each step of the model costs at least the square of it. */
const DEFAULT_LENGTH = 256;
const MIN_LENGTH = 3;
/** `model_max_length` is 1e30 where nobody set it. */
const UNSET = 1e6;

const Token = z.union([z.string(), z.object({ content: z.string() })]);
const Side = z.enum(["left", "right"]);

const TokenizerFile = z.object({
  model: z.object({
    type: z.string().nullish(),
    vocab: z.union([z.record(z.string(), z.int()), z.array(z.tuple([z.string(), z.number()]))]),
  }),
  added_tokens: z.array(z.object({ id: z.int(), content: z.string() })).nullish(),
  truncation: z.object({ max_length: z.int().positive() }).nullish(),
  padding: z.object({ direction: z.string(), pad_id: z.int() }).nullish(),
});
const TokenizerConfig = z.object({
  model_max_length: z.number().positive().nullish(),
  padding_side: Side.nullish(),
  truncation_side: Side.nullish(),
  pad_token: Token.nullish(),
});

export interface TokenizerFiles {
  tokenizer: { name: string; value: unknown };
  config: { name: string; value: unknown } | null;
  /** From `config.json`. */
  padId?: number | undefined;
  positions?: number | undefined;
}

/** Length, padding side and padding token from `tokenizer.json`, `tokenizer_config.json` and what `config.json` knows. */
export function huggingFaceTokenizer({ tokenizer, config, padId, positions }: TokenizerFiles): CardHints {
  const file = readCardFile(tokenizer.name, tokenizer.value, TokenizerFile);
  const settings = config ? readCardFile(config.name, config.value, TokenizerConfig) : {};
  const questions: string[] = [];
  const lengths = [settings.model_max_length, positions, file.truncation?.max_length].filter(
    (length) => length != null && length < UNSET,
  );
  const longest = Math.min(DEFAULT_LENGTH, ...lengths.map(Number));
  if (lengths.length === 0) questions.push(`How many tokens does the model read? ${DEFAULT_LENGTH} are assumed.`);
  if (settings.truncation_side === "left")
    questions.push("The tokenizer cuts long texts at their start; here the end is cut.");
  const pad = padTokenId(file, settings.pad_token) ?? padId;
  if (pad === undefined) questions.push("Which token fills short texts up? Number 0 is assumed.");
  const side = settings.padding_side ?? (file.padding?.direction.toLowerCase() === "left" ? "left" : "right");
  const text = { maxLength: Math.max(MIN_LENGTH, Math.trunc(longest)), padSide: side, padId: pad ?? 0 };
  return { text, questions };
}

function padTokenId(
  { model, added_tokens: added, padding }: z.output<typeof TokenizerFile>,
  token: z.output<typeof Token> | null | undefined,
): number | undefined {
  const content = typeof token === "object" ? token?.content : token;
  const named = added?.find((one) => one.content === content)?.id;
  if (content === undefined || named !== undefined) return named ?? padding?.pad_id;
  if (!Array.isArray(model.vocab)) return model.vocab[content] ?? padding?.pad_id;
  const at = model.vocab.findIndex(([piece]) => piece === content);
  return at >= 0 ? at : padding?.pad_id;
}
