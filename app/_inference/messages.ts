import type { RowData } from "@/core/item/row-data";
import type { ModelCard } from "@/core/onnx/model-card";
import type { GridCell, Stretch } from "@/core/prediction/occlusion";
import type { RowCell } from "@/core/table/row-vector";
import type { Timing } from "./faster-provider";

export type Provider = "webgpu" | "wasm";
/** `jspi` holds both providers and needs JSPI in the browser; `wasm` runs everywhere. */
export type RuntimeBuild = "jspi" | "wasm";
/** `without`: a part of what the model reads is emptied, to see what it matters. */
export type ModelInput =
  | { kind: "image"; url: string; without?: GridCell }
  | { kind: "picture"; file: Blob }
  | { kind: "text"; text: string }
  | { kind: "row"; cells: readonly RowCell[] }
  | { kind: "recording"; url: string; without?: Stretch }
  | HeardInput
  | { kind: "content"; content: ItemContent };
/** An item that holds more than is judged: the model's card says what of it is read. */
export interface ItemContent {
  image: string | null;
  audio: string | null;
  data: RowData | null;
  text: string | null;
}
/** A recording as the thread reads it: a WAV file, or the samples of what only the page could decode. */
export type HeardInput = { kind: "sound"; sound: Blob | DecodedSound; without?: Stretch };
export interface DecodedSound {
  rate: number;
  channels: Float32Array<ArrayBuffer>[];
}

export type InferenceCode =
  | "busy"
  | "http"
  | "hash"
  | "too-large"
  | "bad-model"
  | "needs-f16"
  | "bad-input"
  | "non-finite"
  | "bad-output"
  | "golden-mismatch"
  | "device-lost"
  | "timeout"
  | "out-of-memory"
  | "decode"
  | "unknown";

export type BootPhase = "runtime" | "fetch" | "verify" | "create" | "warmup" | "check";
export type RunPhase = "media" | "run";

/** `id` numbers requests, `epoch` generations of the worker: a reply with another of either is dropped. */
interface Envelope {
  id: number;
  epoch: number;
}

export type BootRequest = Envelope & {
  kind: "boot";
  sha256: string;
  /** `/api/models/<sha256>`, same origin. */
  url: string;
  card: ModelCard;
  /** Bytes that the page holds already, by SHA-256: those of a model that is not stored yet. */
  held?: ReadonlyMap<string, Blob>;
  build: RuntimeBuild;
  provider: Provider;
  /** Time both providers, too. */
  contest: boolean;
};
export type PredictRequest = Envelope & {
  kind: "predict";
  sha256: string;
  key: string;
  input: ModelInput;
  wantsEmbedding: boolean;
};
export type DisposeRequest = Envelope & { kind: "dispose"; sha256: string };
export type InferenceRequest = BootRequest | PredictRequest | DisposeRequest;
/** Loads the runtime before any model is known; nothing is answered. */
export type PrepareRequest = { kind: "prepare"; build: RuntimeBuild };

export type ProgressReply = Envelope & { kind: "progress"; phase: BootPhase | RunPhase; done: number; total: number };
export type ReadyReply = Envelope & {
  kind: "ready";
  provider: Provider;
  build: RuntimeBuild;
  /** What the GPU calls itself; null on WASM. */
  adapter: string | null;
  msWarmup: number;
  /** Where it was asked for and both can run. */
  timing: Timing | null;
};
export type ResultReply = Envelope & {
  kind: "result";
  key: string;
  /** One value per label of the card, in the card's order; classes that the project does not have are among them. */
  probs: Float32Array<ArrayBuffer>;
  /** The text or the recording was longer than what the model reads. */
  truncated?: boolean;
  /** The part of a recording that was heard, in seconds. */
  heard?: HeardPart | null;
  embedding?: Float32Array<ArrayBuffer> | null;
  ms: number;
  prepMs: number;
};
export type HeardPart = { from: number; to: number };
export type DisposedReply = Envelope & { kind: "disposed" };
/** `message` is for people; `detail` is what the runtime said. */
export type ErrorReply = Envelope & { kind: "error"; code: InferenceCode; message: string; detail: string | null };
export type InferenceReply = ProgressReply | ReadyReply | ResultReply | DisposedReply | ErrorReply;

/** What both sides throw. */
export class InferenceError extends Error {
  override readonly name = "InferenceError";
  constructor(
    readonly code: InferenceCode,
    message: string,
    readonly detail: string | null = null,
  ) {
    super(message);
  }
}
