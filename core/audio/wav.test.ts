import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wavTone } from "../item/fixtures/wav-tone";
import { SoundError } from "./sound";
import { openWav, wavSeconds } from "./wav";
import { writeWav } from "./wav-writer";

interface Written {
  kind?: number;
  bits: number;
  rate?: number;
  frames: readonly (readonly number[])[];
  isExtensible?: boolean;
}

/** Raw sample values as a WAV file, with a chunk of odd length in front. */
function wav({ kind = 1, bits, rate = 8_000, frames, isExtensible = false }: Written): Uint8Array {
  const channels = frames[0]?.length ?? 1;
  const [extra, width] = [isExtensible ? 24 : 0, bits / 8];
  const bytes = new Uint8Array(12 + 12 + 24 + extra + 8 + frames.length * channels * width);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string) => bytes.set(new TextEncoder().encode(word), at);
  text(0, "RIFF");
  text(8, "WAVELIST");
  view.setUint32(16, 3, true);
  text(24, "fmt ");
  view.setUint32(28, 16 + extra, true);
  view.setUint16(32, isExtensible ? 0xfffe : kind, true);
  view.setUint16(34, channels, true);
  view.setUint32(36, rate, true);
  view.setUint16(44, channels * width, true);
  view.setUint16(46, bits, true);
  if (isExtensible) view.setUint16(32 + 24, kind, true);
  const data = 48 + extra;
  text(data, "data");
  view.setUint32(data + 4, frames.length * channels * width, true);
  for (const [k, value] of frames.flat().entries()) {
    const at = data + 8 + k * width;
    if (kind === 3) view.setFloat32(at, value, true);
    else if (bits === 8) view.setUint8(at, value);
    else for (let b = 0; b < width; b++) view.setUint8(at + b, Math.floor(value / 256 ** b) & 255);
  }
  return bytes;
}

describe("a WAV file", () => {
  it.each([
    ["8 bit", { bits: 8, frames: [[0], [128], [192]] }, [-1, 0, 0.5]],
    ["16 bit", { bits: 16, frames: [[-32_768], [16_384]] }, [-1, 0.5]],
    ["24 bit", { bits: 24, frames: [[-8_388_608], [-1], [4_194_304]] }, [-1, -1 / 2 ** 23, 0.5]],
    ["32 bit", { bits: 32, frames: [[-2_147_483_648], [1_073_741_824]] }, [-1, 0.5]],
    ["floats", { kind: 3, bits: 32, frames: [[-0.25], [1.5]] }, [-0.25, 1.5]],
    ["many channels", { bits: 16, frames: [[16_384, 0, -16_384, 32_767]] }, [32_767 / 2 ** 17]],
    ["the extensible form", { bits: 16, isExtensible: true, frames: [[16_384]] }, [0.5]],
    ["extensible floats", { kind: 3, bits: 32, isExtensible: true, frames: [[0.5, -0.5]] }, [0]],
  ])("of %s is read", (_, written: Written, expected) => {
    const sound = openWav(wav(written));
    expect([sound.rate, sound.frames]).toEqual([8_000, expected.length]);
    expect([...sound.mono(0, sound.frames)]).toEqual(expected);
  });

  it("is silence outside of itself", () => {
    expect([...openWav(wav({ bits: 16, frames: [[16_384], [8_192]] })).mono(-1, 3)]).toEqual([0, 0.5, 0.25, 0]);
  });

  it("that is cut off or was never closed ends with the file", () => {
    const bytes = wav({ bits: 16, frames: [[16_384], [8_192], [1]] });
    expect(openWav(bytes.subarray(0, bytes.length - 3)).frames).toBe(1);
    for (const length of [0, 0xffff_ffff]) {
      const open = bytes.slice();
      new DataView(open.buffer).setUint32(52, length, true);
      expect(openWav(open).frames).toBe(3);
    }
  });

  it.each([
    ["A-law", wav({ kind: 6, bits: 8, frames: [[1]] }), "format 6 with 8 bit"],
    ["12 bit", wav({ bits: 12, frames: [] }), "format 1 with 12 bit"],
    ["no rate", wav({ bits: 16, rate: 0, frames: [[1]] }), "sampling rate of 0 Hz"],
    ["no samples", wav({ bits: 16, frames: [[1]] }).subarray(0, 48), "holds no samples"],
    ["a short format", wav({ bits: 16, frames: [[1]] }).subarray(0, 40), "does not say how its samples"],
    ["another format", new TextEncoder().encode("OggS and more than that"), "not a WAV file"],
    ["nothing", new Uint8Array(), "not a WAV file"],
  ])("with %s is refused with its reason", (_, bytes, why) => {
    expect(() => openWav(bytes)).toThrow(SoundError);
    expect(() => openWav(bytes)).toThrow(why);
  });

  it("with a sample that is no number is refused when it is heard", () => {
    const sound = openWav(wav({ kind: 3, bits: 32, frames: [[0], [Number.NaN]] }));
    expect(() => sound.mono(0, 2)).toThrow("Sample 2 of the recording is not a number.");
  });

  it("of any bytes is read or refused, never anything else", () => {
    const start = wav({ bits: 16, frames: [[1], [2], [3]] });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(start.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const bytes = start.slice();
        for (const [at, value] of changes) bytes[at] = value;
        try {
          const sound = openWav(bytes);
          sound.mono(0, Math.min(sound.frames, 8));
        } catch (error) {
          expect(error).toBeInstanceOf(SoundError);
        }
      }),
    );
  });

  it("is written as it is read, within half a step", () => {
    const values = [0, 0.5, -1, 1, 0.1234];
    const sound = openWav(writeWav(values, 16_000));
    const read = sound.mono(0, sound.frames);
    expect(sound.rate).toBe(16_000);
    for (const [k, value] of values.entries()) expect(Math.abs((read[k] ?? 9) - value)).toBeLessThanOrEqual(2 ** -15);
    expect(openWav(wavTone({ hertz: 440, seconds: 0.5 })).frames).toBe(4_000);
  });
});

describe("the length of a WAV file", () => {
  const file = wav({ bits: 16, rate: 8_000, frames: Array.from({ length: 12_000 }, () => [0, 0]) });

  it("is told by its beginning and its size", () => {
    expect(wavSeconds(file, file.length)).toBe(1.5);
    expect(wavSeconds(file.subarray(0, 100), file.length)).toBe(1.5);
    // cut off in the middle: what is there
    expect(wavSeconds(file.subarray(0, 100), file.length - 16_000 * 2)).toBe(0.5);
  });

  it("is unknown where the beginning ends before the samples, and of other files", () => {
    expect(wavSeconds(file.subarray(0, 50), file.length)).toBeNull();
    expect(wavSeconds(new TextEncoder().encode("fLaC, and then something else"), 100)).toBeNull();
  });
});
