import type { ModelCard } from "@/core/onnx/model-card";
import { createRandom } from "@/core/random";
import type { Timing } from "./faster-provider";
import { InferenceError } from "./messages";
import { type InputData, imageInput, textInput } from "./model-input";
import { type ModelSession, openSession } from "./model-session";
import type { Runtime } from "./runtime";

const SEED = 7;
const TOLERANCE = 1e-3;
const HALF_PRECISION_TOLERANCE = 5e-3;

/** Something that every part of the model must work on: a wrong kernel gives zeros for zeros, and looks right. */
export function probeInput(card: ModelCard): InputData {
  if (!card.image) return textInput(card, "A probe of some words, not one of them new: 1 2 3!");
  const { width, height } = card.image;
  const random = createRandom(SEED);
  const data = Uint8Array.from({ length: width * height * 3 }, () => 256 * random());
  return imageInput(card, { data, width, height, channels: 3 });
}

const TIMED_RUNS = 5;

/** Median of a few runs, in ms. */
async function timeOf(session: Pick<ModelSession, "run">, card: ModelCard): Promise<number> {
  const times: number[] = [];
  for (let k = 0; k < TIMED_RUNS; k++) {
    const start = performance.now();
    await session.run(probeInput(card));
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(TIMED_RUNS / 2)] ?? 0;
}

/**
 * Runs one input on WASM as well, in the same thread: WebGPU has returned plainly wrong numbers, without any error. With
 * `contest` both are timed.
 */
export async function checkAgainstWasm(
  ort: Runtime,
  {
    bytes,
    card,
    session,
    contest = false,
  }: { bytes: Uint8Array; card: ModelCard; session: Pick<ModelSession, "run">; contest?: boolean },
): Promise<Timing | null> {
  const reference = await openSession(ort, { bytes, card, provider: "wasm" });
  try {
    const expected = await reference.run(probeInput(card));
    const found = await session.run(probeInput(card));
    const difference = found.reduce((most, p, k) => Math.max(most, Math.abs(p - (expected[k] ?? 0))), 0);
    const tolerance = card.input.dtype === "float16" ? HALF_PRECISION_TOLERANCE : TOLERANCE;
    if (difference > tolerance)
      throw new InferenceError(
        "golden-mismatch",
        "The graphics card computes this model wrongly.",
        `largest difference ${difference.toPrecision(3)}`,
      );
    // one after the other: runs that overlap freeze this thread
    return contest ? { webgpu: await timeOf(session, card), wasm: await timeOf(reference, card) } : null;
  } finally {
    await reference.release();
  }
}
