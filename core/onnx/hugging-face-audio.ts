import { z } from "zod";
import { CardFileError, type CardHints, readCardFile } from "./card-file";

const FeatureExtractor = z.object({
  feature_extractor_type: z.string().nullish(),
  feature_size: z.int().nullish(),
  num_mel_bins: z.int().nullish(),
  sampling_rate: z.int().min(1_000).max(192_000),
  do_normalize: z.boolean().nullish(),
  padding_value: z.number().nullish(),
  padding_side: z.enum(["left", "right"]).nullish(),
});

/** Whether a `preprocessor_config.json` speaks of recordings. */
export const readsSound = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "sampling_rate" in value;

/**
 * Rate and normalisation from the `preprocessor_config.json` of a Wav2Vec2FeatureExtractor, which models of the waveform
 * share (Wav2Vec2, HuBERT, WavLM, UniSpeech). One that computes a spectrogram outside of the model is refused.
 */
export function huggingFaceAudio(name: string, value: unknown): CardHints {
  const config = readCardFile(name, value, FeatureExtractor);
  const type = config.feature_extractor_type ?? "Wav2Vec2FeatureExtractor";
  if (type !== "Wav2Vec2FeatureExtractor" || (config.feature_size ?? 1) !== 1 || config.num_mel_bins != null)
    throw new CardFileError(
      `${name}, field feature_extractor_type: ${type} computes a spectrogram, which is not reproduced here. Read are models of the waveform, with a Wav2Vec2FeatureExtractor.`,
    );
  if ((config.padding_value ?? 0) !== 0 || config.padding_side === "left")
    throw new CardFileError(`${name}: recordings are padded with zeros at their end; this one says otherwise.`);
  return {
    audio: {
      samplingRate: config.sampling_rate,
      normalize: (config.do_normalize ?? true) ? "zero-mean-unit-variance" : "none",
    },
    questions: [],
  };
}
