import { resample, resampledLength } from "./resample";
import { type Sound, SoundError } from "./sound";

/** What a model hears of a recording that is longer than its window. */
export const LONGER_RECORDINGS = ["first", "center"] as const;
/** zero-mean-unit-variance: over what is heard, the padding left out. */
export const AUDIO_NORMALIZATIONS = ["none", "zero-mean-unit-variance"] as const;

export interface Hearing {
  /** In Hz. */
  samplingRate: number;
  /** Length of the window. */
  samples: number;
  longer: (typeof LONGER_RECORDINGS)[number];
  normalize: (typeof AUDIO_NORMALIZATIONS)[number];
}

export interface HeardWindow {
  /** As many as the window has; zeros behind a recording that is shorter. */
  values: Float32Array;
  /** The recording is longer than what is heard. */
  isPartial: boolean;
  /** The part that is heard, in seconds of the recording. */
  from: number;
  to: number;
}

/** Keeps the variance of silence from being a divisor of 0; the constant of Wav2Vec2FeatureExtractor. */
const EPSILON = 1e-7;

/**
 * What a model hears: the mean of the channels at the model's rate, cut to the window or filled up with zeros.
 *
 * Normalised values are (x - mean) / sqrt(variance + 1e-7) over what is heard, the padding left out and 0 after it, as
 * Hugging Face's Wav2Vec2FeatureExtractor computes them (transformers, `zero_mean_unit_var_norm`).
 */
export function heardWindow(sound: Sound, { samplingRate, samples, longer, normalize }: Hearing): HeardWindow {
  if (sound.frames === 0) throw new SoundError("The recording holds no sound.");
  const length = resampledLength(sound, samplingRate);
  const start = longer === "center" ? Math.max(0, Math.floor((length - samples) / 2)) : 0;
  const end = Math.min(length, start + samples);
  const heard = resample(sound, samplingRate, { start, end });
  const values = new Float32Array(samples);
  values.set(normalize === "none" ? heard : normalized(heard));
  return { values, isPartial: length > samples, from: start / samplingRate, to: end / samplingRate };
}

function normalized(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance + EPSILON);
  return values.map((value) => (value - mean) / deviation);
}
