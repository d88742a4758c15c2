import { readFile } from "node:fs/promises";
import { heardWindow } from "@/core/audio/heard-window";
import { openWav } from "@/core/audio/wav";
import { fitImage } from "@/core/image/fit";
import { imageTensor, toGreyscale } from "@/core/image/tensor";
import { audioFormatOf } from "@/core/item/audio-format";
import type { RowData } from "@/core/item/row-data";
import type { ModelCard } from "@/core/onnx/model-card";
import { asTensor, batchOf, type ModelInputs, tokenTensors } from "@/core/onnx/tensor-data";
import { rowVector } from "@/core/table/row-vector";
import { fitTokens, type TokenizedParts } from "@/core/text/fit-tokens";
import { makeTokenizer, parseTokenizerFile, type Tokenize } from "@/core/text/tokenizer";
import { denseTextFeatures } from "@/core/training/text-features";
import type { DataDirectory } from "../data-directory";
import { invalid } from "../errors";
import { decodePixels } from "../media/decode-pixels";

/** What an item holds for a model to read. */
export interface ReferenceItem {
  text: string | null;
  mediaHash: string | null;
  audioHash: string | null;
  data: RowData | null;
}

export const NO_ITEM: ReferenceItem = { text: null, mediaHash: null, audioHash: null, data: null };

/**
 * Makes the model's input of an item on the server: with its own decoder, so that a difference of decoding shows as one,
 * too. The card's tokenizer is opened once.
 */
export async function referenceReader(data: DataDirectory, card: ModelCard) {
  const tokenize = await tokenizerOf(data, card);
  return async (item: ReferenceItem): Promise<ModelInputs> => {
    if (card.text && tokenize) return tokensOf(card, tokenize(item.text ?? ""));
    const { values, shape } = card.image
      ? { values: await pictureOf(data, card, item.mediaHash), shape: imageShape(card) }
      : card.table
        ? { values: rowOf(card.table, item.data), shape: [card.table.columns.length] }
        : card.audio
          ? await soundOf(data, card.audio, item.audioHash)
          : hashedOf(card, item.text);
    const flat = new Float32Array(batchOf(card) * values.length);
    flat.set(values);
    return asTensor(card.input.dtype, flat, [batchOf(card), ...shape]);
  };
}

async function tokenizerOf(data: DataDirectory, { text }: ModelCard): Promise<Tokenize | null> {
  if (!text || "hash" in text) return null;
  const read = async ({ file, sha256 }: { file: string; sha256: string }) => {
    const value = parseTokenizerFile(new Uint8Array(await readFile(data.model(sha256))));
    if (!value) throw invalid(`The tokenizer file ${file} is not JSON.`);
    return value;
  };
  return makeTokenizer(await read(text.tokenizer), text.tokenizerConfig ? await read(text.tokenizerConfig) : {});
}

function tokensOf(card: ModelCard, parts: TokenizedParts): ModelInputs {
  const { text } = card;
  const tensors = text && "tokenizer" in text ? tokenTensors(card, fitTokens(parts, text)) : null;
  if (!tensors) throw invalid("The model does not read tokens.");
  return tensors;
}

function hashedOf({ text }: ModelCard, content: string | null) {
  if (!text || !("hash" in text)) throw invalid("The model card does not say what the model reads.");
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
  const rgb = await decodePixels(await readFile(data.media(hash)), image);
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
