import type { Sound } from "./sound";

/** Zero crossings of the sinc on either side. */
const WIDTH = 6;
/** Share of the lower of the two Nyquist frequencies that is kept. */
const ROLLOFF = 0.99;

/** How many samples a recording has at another rate. */
export const resampledLength = ({ frames, rate: from }: Pick<Sound, "frames" | "rate">, rate: number): number =>
  Math.ceil((frames * rate) / from);

/**
 * A recording at another sampling rate, or the part `start` .. `end` of it, counted in samples of the new rate.
 *
 *     y[j] = sum_i x[i] h(i / from - j / to),   h(s) = (b / from) sinc(b s) cos(pi b s / 12)^2   for |b s| < 6, else 0
 *
 * b is 0.99 of the lower of both rates, sinc(x) is sin(pi x) / (pi x), and what lies outside the recording is silence: the
 * windowed sinc of torchaudio with its defaults (Hann, width 6, roll-off 0.99). With the rates divided by their greatest
 * common divisor only `to` different filters occur, and each is computed once. At equal rates samples stay as they are.
 *
 * Float64 throughout. Sine and cosine may differ between engines in the last bit, which is far below 1e-6 of full scale.
 *
 * Cost: O((end - start) x 12 max(1, from / to)). Source: torchaudio 2.8, functional.resample; Smith (2002), Digital Audio
 * Resampling Home Page, https://ccrma.stanford.edu/~jos/resample/.
 *
 * @example resample(soundOf(2, [Float32Array.of(1, 1, 1, 1)]), 1).length // 2
 */
export function resample(
  sound: Sound,
  rate: number,
  { start, end }: { start: number; end: number } = { start: 0, end: resampledLength(sound, rate) },
): Float64Array {
  if (sound.rate === rate) return sound.mono(start, end);
  const divisor = greatestCommonDivisor(sound.rate, rate);
  const [from, to] = [sound.rate / divisor, rate / divisor];
  const reach = Math.ceil((WIDTH * from) / baseOf(from, to));
  // the first sample of the source that has a weight for a sample of the result
  const firstOf = (j: number) => Math.floor((j * from) / to) - reach;
  const first = firstOf(start);
  const source = sound.mono(first, firstOf(end) + 2 * reach + 2);
  const filters = new Map<number, Float64Array>();
  const values = new Float64Array(Math.max(0, end - start));
  for (let j = start; j < end; j++) {
    const phase = j % to;
    const weights = filters.get(phase) ?? weightsOf(phase, { from, to, reach });
    filters.set(phase, weights);
    const at = firstOf(j) - first;
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += (weights[k] as number) * (source[at + k] as number);
    values[j - start] = sum;
  }
  return values;
}

const baseOf = (from: number, to: number) => ROLLOFF * Math.min(from, to);

function weightsOf(phase: number, { from, to, reach }: { from: number; to: number; reach: number }): Float64Array {
  const base = baseOf(from, to);
  const offset = Math.floor((phase * from) / to) - reach;
  return Float64Array.from({ length: 2 * reach + 2 }, (_, k) => {
    const t = ((offset + k) / from - phase / to) * base;
    if (Math.abs(t) >= WIDTH) return 0;
    const sinc = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
    return (base / from) * sinc * Math.cos((Math.PI * t) / (2 * WIDTH)) ** 2;
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
