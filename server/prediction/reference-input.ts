import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { heardWindow } from "@/core/audio/heard-window";
import { openWav } from "@/core/audio/wav";
import { fitImage } from "@/core/image/fit";
import { imageTensor, toGreyscale } from "@/core/image/tensor";
import { audioFormatOf } from "@/core/item/audio-format";
import type { RowData } from "@/core/item/row-data";
import type { ModelCard } from "@/core/onnx/model-card";
import { softmax } from "@/core/prediction/probabilities";
import { rowVector } from "@/core/table/row-vector";
import { denseTextFeatures } from "@/core/training/text-features";
import type { DataDirectory } from "../data-directory";
import { invalid } from "../errors";
import type { OnnxInput } from "./run-onnx";

/** The model's input of an item, made on the server with its own decoder: a difference of decoding shows as one, too. */
export async function referenceInput(
  data: DataDirectory,
  card: ModelCard,
  item: { text: string | null; mediaHash: string | null; audioHash: string | null; data: RowData | null },
): Promise<OnnxInput> {
  const batch = card.input.batch === "dynamic" ? 1 : card.input.batch;
  const { values, shape } = card.image
    ? { values: await pictureOf(data, card, item.mediaHash), shape: imageShape(card) }
    : card.table
      ? { values: rowOf(card.table, item.data), shape: [card.table.columns.length] }
      : card.audio
        ? await soundOf(data, card.audio, item.audioHash)
        : textOf(card, item.text);
  const flat = new Float32Array(batch * values.length);
  flat.set(values);
  const dims = [batch, ...shape];
  if (card.input.dtype === "uint8") return { type: "uint8", data: Uint8Array.from(flat), dims };
  if (card.input.dtype === "float32") return { type: "float32", data: flat, dims };
  throw invalid(`Models that read ${card.input.dtype} are not compared on the server yet.`);
}

function textOf({ text }: ModelCard, content: string | null) {
  if (!text || !("hash" in text)) throw invalid("Models with a tokenizer are not compared on the server yet.");
  const { dims } = text.hash;
  return { values: denseTextFeatures(content ?? "", dims), shape: [dims] };
}

function rowOf(table: NonNullable<ModelCard["table"]>, data: RowData | null): Float32Array {
  const vector = rowVector(data ?? [], table);
  if (!vector.ok) throw invalid(vector.message);
  return vector.values;
}

async function soundOf(data: DataDirectory, audio: NonNullable<ModelCard["audio"]>, hash: string | null) {
  if (hash === null) throw invalid("The model reads recordings, and an item has none.");
  const { values } = heardWindow(openWav(new Uint8Array(await readFile(data.media(hash)))), audio);
  return { values, shape: audio.shape === "[N, samples]" ? [audio.samples] : [1, audio.samples] };
}

/** The format of an item's recording where the server has no decoder for it; null where it has, or there is none. */
export async function undecodedFormat(data: DataDirectory, { audio }: ModelCard, item: { audioHash: string | null }) {
  if (!audio || item.audioHash === null) return null;
  const format = audioFormatOf(new Uint8Array(await readFile(data.media(item.audioHash))));
  return format === "wav" ? null : (format ?? "unknown");
}

function imageShape({ image, input }: ModelCard): number[] {
  if (!image) return [];
  const channels = image.channels === "L" ? 1 : 3;
  return input.layout === "NCHW" ? [channels, image.height, image.width] : [image.height, image.width, channels];
}

async function pictureOf(data: DataDirectory, { image, input }: ModelCard, hash: string | null): Promise<Float32Array> {
  if (!image || hash === null) throw invalid("The model reads pictures, and an item has none.");
  const picture = sharp(await readFile(data.media(hash)));
  const upright = image.exifOrientation === "apply" ? picture.rotate() : picture;
  const plain =
    image.alpha === "drop"
      ? upright.removeAlpha()
      : upright.flatten({ background: image.alpha === "white" ? "#fff" : "#000" });
  const { data: bytes, info } = await plain.toColourspace("srgb").raw().toBuffer({ resolveWithObject: true });
  const rgb = { data: new Uint8Array(bytes), width: info.width, height: info.height, channels: 3 as const };
  const fitted = fitImage(image.channels === "L" ? toGreyscale(rgb) : rgb, {
    ...image,
    shortestEdge: image.shortestEdge ?? Math.min(image.width, image.height),
  });
  const isRaw = input.dtype === "uint8";
  const { scale, mean, std } = isRaw ? { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } : image;
  return imageTensor(fitted, {
    layout: input.layout,
    channels: image.channels,
    invert: image.invert,
    scale,
    mean,
    std,
  });
}

/** The output as probabilities, by the card; nothing is clamped here. */
export function referenceProbabilities(values: Float32Array, { output }: ModelCard): Float32Array {
  const { kind, temperature } = output;
  if (kind === "logits") return Float32Array.from(softmax(values.map((value) => value / temperature)));
  if (kind === "sigmoid") return values;
  if (kind === "binary-logit") {
    const positive = 1 / (1 + Math.exp(-(values[0] ?? 0) / temperature));
    return Float32Array.of(1 - positive, positive);
  }
  if (temperature === 1) return values;
  const tempered = values.map((value) => Math.max(0, value) ** (1 / temperature));
  const sum = tempered.reduce((total, value) => total + value, 0);
  return tempered.map((value) => value / sum);
}
