import { soundOf } from "@/core/audio/sound";
import type { ModelCard } from "@/core/onnx/model-card";
import { normalizedRow } from "@/core/prediction/probabilities";
import { createRandom } from "@/core/random";
import type { Tokenize } from "@/core/text/tokenizer";
import type { Timing } from "./faster-provider";
import { InferenceError } from "./messages";
import { type InputData, imageInput, rowInput, soundInput, textInput } from "./model-input";
import { type ModelSession, openSession } from "./model-session";
import { pictureInput } from "./picture-input";
import type { Runtime } from "./runtime";
import { recordingInput } from "./sound-input";
import type { FileSource } from "./tokenizer";

const SEED = 7;
const TOLERANCE = 1e-3;
const HALF_PRECISION_TOLERANCE = 5e-3;

/** Something that every part of the model must work on: a wrong kernel gives zeros for zeros, and looks right. */
export function probeInput(card: ModelCard, tokenize: Tokenize | null = null): InputData {
  if (card.table) return rowInput(card, rowOf(card, card.table.mean));
  if (card.audio) return soundInput(card, noise(card.audio));
  if (!card.image) return textInput(card, "A probe of some words, not one of them new: 1 2 3!", tokenize);
  const { width, height } = card.image;
  const random = createRandom(SEED);
  const data = Uint8Array.from({ length: width * height * 3 }, () => 256 * random());
  return imageInput(card, { data, width, height, channels: 3 });
}

function noise({ samplingRate, samples }: NonNullable<ModelCard["audio"]>) {
  const random = createRandom(SEED);
  return soundOf(samplingRate, [Float32Array.from({ length: samples }, () => random() - 0.5)]);
}

const TIMED_RUNS = 5;

/** Median of a few runs, in ms. */
async function timeOf(session: Pick<ModelSession, "run">, input: InputData): Promise<number> {
  const times: number[] = [];
  for (let k = 0; k < TIMED_RUNS; k++) {
    const start = performance.now();
    await session.run(input);
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
    tokenize = null,
  }: {
    bytes: Uint8Array;
    card: ModelCard;
    session: Pick<ModelSession, "run">;
    contest?: boolean;
    tokenize?: Tokenize | null;
  },
): Promise<Timing | null> {
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
    // one after the other: runs that overlap freeze this thread
    if (!contest) return null;
    const input = probeInput(card, tokenize);
    return { webgpu: await timeOf(session, input), wasm: await timeOf(reference, input) };
  } finally {
    await reference.release();
  }
}

/**
 * Computes the samples that were computed when the model was added: a browser that comes to other probabilities, by its
 * decoding, its arithmetic or its runtime, gives no suggestions.
 */
export async function checkGolden({
  sha256,
  card,
  session,
  tokenize,
  files,
}: {
  sha256: string;
  card: ModelCard;
  session: Pick<ModelSession, "run">;
  tokenize: Tokenize | null;
  files: FileSource;
}) {
  for (const { input, model, expected, tolerance } of card.golden) {
    if (!input || (model !== undefined && model !== sha256)) continue;
    const found = await session.run(await goldenInput(card, input, { tokenize, files }));
    // stated as the model gives them; read as shares
    const wanted = card.output.kind === "sigmoid" ? [...normalizedRow(expected)] : expected;
    const difference = wanted.reduce((most, p, k) => Math.max(most, Math.abs(p - (found[k] ?? 0))), 0);
    if (found.length !== wanted.length || difference > tolerance)
      throw new InferenceError(
        "golden-mismatch",
        "This browser computes the model otherwise than the one it was tried in.",
        `largest difference ${difference.toPrecision(3)}`,
      );
  }
}

type GoldenInput = NonNullable<ModelCard["golden"][number]["input"]>;

async function goldenInput(
  card: ModelCard,
  input: GoldenInput,
  { tokenize, files }: { tokenize: Tokenize | null; files: FileSource },
): Promise<InputData> {
  if ("text" in input) return textInput(card, input.text, tokenize);
  if ("values" in input) return rowInput(card, rowOf(card, input.values));
  if ("audio" in input) {
    const { sha256 } = input.audio;
    return recordingInput(card, new Blob([await files({ url: `/api/models/${sha256}`, sha256 })]));
  }
  const { sha256 } = input.image;
  return pictureInput(card, new Blob([await files({ url: `/api/models/${sha256}`, sha256 })], { type: "image/png" }));
}

/** A row that holds just the columns that the model reads. */
const rowOf = ({ table }: ModelCard, values: readonly number[]) =>
  table?.columns.map((name, k) => [name, values[k] ?? null] as const) ?? [];
