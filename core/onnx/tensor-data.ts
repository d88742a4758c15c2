import type { FittedTokens } from "../text/fit-tokens";
import { toFloat16 } from "./float16";
import type { ModelCard } from "./model-card";

export type TensorData =
  | { type: "float32"; data: Float32Array; dims: number[] }
  | { type: "uint8"; data: Uint8Array; dims: number[] }
  | { type: "float16"; data: Uint16Array; dims: number[] }
  | { type: "int32"; data: Int32Array; dims: number[] }
  | { type: "int64"; data: BigInt64Array; dims: number[] };
/** The card's input, and the others of a model that reads several. */
export type ModelInputs = TensorData & { more?: Record<string, TensorData> };

export const batchOf = ({ input }: Pick<ModelCard, "input">) => (input.batch === "dynamic" ? 1 : input.batch);

/** Values in the type that the model reads; whole numbers lose what stands behind their point. */
export function asTensor(dtype: ModelCard["input"]["dtype"], data: Float32Array, dims: number[]): TensorData {
  switch (dtype) {
    case "float32":
      return { type: dtype, data, dims };
    case "uint8":
      return { type: dtype, data: Uint8Array.from(data), dims };
    case "float16":
      return { type: dtype, data: Uint16Array.from(data, toFloat16), dims };
    case "int32":
      return { type: dtype, data: Int32Array.from(data), dims };
    case "int64":
      return { type: dtype, data: BigInt64Array.from(data, (value) => BigInt(Math.trunc(value))), dims };
  }
}

/**
 * Tokens of one text as the card's inputs: ids, and mask and type ids where the model reads them. A fixed batch repeats
 * them, because a row of padding alone gives no number. Null for a card that does not read tokens.
 */
export function tokenTensors(card: Pick<ModelCard, "input" | "text">, tokens: FittedTokens): ModelInputs | null {
  const { text, input } = card;
  if (!text || "hash" in text) return null;
  const tensor = (values: readonly number[]) => {
    const rows = Array.from({ length: batchOf(card) }, () => values).flat();
    return asTensor(input.dtype, Float32Array.from(rows), [batchOf(card), values.length]);
  };
  const { mask, typeIds } = text.inputs;
  const more = {
    ...(mask === null ? {} : { [mask]: tensor(tokens.mask) }),
    ...(typeIds === null ? {} : { [typeIds]: tensor(tokens.typeIds) }),
  };
  return { ...tensor(tokens.ids), more };
}
