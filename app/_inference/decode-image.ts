import type { Pixels } from "@/core/image/resample";
import type { ModelCard } from "@/core/onnx/model-card";
import { mayHaveAlpha, withoutOrientation } from "./image-header";
import { InferenceError } from "./messages";
import { readUnpremultiplied } from "./webgl-pixels";

type Decoding = Pick<NonNullable<ModelCard["image"]>, "alpha" | "exifOrientation">;

/** The pixels of a file as `Image.open(file).convert("RGB")` gives them; nothing is scaled here. */
export async function decodeImage(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  { alpha, exifOrientation }: Decoding,
): Promise<Pixels> {
  const upright = exifOrientation === "ignore" ? withoutOrientation(bytes) : bytes;
  const bitmap = await createImageBitmap(new Blob([upright], { type }), {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
  }).catch((error: unknown) => {
    throw new InferenceError("decode", "The picture of this item cannot be decoded.", String(error));
  });
  try {
    const { width, height } = bitmap;
    const rgba = (mayHaveAlpha(bytes) ? readUnpremultiplied(bitmap) : null) ?? readOpaque(bitmap);
    return { data: toRgb(rgba, alpha), width, height, channels: 3 };
  } finally {
    bitmap.close();
  }
}

let canvas: OffscreenCanvas | null = null;

function readOpaque(bitmap: ImageBitmap): Uint8ClampedArray {
  const { width, height } = bitmap;
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new InferenceError("decode", "This browser gives no canvas to decode pictures with.");
  context.clearRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, width, height).data;
}

/** `drop` keeps the stored colour under transparency, as Pillow does; else the colour is laid over white or black. */
export function toRgb(rgba: ArrayLike<number>, alpha: Decoding["alpha"]): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  const ground = alpha === "white" ? 255 : 0;
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const a = alpha === "drop" ? 255 : (rgba[from + 3] as number);
    for (let c = 0; c < 3; c++) {
      const value = rgba[from + c] as number;
      rgb[to + c] = a === 255 ? value : Math.round((value * a + ground * (255 - a)) / 255);
    }
  }
  return rgb;
}
