import { type Pixels, type ResampleFilter, resample } from "./resample";

export const FIT_MODES = [
  "stretch",
  "shortest-edge+center-crop",
  "stretch+center-crop",
  "letterbox",
  "longest-edge+center-crop",
] as const;
export type FitMode = (typeof FIT_MODES)[number];
/** `half-even`: torchvision, timm, Ultralytics. `floor`: image processors of Hugging Face. */
export const CROP_ROUNDINGS = ["half-even", "floor"] as const;
export type CropRounding = (typeof CROP_ROUNDINGS)[number];

export type ImageFit = {
  width: number;
  height: number;
  fit: FitMode;
  filter: ResampleFilter;
  /** Length of the shorter side before cropping; only for the crop fit. */
  shortestEdge: number;
  cropRounding: CropRounding;
  /** The size before the crop; only for the two fits that stretch or take the longest edge, and crop then. */
  resize?: { width: number; height: number } | undefined;
  /** One value per channel; only for letterbox and the longest edge. */
  padValue: readonly number[];
};

/** Brings an image to the size that a model reads, as the training pipelines do it. */
export function fitImage(image: Pixels, fit: ImageFit): Pixels {
  switch (fit.fit) {
    case "stretch":
      return resample(image, fit.width, fit.height, fit.filter);
    case "shortest-edge+center-crop": {
      const { width, height } = shortestEdgeSize(image, fit.shortestEdge);
      return centerCrop(resample(image, width, height, fit.filter), fit);
    }
    case "stretch+center-crop": {
      const { width, height } = fit.resize ?? fit;
      return centerCrop(resample(image, width, height, fit.filter), fit);
    }
    case "longest-edge+center-crop": {
      const { width, height } = longestEdgeSize(image, fit.resize ?? fit);
      return centerCrop(resample(image, width, height, fit.filter), fit, fit.padValue);
    }
    case "letterbox":
      return letterbox(image, fit);
  }
}

/** The shorter side becomes `edge`, the longer is truncated. */
export function shortestEdgeSize(
  { width, height }: { width: number; height: number },
  edge: number,
): { width: number; height: number } {
  if (width <= height) return { width: edge, height: Math.trunc((edge * height) / width) };
  return { width: Math.trunc((edge * width) / height), height: edge };
}

/** Where the crop begins in the image; negative when the image is smaller and must be padded with zeros. */
export function cropOffset(size: number, crop: number, rounding: CropRounding): number {
  const difference = size - crop;
  if (rounding === "floor") return Math.floor(difference / 2);
  if (difference < 0) return 0 - Math.floor(-difference / 2);
  const half = Math.floor(difference / 2);
  return difference % 2 === 1 && half % 2 === 1 ? half + 1 : half;
}

/**
 * The part of the source image that the model reads, in shares of its width and height; outside 0..1 lies padding.
 *
 * @example seenPart({ width: 200, height: 100 }, { ...fit, fit: "stretch" }) // { left: 0, top: 0, width: 1, height: 1 }
 */
export function seenPart(
  image: { width: number; height: number },
  fit: Omit<ImageFit, "filter" | "padValue">,
): { left: number; top: number; width: number; height: number } {
  if (fit.fit === "stretch") return { left: 0, top: 0, width: 1, height: 1 };
  if (fit.fit === "letterbox") {
    const scale = Math.min(fit.width / image.width, fit.height / image.height);
    const [width, height] = [fit.width / (image.width * scale), fit.height / (image.height * scale)];
    return { left: (1 - width) / 2, top: (1 - height) / 2, width, height };
  }
  const resized =
    fit.fit === "shortest-edge+center-crop"
      ? shortestEdgeSize(image, fit.shortestEdge)
      : fit.fit === "stretch+center-crop"
        ? (fit.resize ?? fit)
        : longestEdgeSize(image, fit.resize ?? fit);
  return {
    left: cropOffset(resized.width, fit.width, fit.cropRounding) / resized.width,
    top: cropOffset(resized.height, fit.height, fit.cropRounding) / resized.height,
    width: fit.width / resized.width,
    height: fit.height / resized.height,
  };
}

type Crop = Pick<ImageFit, "width" | "height" | "cropRounding">;

function centerCrop(image: Pixels, { width, height, cropRounding }: Crop, fill: readonly number[] = [0]): Pixels {
  const left = cropOffset(image.width, width, cropRounding);
  const top = cropOffset(image.height, height, cropRounding);
  return place(image, { width, height, left: -left, top: -top, fill });
}

/** The whole image inside the box, sides rounded with ties to the even number: the "border" of timm. */
function longestEdgeSize({ width, height }: { width: number; height: number }, box: { width: number; height: number }) {
  const ratio = Math.max(width / box.width, height / box.height);
  return { width: Math.max(1, halfEven(width / ratio)), height: Math.max(1, halfEven(height / ratio)) };
}

function halfEven(value: number): number {
  const low = Math.floor(value);
  return value - low === 0.5 ? low + (low % 2) : Math.round(value);
}

function letterbox(image: Pixels, { width, height, filter, padValue }: ImageFit): Pixels {
  const scale = Math.min(width / image.width, height / image.height);
  const newWidth = Math.max(1, Math.min(width, Math.round(image.width * scale)));
  const newHeight = Math.max(1, Math.min(height, Math.round(image.height * scale)));
  const resized = resample(image, newWidth, newHeight, filter);
  const left = Math.floor((width - newWidth) / 2);
  const top = Math.floor((height - newHeight) / 2);
  return place(resized, { width, height, left, top, fill: padValue });
}

type Placement = { width: number; height: number; left: number; top: number; fill: readonly number[] };

/** Copies the image onto a canvas with its corner at (left, top); what falls outside is cut off. */
function place(image: Pixels, { width, height, left, top, fill }: Placement): Pixels {
  const { channels } = image;
  const data = new Uint8Array(width * height * channels);
  if (fill.some((value) => value !== 0)) {
    for (let i = 0; i < data.length; i++) data[i] = fill[i % channels] ?? fill[0] ?? 0;
  }
  const from = Math.max(0, -left);
  const to = Math.min(image.width, width - left);
  for (let y = Math.max(0, -top); y < Math.min(image.height, height - top); y++) {
    const row = image.data.subarray((y * image.width + from) * channels, (y * image.width + to) * channels);
    data.set(row, ((y + top) * width + left + from) * channels);
  }
  return { data, width, height, channels };
}
