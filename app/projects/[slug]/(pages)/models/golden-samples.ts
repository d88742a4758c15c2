import { uploadFile } from "@/app/_components/upload-file";
import { decodeImage } from "@/app/_inference/decode-image";
import type { InferenceClient } from "@/app/_inference/inference-client";
import type { ModelInput } from "@/app/_inference/messages";
import { fetchSound } from "@/app/_inference/page-input";
import { openSound } from "@/app/_inference/sound-input";
import { heardWindow } from "@/core/audio/heard-window";
import { writeWav } from "@/core/audio/wav-writer";
import { fitImage } from "@/core/image/fit";
import type { ModelCard } from "@/core/onnx/model-card";
import { cellNumber } from "@/core/table/row-vector";
import { type HeldModel, openHeld, type SampleItem, type Trial } from "./trial";

type Golden = ModelCard["golden"][number];
type Mixed = { input: ModelInput; kept: NonNullable<Golden["input"]> };

const SAMPLES = 8;
const TOLERANCE = 1e-3;
const HALF_PRECISION_TOLERANCE = 5e-3;

/**
 * Up to eight samples with the probabilities that this browser computed, for the self-check of every other one. Each is mixed
 * from two items: the check travels to annotators, who must not learn what the model says of an item.
 */
export async function goldenSamples(
  client: InferenceClient,
  { tried, card }: Trial,
  model: HeldModel,
): Promise<Golden[]> {
  const items = tried.map(({ item }) => item);
  const golden: Golden[] = [];
  const [first] = items;
  if (!first) return golden;
  const sha256 = model.sha256Of(first);
  openHeld(client, card, model, sha256);
  const tolerance = card.input.dtype === "float16" ? HALF_PRECISION_TOLERANCE : TOLERANCE;
  for (let k = 0; k + 1 < items.length && golden.length < countOf(card); k += 2) {
    const [a, b] = items.slice(k, k + 2);
    const mixed = a && b && (await mix(card, a, b));
    if (!mixed) continue;
    const { probs } = await client.predict({ sha256, key: `golden ${k}`, input: mixed.input });
    golden.push({
      item: `sample ${golden.length + 1}`,
      input: mixed.kept,
      model: sha256,
      expected: [...probs],
      tolerance,
    });
  }
  return golden;
}

/** Of a card's samples, so many that a browser does not fetch more than this for its check. */
const MAX_SOUND_BYTES = 2_000_000;

function countOf({ audio }: ModelCard): number {
  if (!audio) return SAMPLES;
  return Math.max(1, Math.min(SAMPLES, Math.floor(MAX_SOUND_BYTES / (2 * audio.samples))));
}

async function mix(card: ModelCard, a: SampleItem, b: SampleItem): Promise<Mixed | null> {
  if (card.image) return a.image && b.image ? mixPictures(card.image, a.image, b.image) : null;
  if (card.audio) return a.audio && b.audio ? mixSounds(card.audio, a.audio, b.audio) : null;
  if (card.text) {
    const text = halfOf(a.text ?? "", "first") + halfOf(b.text ?? "", "second");
    return { input: { kind: "text", text }, kept: { text } };
  }
  const values = card.table?.columns.map((column) => {
    const [x, y] = [a, b].map(({ data }) => cellNumber(new Map(data ?? []).get(column)) ?? 0);
    return ((x ?? 0) + (y ?? 0)) / 2;
  });
  const cells = card.table?.columns.map((column, k) => [column, values?.[k] ?? 0] as const);
  return values && cells ? { input: { kind: "row", cells }, kept: { values } } : null;
}

function halfOf(text: string, which: "first" | "second"): string {
  // a cut may leave half of a character
  const words = text
    .slice(0, 9_000)
    .replace(/\p{Cs}/gu, "")
    .split(/(?<=\s)/);
  const middle = Math.ceil(words.length / 2);
  return (which === "first" ? words.slice(0, middle) : words.slice(middle)).join("");
}

/** Two pictures laid over each other, stored as a PNG of the size that the model reads. */
async function mixPictures(image: NonNullable<ModelCard["image"]>, a: string, b: string): Promise<Mixed | null> {
  const { width, height } = image;
  const [one, two] = await Promise.all([a, b].map((url) => pixelsOf(url, image)));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!one || !two || !context) return null;
  const data = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) data.data[4 * i + c] = ((one[3 * i + c] ?? 0) + (two[3 * i + c] ?? 0)) >> 1;
    data.data[4 * i + 3] = 255;
  }
  context.putImageData(data, 0, 0);
  const file = await canvas.convertToBlob({ type: "image/png" });
  const { sha256, bytes } = await uploadFile(new File([file], "sample.png", { type: "image/png" }));
  return { input: { kind: "picture", file }, kept: { image: { file: "sample.png", sha256, bytes } } };
}

/** Two recordings at once, as a WAV file of what the model would hear of each. */
async function mixSounds(audio: NonNullable<ModelCard["audio"]>, a: string, b: string): Promise<Mixed | null> {
  const [one, two] = await Promise.all([a, b].map((url) => heardOf(url, audio)));
  if (!one || !two) return null;
  const mixed = one.map((value, k) => (value + (two[k] ?? 0)) / 2);
  const file = new File([writeWav(mixed, audio.samplingRate)], "sample.wav", { type: "audio/wav" });
  const { sha256, bytes } = await uploadFile(file);
  return { input: { kind: "sound", sound: file }, kept: { audio: { file: "sample.wav", sha256, bytes } } };
}

async function heardOf(url: string, audio: NonNullable<ModelCard["audio"]>): Promise<Float32Array> {
  const sound = await openSound(await fetchSound(url));
  return heardWindow(sound, { ...audio, normalize: "none" }).values;
}

async function pixelsOf(url: string, image: NonNullable<ModelCard["image"]>): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The server answered ${response.status} for a picture.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const pixels = await decodeImage(bytes, response.headers.get("content-type") ?? "", image);
  const { width, height } = image;
  return fitImage(pixels, {
    ...image,
    width,
    height,
    fit: "stretch",
    shortestEdge: 1,
  }).data;
}
