/** Samples as a WAV file of one channel with 16 bit; what lies outside -1 .. 1 is cut. */
export function writeWav(samples: ArrayLike<number>, rate: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string) => bytes.set(new TextEncoder().encode(word), at);
  text(0, "RIFF");
  view.setUint32(4, 36 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  for (let k = 0; k < samples.length; k++) {
    const level = Math.round((samples[k] as number) * 2 ** 15);
    view.setInt16(44 + 2 * k, Math.max(-(2 ** 15), Math.min(2 ** 15 - 1, level)), true);
  }
  return bytes;
}
