import sharp from "sharp";
import { IMAGE_FORMATS, MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS } from "@/core/item/item-content";
import type { DataDirectory } from "../data-directory";
import { OperationError } from "../errors";
import { sha256OfBytes, writeOnce } from "./stored-file";

export interface StoredImage {
  kind: "image";
  sha256: string;
  bytes: number;
  contentType: string;
  /** Upright, after the turn that the camera noted. */
  width: number;
  height: number;
}

/** Decodes an image once, keeps the original under its hash and makes a thumbnail; refuses whatever is no image. */
export async function storeImage(data: DataDirectory, bytes: Buffer): Promise<StoredImage> {
  const refuse = (why: string) => new OperationError("invalid", why, "image");
  if (bytes.byteLength > MAX_IMAGE_BYTES) throw refuse("The image is larger than 25 MB.");
  const image = sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS, failOn: "error", pages: 1 }).timeout({
    seconds: 10,
  });
  const metadata = await image.metadata().catch(() => null);
  const contentType = IMAGE_FORMATS.find(({ name }) => name === metadata?.format)?.contentType;
  if (!metadata || !contentType) throw refuse("This is not a JPEG, PNG, WebP or GIF image.");
  const thumbnail = await image
    .rotate()
    .resize(256, 256, { fit: "inside", withoutEnlargement: true, kernel: "lanczos3" })
    .webp({ quality: 82, lossless: metadata.width <= 64 && metadata.height <= 64 })
    .toBuffer()
    .catch(() => {
      throw refuse("The image does not decode.");
    });
  const sha256 = sha256OfBytes(bytes);
  await writeOnce(data.media(sha256), bytes);
  await writeOnce(data.thumbnail(sha256), thumbnail);
  const turned = (metadata.orientation ?? 1) >= 5;
  return {
    kind: "image",
    sha256,
    bytes: bytes.byteLength,
    contentType,
    width: turned ? metadata.height : metadata.width,
    height: turned ? metadata.width : metadata.height,
  };
}
