/** A recording as samples: full scale is -1 .. 1. */
export interface Sound {
  /** Samples of one channel in a second. */
  rate: number;
  /** Samples of one channel in all. */
  frames: number;
  /** The mean of the channels over a half-open range, whatever lies outside as silence. */
  mono(from: number, to: number): Float64Array;
}

/** Why a recording cannot be heard; the message is for people. */
export class SoundError extends Error {
  override readonly name = "SoundError";
}

/** Sound that something else has decoded already. */
export function soundOf(rate: number, channels: readonly Float32Array[]): Sound {
  const frames = Math.max(0, ...channels.map((channel) => channel.length));
  return {
    rate,
    frames,
    mono: (from, to) => mixed({ from, to, frames, channels: channels.length }, (k, c) => channels[c]?.[k] ?? 0),
  };
}

/** Fills a range from what `sample` gives for a frame and a channel. Throws on a sample that is no number. */
export function mixed(
  { from, to, frames, channels }: { from: number; to: number; frames: number; channels: number },
  sample: (frame: number, channel: number) => number,
): Float64Array {
  const values = new Float64Array(Math.max(0, to - from));
  const end = Math.min(to, frames);
  for (let k = Math.max(0, from); k < end; k++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += sample(k, c);
    if (!Number.isFinite(sum)) throw new SoundError(`Sample ${k + 1} of the recording is not a number.`);
    values[k - from] = sum / channels;
  }
  return values;
}
