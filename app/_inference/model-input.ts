import { fitImage } from "@/core/image/fit";
import type { Pixels } from "@/core/image/resample";
import { imageTensor, toGreyscale } from "@/core/image/tensor";
import type { ModelCard } from "@/core/onnx/model-card";
import { type GridCell, occludeCell } from "@/core/prediction/occlusion";
import { denseTextFeatures } from "@/core/training/text-features";
import { toFloat16 } from "./float16";
import { InferenceError } from "./messages";

export type InputData =
  | { type: "float32"; data: Float32Array; dims: number[] }
  | { type: "uint8"; data: Uint8Array; dims: number[] }
  | { type: "float16"; data: Uint16Array; dims: number[] };

const batchOf = ({ input }: ModelCard) => (input.batch === "dynamic" ? 1 : input.batch);

/** The shape that the model reads; a model with a fixed batch gets one item and zeros. */
function shapeOf(card: ModelCard): number[] {
  if (card.text) return [batchOf(card), card.text.hash.dims];
  const { image, input } = card;
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
  const { dtype } = card.input;
  if (dtype === "float32") return { type: dtype, data, dims };
  if (dtype === "uint8") return { type: dtype, data: Uint8Array.from(data), dims };
  if (dtype === "float16") return { type: dtype, data: Uint16Array.from(data, toFloat16), dims };
  throw new InferenceError("bad-input", `Models that read ${dtype} do not run in the browser yet.`);
}

/** Zeros in the real shape: the first run compiles the model. */
export const zeroInput = (card: ModelCard): InputData => asInput(card, null);

export function textInput(card: ModelCard, text: string): InputData {
  if (!card.text) throw new InferenceError("bad-input", "The model does not read text.");
  return asInput(card, denseTextFeatures(text, card.text.hash.dims));
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
  occludeCell(copy.data, cell, shape);
  return copy;
}
