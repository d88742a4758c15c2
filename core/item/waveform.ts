/** The lowest and the highest sample of each of a number of equal stretches, as min, max, min, max, ... */
export type Peaks = Float32Array;

/**
 * The outline of a sound: per bucket the extremes over all channels, clamped to -1 .. 1.
 *
 * A sound shorter than the buckets repeats its nearest sample; silence, and no sample at all, are zeros. Cost: O(samples).
 *
 * @example waveformPeaks([Float32Array.of(0, 0.5, -1, 0.25)], 2) // 0, 0.5, -1, 0.25
 */
export function waveformPeaks(channels: readonly Float32Array[], buckets: number): Peaks {
  const length = Math.max(0, ...channels.map((channel) => channel.length));
  const peaks = new Float32Array(2 * buckets);
  if (length === 0) return peaks;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.min(length - 1, Math.floor((bucket * length) / buckets));
    const to = Math.max(from + 1, Math.floor(((bucket + 1) * length) / buckets));
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const channel of channels) {
      for (let at = from; at < to && at < channel.length; at++) {
        const sample = channel[at] as number;
        if (sample < low) low = sample;
        if (sample > high) high = sample;
      }
    }
    peaks[2 * bucket] = clamp(low);
    peaks[2 * bucket + 1] = clamp(high);
  }
  return peaks;
}

const clamp = (sample: number) => (Number.isFinite(sample) ? Math.min(1, Math.max(-1, sample)) : 0);

/**
 * A time for people, in minutes and seconds with tenths.
 *
 * @example clockTime(75.26) // "1:15.2"
 */
export function clockTime(seconds: number): string {
  const tenths = Math.floor(Math.max(0, seconds) * 10 + 1e-6);
  const rest = `${Math.floor((tenths % 600) / 10)}`.padStart(2, "0");
  return `${Math.floor(tenths / 600)}:${rest}.${tenths % 10}`;
}
