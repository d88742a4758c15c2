import { storedRate } from "@/core/audio/stored-rate";
import { audioFormatOf } from "@/core/item/audio-format";
import type { ModelCard } from "@/core/onnx/model-card";
import { partFor } from "./input-of";
import { mediaError } from "./media-error";
import { type DecodedSound, type HeardInput, InferenceError, type ModelInput } from "./messages";

/** A larger file would fill the memory once it is decoded. */
const MAX_COMPRESSED_BYTES = 20_000_000;
const FETCH_MS = 60_000;

/** A decoded recording may fill hundreds of megabytes: it goes when nothing asked for it for so long. */
const KEPT_MS = 60_000;

let last: { url: string; sound: Promise<HeardInput["sound"]> } | null = null;
let forgetting: ReturnType<typeof setTimeout> | undefined;
const forget = () => {
  last = null;
};

/**
 * What the page does for its model thread: it takes the part of an item that the model reads, and fetches a recording,
 * because threads have no decoder of sound.
 */
export async function pageInput(input: ModelInput, card: ModelCard): Promise<ModelInput> {
  const part = input.kind === "content" ? partFor(card, input.content) : input;
  if (part.kind !== "recording") return part;
  const { url, without } = part;
  // an explanation asks for the same one many times
  if (last?.url !== url) last = { url, sound: fetchSound(url) };
  const { sound } = last;
  sound.catch(forget);
  clearTimeout(forgetting);
  forgetting = setTimeout(forget, KEPT_MS);
  return { kind: "sound", sound: await sound, ...(without ? { without } : {}) };
}

/** WAV files as they are; what else there is decoded at the rate of the file, so that only our own resampling is at work. */
export async function fetchSound(url: string): Promise<HeardInput["sound"]> {
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) }).catch((error: unknown) => {
    throw new InferenceError("http", "The recording of this item could not be fetched.", String(error));
  });
  if (!response.ok) throw mediaError(response.status, "recording");
  const file = await response.blob();
  return file.type.startsWith("audio/wav") ? file : decode(file);
}

async function decode(file: Blob): Promise<DecodedSound> {
  const refuse = (why: string, detail: string | null = null) => new InferenceError("decode", why, detail);
  if (file.size > MAX_COMPRESSED_BYTES)
    throw refuse("The recording is larger than 20 MB, too large to be decoded for a model.");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const format = audioFormatOf(bytes);
  const rate = format && storedRate(bytes, format);
  if (!rate) throw refuse("The recording does not say its sampling rate.");
  try {
    const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes.buffer);
    const channels = Array.from({ length: sound.numberOfChannels }, (_, k) => sound.getChannelData(k));
    return { rate: sound.sampleRate, channels };
  } catch (error) {
    if (error instanceof DOMException) throw refuse("This browser cannot decode the recording.", String(error));
    throw error;
  }
}
