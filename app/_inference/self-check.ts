import type { ModelCard } from "@/core/onnx/model-card";
import { createRandom } from "@/core/random";
import { InferenceError } from "./messages";
import { type InputData, imageInput, rowInput, type Tokenize, textInput } from "./model-input";
import { type ModelSession, openSession } from "./model-session";
import type { Runtime } from "./runtime";

const SEED = 7;
const TOLERANCE = 1e-3;
const HALF_PRECISION_TOLERANCE = 5e-3;

/** Something that every part of the model must work on: a wrong kernel gives zeros for zeros, and looks right. */
export function probeInput(card: ModelCard, tokenize: Tokenize | null = null): InputData {
  if (card.table)
    return rowInput(
      card,
      card.table.columns.map((name, k) => [name, card.table?.mean[k] ?? 0] as const),
    );
  if (!card.image) return textInput(card, "A probe of some words, not one of them new: 1 2 3!", tokenize);
  const { width, height } = card.image;
  const random = createRandom(SEED);
  const data = Uint8Array.from({ length: width * height * 3 }, () => 256 * random());
  return imageInput(card, { data, width, height, channels: 3 });
}

/** Runs one input on WASM as well, in the same thread: WebGPU has returned plainly wrong numbers, without any error. */
export async function checkAgainstWasm(
  ort: Runtime,
  {
    bytes,
    card,
    session,
    tokenize = null,
  }: { bytes: Uint8Array; card: ModelCard; session: Pick<ModelSession, "run">; tokenize?: Tokenize | null },
) {
  const reference = await openSession(ort, { bytes, card, provider: "wasm" });
  try {
    const expected = await reference.run(probeInput(card, tokenize));
    const found = await session.run(probeInput(card, tokenize));
    const difference = found.reduce((most, p, k) => Math.max(most, Math.abs(p - (expected[k] ?? 0))), 0);
    const tolerance = card.input.dtype === "float16" ? HALF_PRECISION_TOLERANCE : TOLERANCE;
    if (difference > tolerance)
      throw new InferenceError(
        "golden-mismatch",
        "The graphics card computes this model wrongly.",
        `largest difference ${difference.toPrecision(3)}`,
      );
  } finally {
    await reference.release();
  }
}
