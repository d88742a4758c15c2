import { AUDIO_FORMATS, audioFormatOf, MAX_AUDIO_BYTES } from "@/core/item/audio-format";
import type { DataDirectory } from "../data-directory";
import { OperationError } from "../errors";
import { sha256OfBytes, writeOnce } from "./stored-file";

export interface StoredAudio {
  kind: "audio";
  sha256: string;
  bytes: number;
  contentType: string;
  /** A sound has no extent; the table of files asks for one. */
  width: 0;
  height: 0;
}

/** Keeps an audio file unchanged under its hash; refuses whatever is no audio by its structure. */
export async function storeAudio(data: DataDirectory, bytes: Uint8Array): Promise<StoredAudio> {
  const refuse = (why: string) => new OperationError("invalid", why, "audio");
  if (bytes.byteLength > MAX_AUDIO_BYTES) throw refuse("The audio file is larger than 50 MB.");
  const format = audioFormatOf(bytes);
  const contentType = AUDIO_FORMATS.find(({ name }) => name === format)?.contentType;
  if (!contentType) throw refuse("This is not a WAV, MP3, Ogg, FLAC or M4A file.");
  const sha256 = sha256OfBytes(bytes);
  await writeOnce(data.media(sha256), bytes);
  return { kind: "audio", sha256, bytes: bytes.byteLength, contentType, width: 0, height: 0 };
}
