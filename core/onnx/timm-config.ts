import { z } from "zod";
import type { ResampleFilter } from "../image/resample";
import { type CardHints, LabelNames, readCardFile } from "./card-file";

const DEFAULT_CROP_PCT = 0.875;
const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_STD = [0.229, 0.224, 0.225];
const DEFAULT_INPUT: [number, number, number] = [3, 224, 224];
const pixels = z.int().min(1).max(4096);

const PretrainedConfig = z.object({
  input_size: z.tuple([z.int().min(1).max(3), pixels, pixels]).nullish(),
  crop_pct: z.number().positive().max(2).nullish(),
  crop_mode: z.enum(["center", "squash", "border"]).nullish(),
  interpolation: z.string().nullish(),
  mean: z.array(z.number()).min(1).max(3).nullish(),
  std: z.array(z.number().positive()).min(1).max(3).nullish(),
  label_names: LabelNames.nullish(),
});
/** The settings stand under `pretrained_cfg`, in older files at the top. */
const TimmConfig = z.object({ pretrained_cfg: PretrainedConfig.nullish(), label_names: LabelNames.nullish() });
type Image = NonNullable<CardHints["image"]>;

/** Whether a `config.json` is one of timm. */
export const isTimmConfig = (value: unknown) =>
  z.object({ pretrained_cfg: z.object({}) }).safeParse(value).success ||
  z.object({ input_size: z.array(z.number()), architecture: z.string() }).safeParse(value).success;

/** Image settings and classes from timm's `config.json`; what is absent takes timm's own defaults. */
export function timmConfig(name: string, value: unknown): CardHints {
  const outer = readCardFile(name, value, TimmConfig);
  const config = outer.pretrained_cfg ?? readCardFile(name, value, PretrainedConfig);
  const questions: string[] = [];
  const [, height, width] = config.input_size ?? DEFAULT_INPUT;
  const labels = config.label_names ?? outer.label_names;
  const mean = config.mean ?? IMAGENET_MEAN;
  const image: Image = {
    width,
    height,
    cropRounding: "half-even",
    ...fitOf(config, { width, height }, mean, questions),
    ...filterOf(config.interpolation ?? "bicubic", questions),
    scale: 1 / 255,
    mean,
    std: config.std ?? IMAGENET_STD,
  };
  return { image, ...(labels ? { labels } : {}), outputKind: "logits", questions };
}

function fitOf(
  { crop_pct: pct, crop_mode: mode }: z.output<typeof PretrainedConfig>,
  { width, height }: { width: number; height: number },
  mean: readonly number[],
  questions: string[],
): Image {
  const share = pct ?? DEFAULT_CROP_PCT;
  const resize = { width: Math.floor(width / share), height: Math.floor(height / share) };
  if (mode === "squash") return { fit: "stretch+center-crop", resize };
  if (mode === "border")
    return { fit: "longest-edge+center-crop", resize, padValue: mean.map((value) => Math.round(255 * value)) };
  if (width !== height) questions.push("The model does not read squares: is the shortest edge right?");
  return { fit: "shortest-edge+center-crop", shortestEdge: Math.min(resize.width, resize.height) };
}

function filterOf(name: string, questions: string[]): Image {
  const filter = (["bilinear", "bicubic", "nearest"] satisfies ResampleFilter[]).find((one) => one === name);
  if (filter) return { filter };
  questions.push(`Resampling “${name.slice(0, 40)}” is not reproduced here; bicubic comes closest.`);
  return { filter: "bicubic", resampler: "other" };
}
