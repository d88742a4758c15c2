import type { InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { fromFloat16 } from "@/core/onnx/float16";
import type { ModelCard } from "@/core/onnx/model-card";
import { readModelMetadata } from "@/core/onnx/model-metadata";
import { ModelFileError } from "@/core/onnx/protobuf-reader";
import { InferenceError, type Provider } from "./messages";
import { type InputData, zeroInput } from "./model-input";
import { toProbabilities } from "./model-output";
import type { Runtime } from "./runtime";

export interface ModelSession {
  run(input: InputData): Promise<Float32Array<ArrayBuffer>>;
  /** With the vector that the card names as the item's embedding; null without one. */
  runWithEmbedding(input: InputData): Promise<Embedded>;
  release(): Promise<void>;
}

export interface Embedded {
  probs: Float32Array<ArrayBuffer>;
  embedding: Float32Array<ArrayBuffer> | null;
}

/** Refuses a file that does not fit its card before any runtime sees it. */
export function checkModelFile(bytes: Uint8Array, { input, output }: ModelCard) {
  try {
    const found = readModelMetadata(bytes);
    if (!found.inputs.some(({ name }) => name === input.name))
      throw new InferenceError("bad-model", `The model has no input called "${input.name}".`);
    if (!found.outputs.some(({ name }) => name === output.name))
      throw new InferenceError("bad-model", `The model has no output called "${output.name}".`);
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    throw new InferenceError("bad-model", "The file is not a usable ONNX model.", error.message);
  }
}

/** Creates the session from bytes, never from an address: the runtime's own message for a missing file misleads. */
export async function openSession(
  { InferenceSession: Session, Tensor: MakeTensor }: Runtime,
  { bytes, card, provider }: { bytes: Uint8Array; card: ModelCard; provider: Provider },
): Promise<ModelSession> {
  const session: InferenceSession = await Session.create(bytes, {
    // exactly one: with two the runtime falls back in silence. Its own layout for WebGPU, NHWC, gives wrong numbers for
    // convolutions over 6 channels (1.30.0)
    executionProviders: [provider === "webgpu" ? { name: provider, preferredLayout: "NCHW" } : provider],
    logSeverityLevel: 3,
  });
  const { name } = card.output;
  const run = async ({ type, data, dims, more = {} }: InputData, embedding: string | null): Promise<Embedded> => {
    const others = Object.entries(more).map(([key, one]) => [key, new MakeTensor(one.type, one.data, one.dims)]);
    const feeds = { [card.input.name]: new MakeTensor(type, data, dims), ...Object.fromEntries(others) };
    const results = await session.run(feeds, embedding === null ? [name] : [name, embedding]);
    const scores = results[name];
    if (!scores) throw new InferenceError("bad-output", `The model gave no "${name}".`);
    const probs = toProbabilities(firstRow(scores), card);
    const vector = embedding === null ? undefined : results[embedding];
    const embedded = { probs, embedding: vector ? finiteVector(firstRow(vector), card) : null };
    for (const tensor of Object.values(results)) tensor.dispose();
    return embedded;
  };
  return {
    run: async (input) => (await run(input, null)).probs,
    runWithEmbedding: (input) => run(input, card.embedding?.output ?? null),
    release: () => session.release(),
  };
}

function finiteVector(values: Float32Array, { embedding }: ModelCard): Float32Array<ArrayBuffer> {
  if (values.length !== embedding?.dims)
    throw new InferenceError(
      "bad-output",
      `The embedding has ${values.length} values; the card says ${embedding?.dims}.`,
    );
  if (!values.every(Number.isFinite))
    throw new InferenceError("non-finite", "The embedding holds a value that is not a number.");
  return new Float32Array(values);
}

function firstRow({ data, dims }: Tensor): Float32Array {
  const length = dims.length > 1 ? dims.slice(1).reduce((product, dim) => product * dim, 1) : data.length;
  if (length > 100_000) throw new InferenceError("too-large", "The model gives more than 100,000 values per item.");
  if (data instanceof Float32Array) return data.slice(0, length);
  if (data instanceof Uint16Array) return Float32Array.from(data.subarray(0, length), fromFloat16);
  if (Array.isArray(data) || data instanceof BigInt64Array || data instanceof BigUint64Array)
    throw new InferenceError("bad-output", "The model's scores are not floating-point numbers.");
  return Float32Array.from(data.subarray(0, length));
}

/** The first run compiles the kernels, and shows whether the numbers are numbers. */
export const warmUp = (session: ModelSession, card: ModelCard) => session.run(zeroInput(card));

/** The runtime's messages hold paths of its build; these fragments are stable. */
const KNOWN: readonly [RegExp, InferenceError["code"], string][] = [
  [/requires f16/, "needs-f16", "The model needs half precision, which this graphics card lacks."],
  [/protobuf parsing failed/, "bad-model", "The file is not a usable ONNX model."],
  [
    /bad_alloc|out of memory|Maximum memory size|allocation failed|shape is too large|Aborted\(/i,
    "out-of-memory",
    "The model needs more memory than this browser gives.",
  ],
  [/device.*lost|BufferManager::Download|mapAsync/i, "device-lost", "The graphics card was lost."],
  [
    /missing in 'feeds'|Invalid rank|invalid dimensions|Unexpected input data type/,
    "bad-input",
    "The model reads another input than its card says.",
  ],
];

export function asInferenceError(error: unknown): InferenceError {
  if (error instanceof InferenceError) return error;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const known = KNOWN.find(([pattern]) => pattern.test(text));
  return new InferenceError(known?.[1] ?? "unknown", known?.[2] ?? "The model stopped with an error.", text);
}
