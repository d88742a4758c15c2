import sharp from "sharp";
import { ZipFile } from "yazl";
import { wavTone } from "../core/item/fixtures/wav-tone";

/** A tone whose loudness swells, as a WAV file. */
export const tone = ({ hertz, seconds }: { hertz: number; seconds: number }): Buffer =>
  Buffer.from(
    wavTone({
      hertz,
      seconds,
      rate: 16_000,
      loudness: (place) => Math.sin(Math.PI * place) * (0.55 + 0.45 * Math.sin(12 * Math.PI * place)),
    }),
  );

/** Any sound of several channels as a WAV file of 16 bit; `sample` of a time in seconds and a channel, -1..1. */
export function wavFile({
  rate,
  channels,
  seconds,
  sample,
}: {
  rate: number;
  channels: number;
  seconds: number;
  sample(time: number, channel: number): number;
}): Buffer {
  const frames = Math.round(rate * seconds);
  const bytes = Buffer.alloc(44 + 2 * frames * channels);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * channels * rate, 28);
  bytes.writeUInt16LE(2 * channels, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(bytes.length - 44, 40);
  for (let k = 0; k < frames; k++)
    for (let c = 0; c < channels; c++)
      bytes.writeInt16LE(Math.round(32_767 * sample(k / rate, c)), 44 + 2 * (k * channels + c));
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
