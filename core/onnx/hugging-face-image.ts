import { z } from "zod";
import type { ResampleFilter } from "../image/resample";
import { type CardHints, readCardFile } from "./card-file";

const pixels = z.int().min(1).max(8192);
const Size = z.union([
  pixels,
  z.object({ height: pixels, width: pixels }),
  z.object({ shortest_edge: pixels }),
  z.object({ longest_edge: pixels }),
]);
const PerChannel = z.union([z.number(), z.array(z.number()).min(1).max(3)]);

/** `preprocessor_config.json` of an image model; keys that change no number are left out. */
const Preprocessor = z.object({
  image_processor_type: z.string().optional(),
  feature_extractor_type: z.string().optional(),
  do_resize: z.boolean().nullish(),
  size: Size.nullish(),
  crop_pct: z.number().positive().max(1).nullish(),
  resample: z.int().min(0).max(5).nullish(),
  do_center_crop: z.boolean().nullish(),
  crop_size: z.union([pixels, z.object({ height: pixels, width: pixels })]).nullish(),
  do_rescale: z.boolean().nullish(),
  rescale_factor: z.number().positive().nullish(),
  rescale_offset: z.boolean().nullish(),
  do_normalize: z.boolean().nullish(),
  image_mean: PerChannel.nullish(),
  image_std: PerChannel.nullish(),
  include_top: z.boolean().nullish(),
  do_pad: z.boolean().nullish(),
  do_flip_channel_order: z.boolean().nullish(),
});
type Preprocessor = z.output<typeof Preprocessor>;
type Image = NonNullable<CardHints["image"]>;
type Box = { width: number; height: number };

/** From here on processors of the ConvNeXt kind stretch instead of cropping. */
const CONVNEXT_STRETCHES_FROM = 384;
const CONVNEXT_CROP_PCT = 224 / 256;
const FILTERS: Readonly<Record<number, ResampleFilter>> = { 0: "nearest", 2: "bilinear", 3: "bicubic" };

/**
 * Image settings from a Hugging Face `preprocessor_config.json`. The `do_*` flags are honoured; where a processor does
 * something that is not reproduced here, a question says so.
 */
export function huggingFaceImage(name: string, value: unknown): CardHints {
  const config = readCardFile(name, value, Preprocessor);
  const questions: string[] = [];
  const image: Image = {
    cropRounding: "floor",
    ...fitOf(config, questions),
    ...filterOf(config, questions),
    ...normalisationOf(config, questions),
    ...(config.do_flip_channel_order ? { channels: "BGR" as const } : {}),
  };
  return { image, questions };
}

const typeOf = (config: Preprocessor) => config.image_processor_type ?? config.feature_extractor_type ?? "";
const square = (edge: number): Box => ({ width: edge, height: edge });

function fitOf(config: Preprocessor, questions: string[]): Image {
  const crop = config.crop_size == null ? null : boxOf(config.crop_size);
  if (config.do_resize === false) {
    questions.push("The processor does not resize: have all images the size that the model reads?");
    return crop ? { ...crop, fit: "stretch" } : { fit: "stretch" };
  }
  if (config.do_pad) questions.push("The processor pads images, which is not reproduced here. How are they fitted?");
  const { size } = config;
  if (size == null) {
    questions.push("The processor does not say its size.");
    return {};
  }
  const pct = config.crop_pct ?? (typeOf(config).startsWith("ConvNext") ? CONVNEXT_CROP_PCT : null);
  if (pct !== null) return byCropShare(config, size, pct, crop);
  if (typeof size === "object" && "longest_edge" in size) {
    questions.push("The processor keeps the longest edge, so images have many sizes. Which one does the model read?");
    return { ...square(size.longest_edge), fit: "letterbox" };
  }
  // a bare number is a square for some processors and the shortest edge for those that crop
  const isEdge = typeof size === "object" ? "shortest_edge" in size : config.do_center_crop === true && !isDeit(config);
  if (!isEdge) return stretched(boxOf(size), config.do_center_crop ? crop : null);
  if (!config.do_center_crop) questions.push("The processor does not crop, so images have many sizes.");
  const edge = edgeOf(size);
  return { ...(crop ?? square(edge)), fit: "shortest-edge+center-crop", shortestEdge: edge };
}

const isDeit = (config: Preprocessor) => /^deit/i.test(typeOf(config));

function byCropShare(config: Preprocessor, size: z.output<typeof Size>, pct: number, crop: Box | null): Image {
  const edge = edgeOf(size);
  const isConvNext = typeOf(config).startsWith("ConvNext");
  if (isConvNext && edge >= CONVNEXT_STRETCHES_FROM) return { ...square(edge), fit: "stretch" };
  const target = isConvNext ? square(edge) : (crop ?? square(edge));
  return { ...target, fit: "shortest-edge+center-crop", shortestEdge: Math.trunc(edge / pct) };
}

function stretched(size: Box, crop: Box | null): Image {
  if (!crop || (crop.width === size.width && crop.height === size.height)) return { ...size, fit: "stretch" };
  return { ...crop, fit: "stretch+center-crop", resize: size };
}

const boxOf = (size: z.output<typeof Size>): Box =>
  typeof size === "object" && "height" in size ? { width: size.width, height: size.height } : square(edgeOf(size));

function edgeOf(size: z.output<typeof Size>): number {
  if (typeof size === "number") return size;
  if ("shortest_edge" in size) return size.shortest_edge;
  return "longest_edge" in size ? size.longest_edge : Math.min(size.width, size.height);
}

function filterOf(config: Preprocessor, questions: string[]): Image {
  if (config.do_resize === false) return {};
  const filter = FILTERS[config.resample ?? 2];
  if (!filter) {
    questions.push(`Resampling ${config.resample} of Pillow is not reproduced here; bicubic comes closest.`);
    return { filter: "bicubic", resampler: "other" };
  }
  if (typeOf(config).endsWith("Fast")) {
    questions.push("The “fast” processor resizes otherwise than Pillow: small differences remain.");
    return { filter, resampler: "other" };
  }
  return { filter };
}

function normalisationOf(config: Preprocessor, questions: string[]): Image {
  const scale = config.do_rescale === false ? 1 : (config.rescale_factor ?? 1 / 255);
  if (config.rescale_offset || config.include_top)
    questions.push("The processor shifts or scales images a second time, which is not reproduced here.");
  if (config.do_normalize === false) return { scale, mean: [0, 0, 0], std: [1, 1, 1] };
  const { image_mean: mean, image_std: std } = config;
  if (mean == null || std == null) {
    questions.push("The processor normalises images, but its mean or standard deviation is missing.");
    return { scale };
  }
  return { scale, mean: perChannel(mean), std: perChannel(std) };
}

const perChannel = (value: number | number[]) => (typeof value === "number" ? [value, value, value] : value);
