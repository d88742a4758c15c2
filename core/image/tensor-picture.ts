import type { TensorChannels, TensorLayout } from "./tensor";

export interface TensorPicture {
  rgba: Uint8ClampedArray<ArrayBuffer>;
  /** Smallest and largest value of the tensor: black and white of the picture. */
  low: number;
  high: number;
}

/**
 * The first image of a tensor as a picture for people. Channels are shown in the order in which the model gets them, so that
 * swapped colours look swapped; a wrong layout looks like noise.
 */
export function tensorPicture(
  data: Float32Array,
  {
    width,
    height,
    channels,
    layout,
  }: { width: number; height: number; channels: TensorChannels; layout: TensorLayout },
): TensorPicture {
  const size = width * height;
  const depth = channels === "L" ? 1 : 3;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < size * depth; i++) {
    const value = data[i] as number;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const factor = high > low ? 255 / (high - low) : 0;
  const [start, step] = layout === "NCHW" ? [size, 1] : [1, depth];
  const rgba = new Uint8ClampedArray(size * 4);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < 3; c++) {
      const value = data[i * step + (depth === 1 ? 0 : c * start)] as number;
      rgba[4 * i + c] = (value - low) * factor;
    }
    rgba[4 * i + 3] = 255;
  }
  return { rgba, low, high };
}
