import type { ModelCard } from "@/core/onnx/model-card";
import { decodeImage } from "./decode-image";
import { InferenceError } from "./messages";
import { type InputData, imageInput } from "./model-input";

/** The tensor of one picture file, from its bytes on. */
export async function pictureInput(card: ModelCard, file: Blob): Promise<InputData> {
  if (!card.image) throw new InferenceError("bad-input", "The model does not read pictures.");
  const bytes = new Uint8Array(await file.arrayBuffer());
  return imageInput(card, await decodeImage(bytes, file.type, card.image));
}
