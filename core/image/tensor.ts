import type { Pixels } from "./resample";

export const TENSOR_LAYOUTS = ["NCHW", "NHWC"] as const;
export type TensorLayout = (typeof TENSOR_LAYOUTS)[number];
export const TENSOR_CHANNELS = ["RGB", "BGR", "L"] as const;
export type TensorChannels = (typeof TENSOR_CHANNELS)[number];

export type TensorSpec = {
  layout: TensorLayout;
  channels: TensorChannels;
  /** Multiplies the byte: 1/255, or 1 for models that read 0..255. */
  scale: number;
  /** One per channel, after `scale`, in the order of `channels`. */
  mean: readonly number[];
  std: readonly number[];
  /** Bytes become 255 - byte first: for models trained on light strokes over dark. */
  invert: boolean;
};

/** Pillow's ITU-R 601 greyscale in integers: L = (19595 R + 38470 G + 7471 B + 2^15) / 2^16. */
export function toGreyscale({ data, width, height, channels }: Pixels): Pixels {
  if (channels === 1) return { data: data.slice(), width, height, channels };
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    grey[i] = (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;
  }
  return { data: grey, width, height, channels: 1 };
}

/** How many values one image takes in the tensor. */
export function tensorLength({ width, height }: { width: number; height: number }, channels: TensorChannels): number {
  return width * height * (channels === "L" ? 1 : 3);
}

/**
 * Writes one image into a float32 tensor from `offset` on:
 *
 *     value = fround(fround(fround(byte * scale) - mean) / std)
 *
 * in float32 throughout, as NumPy and torch do, by a table of 256 entries per channel. The image already has the size that
 * the model reads; greyscale images are repeated for colour models, colour images reduced for greyscale models.
 */
export function fillTensor(image: Pixels, spec: TensorSpec, target: Float32Array, offset = 0): void {
  const grey = spec.channels === "L";
  const source = grey && image.channels === 3 ? toGreyscale(image) : image;
  const channels = grey ? 1 : 3;
  const size = image.width * image.height;
  if (offset + size * channels > target.length) throw new RangeError("The tensor is too small for the image.");
  for (let c = 0; c < channels; c++) {
    const table = valueTable(spec, c);
    const from = source.channels === 1 ? 0 : spec.channels === "BGR" ? 2 - c : c;
    const [start, step] = spec.layout === "NCHW" ? [offset + c * size, 1] : [offset + c, channels];
    for (let i = 0, at = from, to = start; i < size; i++, at += source.channels, to += step) {
      target[to] = table[source.data[at] as number] as number;
    }
  }
}

/** The tensor of one image; see `fillTensor`. */
export function imageTensor(image: Pixels, spec: TensorSpec): Float32Array {
  const target = new Float32Array(tensorLength(image, spec.channels));
  fillTensor(image, spec, target);
  return target;
}

function valueTable({ scale, mean, std, invert }: TensorSpec, channel: number): Float32Array {
  const f = Math.fround;
  const [mu, sigma, factor] = [f(mean[channel] ?? 0), f(std[channel] ?? 1), f(scale)];
  return Float32Array.from({ length: 256 }, (_, byte) => f(f(f((invert ? 255 - byte : byte) * factor) - mu) / sigma));
}
