import { type Sound, SoundError, soundOf } from "@/core/audio/sound";
import { openWav } from "@/core/audio/wav";
import type { ModelCard } from "@/core/onnx/model-card";
import { type DecodedSound, InferenceError } from "./messages";
import { type InputData, soundInput } from "./model-input";

/** WAV files are decoded by our own code, the same way in every browser and on the server. */
export const openSound = async (sound: Blob | DecodedSound): Promise<Sound> =>
  sound instanceof Blob ? openWav(new Uint8Array(await sound.arrayBuffer())) : soundOf(sound.rate, sound.channels);

/** The tensor of one recording. */
export async function recordingInput(card: ModelCard, sound: Blob | DecodedSound): Promise<InputData> {
  try {
    return soundInput(card, await openSound(sound));
  } catch (error) {
    if (error instanceof SoundError) throw new InferenceError("decode", error.message);
    throw error;
  }
}
