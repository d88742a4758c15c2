import type { ModelCard } from "@/core/onnx/model-card";
import type { Priority } from "./job-queue";
import type { HeardPart, ModelInput, Provider } from "./messages";

export interface ModelFile {
  sha256: string;
  url: string;
  bytes: number;
  card: ModelCard;
  /** Files that the page holds already, by SHA-256; the others are fetched. */
  held?: ReadonlyMap<string, Blob>;
}

export interface Prediction {
  /** In the order of the card's labels. */
  probs: Float32Array<ArrayBuffer>;
  /** The model read only the beginning of the text, or heard a part of the recording. */
  truncated: boolean;
  heard: HeardPart | null;
  embedding: Float32Array<ArrayBuffer> | null;
  provider: Provider;
  ms: number;
  prepMs: number;
}

export interface PredictOptions {
  sha256: string;
  /** Names the item: the same key and file give the same answer. */
  key: string;
  input: ModelInput;
  /** The vector that the card names, too. */
  wantsEmbedding?: boolean;
  /** Whom numbers that cannot be used speak against: after three such items in a row the model is given up, or never. */
  blames?: "model" | "item";
  priority?: Priority;
  signal?: AbortSignal | undefined;
}
