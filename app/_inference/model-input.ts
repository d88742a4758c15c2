import { type HeardWindow, heardWindow } from "@/core/audio/heard-window";
import type { Sound } from "@/core/audio/sound";
import { fitImage } from "@/core/image/fit";
import type { Pixels } from "@/core/image/resample";
import { imageTensor, toGreyscale } from "@/core/image/tensor";
import type { ModelCard } from "@/core/onnx/model-card";
import { asTensor, batchOf, type ModelInputs, tokenTensors } from "@/core/onnx/tensor-data";
import { type GridCell, occludeCell, type Stretch, silenceStretch } from "@/core/prediction/occlusion";
import { type RowCell, rowVector } from "@/core/table/row-vector";
import { type FittedTokens, fitTokens } from "@/core/text/fit-tokens";
import type { Tokenize } from "@/core/text/tokenizer";
import { denseTextFeatures } from "@/core/training/text-features";
import { InferenceError } from "./messages";

/** The card's input, whether an item lost a part on the way, and what is heard of a recording. */
export type InputData = ModelInputs & { truncated?: boolean; heard?: Pick<HeardWindow, "from" | "to"> };

/** The shape that the model reads; a model with a fixed batch gets one item and zeros. */
function shapeOf(card: ModelCard): number[] {
  const { image, text, table, audio, input } = card;
  if (text) return [batchOf(card), "hash" in text ? text.hash.dims : text.maxLength];
  if (table) return [batchOf(card), table.columns.length];
  if (audio) return audio.shape === "[N, samples]" ? [batchOf(card), audio.samples] : [batchOf(card), 1, audio.samples];
  if (!image) throw new InferenceError("bad-input", "The model card does not say what the model reads.");
  const channels = image.channels === "L" ? 1 : 3;
  const size = input.layout === "NCHW" ? [channels, image.height, image.width] : [image.height, image.width, channels];
  return [batchOf(card), ...size];
}

function asInput(card: ModelCard, values: Float32Array | null): InputData {
  const dims = shapeOf(card);
  const length = dims.reduce((product, dim) => product * dim, 1);
  if (length > 64e6) throw new InferenceError("too-large", "The model reads more than 64 million values at once.");
  const data = new Float32Array(length);
  if (values) data.set(values);
  return asTensor(card.input.dtype, data, dims);
}

/** Zeros in the real shape: the first run compiles the model. */
export function zeroInput(card: ModelCard): InputData {
  const { text } = card;
  if (!text || "hash" in text) return asInput(card, null);
  const ids = Array.from({ length: text.maxLength }, () => 0);
  return tokenInput(card, { ids, mask: ids.map(() => 1), typeIds: ids, truncated: false });
}

function tokenInput(card: ModelCard, tokens: FittedTokens): InputData {
  const tensors = tokenTensors(card, tokens);
  if (!tensors) throw new InferenceError("bad-input", "The model does not read tokens.");
  return { ...tensors, truncated: tokens.truncated };
}

export function textInput(card: ModelCard, text: string, tokenize: Tokenize | null = null): InputData {
  if (!card.text) throw new InferenceError("bad-input", "The model does not read text.");
  if ("hash" in card.text) return asInput(card, denseTextFeatures(text, card.text.hash.dims));
  if (!tokenize) throw new InferenceError("bad-input", "The model's tokenizer is missing.");
  return tokenInput(card, fitTokens(tokenize(text), card.text));
}

/** A row of numbers; a value that is missing or no number refuses the item, not the model. */
export function rowInput({ table, ...card }: ModelCard, cells: readonly RowCell[]): InputData {
  if (!table) throw new InferenceError("bad-input", "The model does not read table rows.");
  const vector = rowVector(cells, table);
  if (!vector.ok) throw new InferenceError("bad-input", vector.message);
  return asInput({ ...card, table }, vector.values);
}

/** The window of a recording that the model hears. */
export function soundInput(card: ModelCard, sound: Sound): InputData {
  if (!card.audio) throw new InferenceError("bad-input", "The model does not read recordings.");
  const { values, isPartial, from, to } = heardWindow(sound, card.audio);
  return { ...asInput(card, values), truncated: isPartial, heard: { from, to } };
}

/** A copy of a prepared recording with one stretch of what is heard made silent. */
export function withoutStretch({ audio }: ModelCard, input: InputData, stretch: Stretch): InputData {
  if (!audio || !input.heard) throw new InferenceError("bad-input", "The model does not read recordings.");
  const heard = Math.min(audio.samples, Math.round((input.heard.to - input.heard.from) * audio.samplingRate));
  const copy = { ...input, data: input.data.slice() } as InputData;
  if (copy.data instanceof BigInt64Array) throw new InferenceError("bad-input", "Samples are not of int64.");
  silenceStretch(copy.data, stretch, heard);
  return copy;
}

/** Fits, crops and normalises as the card says. Greyscale comes first, as in `convert("L")` before a resize. */
export function imageInput(card: ModelCard, pixels: Pixels): InputData {
  const { image, input } = card;
  if (!image) throw new InferenceError("bad-input", "The model does not read pictures.");
  const source = image.channels === "L" ? toGreyscale(pixels) : pixels;
  const shortestEdge = image.shortestEdge ?? Math.min(image.width, image.height);
  const fitted = fitImage(source, { ...image, shortestEdge });
  const isRaw = input.dtype === "uint8";
  const spec = isRaw ? { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } : image;
  return asInput(
    card,
    imageTensor(fitted, {
      layout: input.layout,
      channels: image.channels,
      invert: image.invert,
      scale: spec.scale,
      mean: spec.mean,
      std: spec.std,
    }),
  );
}

/** A copy of a prepared picture with one cell emptied. */
export function withoutCell(card: ModelCard, input: InputData, cell: GridCell): InputData {
  const { image } = card;
  if (!image) throw new InferenceError("bad-input", "The model does not read pictures.");
  const { width, height } = image;
  const shape = { width, height, channels: image.channels === "L" ? 1 : 3, layout: card.input.layout };
  const copy = { ...input, data: input.data.slice() } as InputData;
  if (copy.data instanceof BigInt64Array) throw new InferenceError("bad-input", "Pictures of int64 are not explained.");
  occludeCell(copy.data, cell, shape);
  return copy;
}
