import type { z } from "zod";
import type { CardHints } from "./card-file";
import type { CardFile, ModelCardInput } from "./model-card";
import type { ModelTensor } from "./model-metadata";

/** The tokenizer's stored files. */
export interface TokenizerParts {
  tokenizer?: z.output<typeof CardFile>;
  tokenizerConfig?: z.output<typeof CardFile> | null;
}

const IDS = /(^|[._])(input_?)?ids$/;
const MASK = /mask/;
const TYPES = /(token_?)?type_?ids|segment/;

type TextReading = { task: "text-classification" } & Pick<ModelCardInput, "input" | "text">;

/** A card for a model of tokens: ids, mask and type ids found by their names, the ids by elimination at last. */
export function proposeText(
  inputs: readonly ModelTensor[],
  { text, tokenizer, tokenizerConfig = null }: CardHints & TokenizerParts,
): TextReading | string {
  if (!text || !tokenizer)
    return "The model reads tokens. Choose its tokenizer.json together with it, and tokenizer_config.json if there is one.";
  const typeIds = inputs.find(({ name }) => TYPES.test(name));
  const mask = inputs.find((input) => input !== typeIds && MASK.test(input.name));
  const others = inputs.filter((input) => input !== typeIds && input !== mask);
  const ids = others.find(({ name }) => IDS.test(name)) ?? others[0];
  const stranger = others.find((input) => input !== ids);
  if (!ids) return "The model has no input for token numbers.";
  if (stranger) return `The input “${stranger.name}” is neither token numbers, nor a mask, nor type numbers.`;
  const odd = inputs.find(({ elemType }) => elemType !== ids.elemType);
  if (odd)
    return `The inputs “${ids.name}” and “${odd.name}” are of different types, ${ids.elemType} and ${odd.elemType}.`;
  if (ids.elemType !== "int64" && ids.elemType !== "int32")
    return `Token numbers are int64 or int32; this model reads ${ids.elemType}.`;
  const [batch, length] = ids.shape ?? [];
  const isFixed = typeof length === "number" && length > 0;
  return {
    task: "text-classification",
    input: { name: ids.name, dtype: ids.elemType, batch: typeof batch === "number" && batch > 0 ? batch : "dynamic" },
    text: {
      tokenizer,
      tokenizerConfig,
      ...text,
      ...(isFixed ? { maxLength: length } : {}),
      padTo: isFixed || !mask ? "maxLength" : "longest",
      inputs: { ids: ids.name, mask: mask?.name ?? null, typeIds: typeIds?.name ?? null },
    },
  };
}
