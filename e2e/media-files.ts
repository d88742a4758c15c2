import sharp from "sharp";
import { ZipFile } from "yazl";

/** A tone whose loudness swells, as a WAV file: 16 bit, one channel. */
export function tone({ hertz, seconds }: { hertz: number; seconds: number }): Buffer {
  const rate = 16_000;
  const samples = Math.round(rate * seconds);
  const bytes = Buffer.alloc(44 + 2 * samples);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + 2 * samples, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(2 * samples, 40);
  for (let k = 0; k < samples; k++) {
    const swell = Math.sin((Math.PI * k) / samples) * (0.55 + 0.45 * Math.sin((12 * Math.PI * k) / samples));
    bytes.writeInt16LE(Math.round(24_000 * swell * Math.sin((2 * Math.PI * hertz * k) / rate)), 44 + 2 * k);
  }
  return bytes;
}

/** A picture with a red upper left quarter when it is upright. */
export async function picture({ width, height, turned = false }: { width: number; height: number; turned?: boolean }) {
  const corner = await sharp({
    create: { width: width / 2, height: height / 2, channels: 3, background: { r: 220, g: 30, b: 30 } },
  })
    .png()
    .toBuffer();
  const upright = await sharp({ create: { width, height, channels: 3, background: { r: 40, g: 90, b: 160 } } })
    .composite([{ input: corner, top: 0, left: 0 }])
    .png()
    .toBuffer();
  // a camera held on its side: stored turned to the left, with a note to turn it back
  return turned
    ? sharp(upright).rotate(-90).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer()
    : sharp(upright).jpeg({ quality: 95 }).toBuffer();
}

export async function zipOf(files: Record<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(bytes, name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
