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
