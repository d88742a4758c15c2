/** Eight bits per channel, row-major, interleaved, no padding. */
export type Pixels = { data: Uint8Array; width: number; height: number; channels: 1 | 3 };

export const RESAMPLE_FILTERS = ["bilinear", "bicubic", "nearest"] as const;
export type ResampleFilter = (typeof RESAMPLE_FILTERS)[number];

/** Fixed-point weights of one axis: output i reads `counts[i]` inputs from `starts[i]`, weights from `i * stride`. */
export type AxisWeights = { starts: Int32Array; counts: Int32Array; weights: Int32Array; stride: number };

const PRECISION_BITS = 22;
const HALF = 2 ** (PRECISION_BITS - 1);

const KERNELS = {
  bilinear: { support: 1, weightAt: triangle },
  bicubic: { support: 2, weightAt: cubic },
};

function triangle(t: number): number {
  const x = Math.abs(t);
  return x < 1 ? 1 - x : 0;
}

/** Keys' cubic with a = -0.5; the bracketing decides the last bit. */
function cubic(t: number): number {
  const a = -0.5;
  const x = Math.abs(t);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

/**
 * Weights of one axis as Pillow computes them: doubles in a fixed order of operations, then 22-bit fixed point. The filter
 * widens when shrinking (antialiasing). Rounded weights need not sum to exactly 2^22; that is part of the result.
 *
 * @example axisWeights(3, 5, "bicubic").starts // Int32Array [0, 0, 0, 0, 1]
 */
export function axisWeights(from: number, to: number, filter: "bilinear" | "bicubic"): AxisWeights {
  const { support: baseSupport, weightAt } = KERNELS[filter];
  const scale = from / to;
  const filterScale = Math.max(scale, 1);
  const support = baseSupport * filterScale;
  const inverse = 1 / filterScale;
  const stride = Math.ceil(support) * 2 + 1;
  const axis = { starts: new Int32Array(to), counts: new Int32Array(to), weights: new Int32Array(to * stride), stride };
  const raw = new Float64Array(stride);
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * scale;
    const lo = Math.max(0, Math.trunc(center - support + 0.5));
    const hi = Math.min(from, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let j = lo; j < hi; j++) {
      const weight = weightAt((j - center + 0.5) * inverse);
      raw[j - lo] = weight;
      sum += weight;
    }
    axis.starts[i] = lo;
    axis.counts[i] = hi - lo;
    for (let k = 0; k < hi - lo; k++) {
      const weight = raw[k] as number;
      const scaled = (sum === 0 ? weight : weight / sum) * 2 ** PRECISION_BITS;
      axis.weights[i * stride + k] = Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
  }
  return axis;
}

/**
 * Resizes the whole image exactly as Pillow's `Image.resize` does, bit for bit: two passes, horizontal first, each ending in
 * 8-bit values; a pass is skipped when its dimension does not change.
 *
 * Cost: O(width x height x filter width). Source: Pillow, `src/libImaging/Resample.c`; INFERENCE 7.3.
 */
export function resample(image: Pixels, width: number, height: number, filter: ResampleFilter): Pixels {
  if (!(width >= 1 && height >= 1)) throw new RangeError(`An image cannot be ${width} x ${height}.`);
  if (filter === "nearest") return resampleNearest(image, width, height);
  const wide = width === image.width ? image : horizontalPass(image, axisWeights(image.width, width, filter));
  if (height !== image.height) return verticalPass(wide, axisWeights(image.height, height, filter));
  return wide === image ? { ...image, data: image.data.slice() } : wide;
}

const clampByte = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value);

function horizontalPass(
  { data, width, height, channels }: Pixels,
  { starts, counts, weights, stride }: AxisWeights,
): Pixels {
  const newWidth = starts.length;
  const out = new Uint8Array(newWidth * height * channels);
  let target = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < newWidth; x++) {
      const count = counts[x] as number;
      const from = (row + (starts[x] as number)) * channels;
      const weight = x * stride;
      for (let c = 0; c < channels; c++) {
        let sum = HALF;
        for (let k = 0, at = from + c; k < count; k++, at += channels) {
          sum += (weights[weight + k] as number) * (data[at] as number);
        }
        out[target++] = clampByte(sum >> PRECISION_BITS);
      }
    }
  }
  return { data: out, width: newWidth, height, channels };
}

function verticalPass({ data, width, channels }: Pixels, { starts, counts, weights, stride }: AxisWeights): Pixels {
  const newHeight = starts.length;
  const rowLength = width * channels;
  const out = new Uint8Array(newHeight * rowLength);
  const sums = new Int32Array(rowLength);
  for (let y = 0; y < newHeight; y++) {
    sums.fill(HALF);
    for (let k = 0; k < (counts[y] as number); k++) {
      const weight = weights[y * stride + k] as number;
      const from = ((starts[y] as number) + k) * rowLength;
      for (let x = 0; x < rowLength; x++) sums[x] = (sums[x] as number) + weight * (data[from + x] as number);
    }
    for (let x = 0; x < rowLength; x++) out[y * rowLength + x] = clampByte((sums[x] as number) >> PRECISION_BITS);
  }
  return { data: out, width, height: newHeight, channels };
}

function resampleNearest({ data, width, height, channels }: Pixels, newWidth: number, newHeight: number): Pixels {
  const columns = nearestIndices(width, newWidth);
  const rows = nearestIndices(height, newHeight);
  const out = new Uint8Array(newWidth * newHeight * channels);
  let target = 0;
  for (const row of rows) {
    for (const column of columns) {
      const from = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) out[target++] = data[from + c] as number;
    }
  }
  return { data: out, width: newWidth, height: newHeight, channels };
}

/** Pillow accumulates the position; the closed form `(i + 0.5) * scale` rounds differently for some sizes. */
function nearestIndices(from: number, to: number): Int32Array {
  const scale = from / to;
  const indices = new Int32Array(to);
  for (let i = 0, x = scale / 2; i < to; i++, x += scale) indices[i] = Math.min(from - 1, Math.trunc(x));
  return indices;
}
