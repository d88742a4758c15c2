import { mixed, type Sound, SoundError } from "./sound";

const [PCM, FLOAT, EXTENSIBLE] = [1, 3, 0xfffe];
const MAX_RATE = 768_000;

interface Format {
  kind: number;
  channels: number;
  rate: number;
  bits: number;
}

/** Integers are divided by the magnitude of their lowest value; 8 bit are unsigned, as the format has them. */
const SAMPLES: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  [`${PCM} 8`]: (view, at) => (view.getUint8(at) - 128) / 128,
  [`${PCM} 16`]: (view, at) => view.getInt16(at, true) / 2 ** 15,
  [`${PCM} 24`]: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23,
  [`${PCM} 32`]: (view, at) => view.getInt32(at, true) / 2 ** 31,
  [`${FLOAT} 32`]: (view, at) => view.getFloat32(at, true),
};

/**
 * Opens a WAV file: integers of 8, 16, 24 and 32 bit and floats of 32 bit, any number of channels. Samples are decoded when
 * they are asked for. A data chunk that is cut off, or whose length was never filled in, ends with the file.
 *
 * Source: IBM and Microsoft (1991), Multimedia Programming Interface and Data Specifications 1.0, "WAVE"; WAVEFORMATEXTENSIBLE.
 */
export function openWav(bytes: Uint8Array): Sound {
  const { view, format, read, start, frames } = findSamples(bytes, bytes.byteLength);
  const { rate, channels, bits } = format;
  return {
    rate,
    frames,
    mono: (from, to) =>
      mixed({ from, to, frames, channels }, (k, c) => read(view, start + ((k * channels + c) * bits) / 8)),
  };
}

/** How long a WAV file sounds, in seconds, by its beginning and its size; null where the beginning does not tell. */
export function wavSeconds(beginning: Uint8Array, fileBytes: number): number | null {
  try {
    const { format, frames } = findSamples(beginning, fileBytes);
    return frames / format.rate;
  } catch (error) {
    if (error instanceof SoundError) return null;
    throw error;
  }
}

/** Format and samples of a file of `fileBytes`, of which the given bytes are all or the beginning. */
function findSamples(bytes: Uint8Array, fileBytes: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 12 || word(view, 0) !== "RIFF" || word(view, 8) !== "WAVE")
    throw new SoundError("This is not a WAV file.");
  let format: Format | null = null;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const [name, size, start] = [word(view, at), view.getUint32(at + 4, true), at + 8];
    if (name === "fmt ") {
      const end = Math.min(start + size, view.byteLength);
      format = readFormat(new DataView(view.buffer, view.byteOffset + start, end - start));
    }
    if (name === "data") {
      const read = format && SAMPLES[`${format.kind} ${format.bits}`];
      if (!format || !read) throw new SoundError("The WAV file does not say how its samples are written.");
      // an unfilled length is 0 where the file was written to a pipe, or the largest number there is
      const end = size === 0 ? fileBytes : Math.min(start + size, fileBytes);
      const frames = Math.floor((end - start) / ((format.bits / 8) * format.channels));
      return { view, format, read, start, frames };
    }
    at = start + size + (size % 2);
  }
  throw new SoundError("The WAV file holds no samples.");
}

function readFormat(view: DataView): Format {
  if (view.byteLength < 16) throw new SoundError("The WAV file does not say how its samples are written.");
  const named = view.getUint16(0, true);
  const kind = named === EXTENSIBLE && view.byteLength >= 26 ? view.getUint16(24, true) : named;
  const [channels, rate] = [view.getUint16(2, true), view.getUint32(4, true)];
  const [block, bits] = [view.getUint16(12, true), view.getUint16(14, true)];
  if (!SAMPLES[`${kind} ${bits}`])
    throw new SoundError(
      `The WAV file is coded as format ${kind} with ${bits} bit; read are PCM of 8, 16, 24 and 32 bit and floats of 32 bit.`,
    );
  if (channels === 0 || block !== (channels * bits) / 8)
    throw new SoundError(`The WAV file has ${channels} channels of ${bits} bit in blocks of ${block} bytes.`);
  if (rate === 0 || rate > MAX_RATE) throw new SoundError(`The WAV file has a sampling rate of ${rate} Hz.`);
  return { kind, channels, rate, bits };
}

const word = (view: DataView, at: number) => String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));
