import sharp from "sharp";
import type { Pixels } from "@/core/image/resample";
import type { ModelCard } from "@/core/onnx/model-card";
import { invalid } from "../errors";

type Decoding = Pick<NonNullable<ModelCard["image"]>, "exifOrientation" | "alpha">;

/** A stored picture's own pixels, as a model's card wants them decoded: no scaling, 8 bits of red, green and blue. */
export async function decodePixels(file: Uint8Array, { exifOrientation, alpha }: Decoding): Promise<Pixels> {
  const picture = sharp(file);
  const upright = exifOrientation === "apply" ? picture.rotate() : picture;
  const plain =
    alpha === "drop" ? upright.removeAlpha() : upright.flatten({ background: alpha === "white" ? "#fff" : "#000" });
  const { data, info } = await plain
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw invalid("The picture of an item cannot be decoded here.");
    });
  return { data: new Uint8Array(data), width: info.width, height: info.height, channels: 3 };
}
