const BLOCK = 4_096;
/** Verbatim: samples as they are, without prediction. */
const VERBATIM = 0x02;

/** A WAV file of one channel with 16 bit, as a FLAC file with the same samples, not made smaller. */
export function flacOf(wav: Buffer): Buffer {
  const rate = wav.readUInt32LE(24);
  const samples = (wav.length - 44) / 2;
  const info = Buffer.alloc(34);
  info.writeUInt16BE(BLOCK, 0);
  info.writeUInt16BE(BLOCK, 2);
  // 20 bits of rate, 3 of channels less one, 5 of bits less one, the first 4 of 36 of the number of samples
  info.writeUInt32BE(((rate << 12) | (15 << 4)) >>> 0, 10);
  info.writeUInt32BE(samples, 14);
  const frames = Array.from({ length: Math.ceil(samples / BLOCK) }, (_, k) => {
    const length = Math.min(BLOCK, samples - k * BLOCK);
    const header = Buffer.from([0xff, 0xf8, 0x70, 0x08, k, (length - 1) >> 8, (length - 1) & 255]);
    const frame = Buffer.alloc(header.length + 2 + 2 * length);
    header.copy(frame);
    frame[header.length] = crc(header, 8, 0x07);
    frame[header.length + 1] = VERBATIM;
    for (let at = 0; at < length; at++)
      frame.writeInt16BE(wav.readInt16LE(44 + 2 * (k * BLOCK + at)), header.length + 2 + 2 * at);
    const check = crc(frame, 16, 0x8005);
    return Buffer.concat([frame, Buffer.from([check >> 8, check & 255])]);
  });
  return Buffer.concat([Buffer.from("fLaC"), Buffer.from([0x80, 0, 0, 34]), info, ...frames]);
}

function crc(bytes: Buffer, bits: 8 | 16, polynomial: number): number {
  const top = 1 << (bits - 1);
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << (bits - 8);
    for (let k = 0; k < 8; k++) sum = (sum & top ? (sum << 1) ^ polynomial : sum << 1) & (2 ** bits - 1);
  }
  return sum;
}
