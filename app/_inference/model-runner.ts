import type { ModelCard } from "@/core/onnx/model-card";
import type { InferenceClient } from "./inference-client";
import type { HeardPart, Provider } from "./messages";
import { type ModelStatus, NOT_STARTED } from "./model-status";
import type { PredictOptions } from "./prediction";
import { ORT_VERSION } from "./runtime";

export interface RunnerPrediction {
  /** In output order; classes that the project does not have are among them. */
  probs: Float32Array;
  /** Keys of the project's labels in the same order; null is a class that the project does not have. */
  labels: (string | null)[];
  /** The model read only the beginning of the text, or heard a part of the recording. */
  truncated: boolean;
  /** In seconds of the recording; null for other items. */
  heard: HeardPart | null;
  /** Where it was asked for and the model has one. */
  embedding: Float32Array | null;
  provider: Provider;
  runtimeVersion: string;
  ms: number;
}

export interface ModelRunner {
  /** Fetches the model's card, once, and makes the file known; the runtime starts with the first `predict`. */
  ensure(modelId: number, sha256: string): Promise<void>;
  predict(options: PredictOptions): Promise<RunnerPrediction>;
  status(sha256: string): ModelStatus;
  /** Worst news first: what a chip for the whole queue shows when its folds are several files. */
  overall(): ModelStatus;
  subscribe(listener: () => void): () => void;
  retry(): void;
  dispose(): void;
}

/** What the server says of a model: its card and its files. */
export interface ModelFacts {
  card: ModelCard;
  files: readonly { sha256: string; bytes: number }[];
}

export interface RunnerOptions {
  readModel(modelId: number): Promise<ModelFacts>;
  client: InferenceClient;
}

const ORDER: readonly ModelStatus["state"][] = ["failed", "loading", "ready", "off"];

/** The models of one page: every fold file is a session in the one worker thread. */
export function modelRunnerOver({ readModel, client }: RunnerOptions): ModelRunner {
  const facts = new Map<number, Promise<ModelFacts>>();
  const cards = new Map<string, ModelCard>();

  const factsOf = (modelId: number) => {
    const known = facts.get(modelId);
    if (known) return known;
    const asked = readModel(modelId);
    facts.set(modelId, asked);
    // the next item asks again
    asked.catch(() => facts.delete(modelId));
    return asked;
  };

  return {
    async ensure(modelId, sha256) {
      const { card, files } = await factsOf(modelId);
      const bytes = files.find((file) => file.sha256 === sha256)?.bytes ?? 0;
      cards.set(sha256, card);
      client.register({ sha256, url: `/api/models/${sha256}`, bytes, card });
    },
    async predict(options) {
      const { probs, truncated, heard, embedding, provider, ms } = await client.predict(options);
      const labels = cards.get(options.sha256)?.labels.map(({ projectLabel }) => projectLabel) ?? [];
      return { probs, labels, truncated, heard, embedding, provider, ms, runtimeVersion: ORT_VERSION };
    },
    status: (sha256) => client.status(sha256),
    overall() {
      const all = [...cards.keys()].map((sha256) => client.status(sha256));
      const off = all.find((status) => status.state === "off" && status.reason !== null);
      return off ?? ORDER.map((state) => all.find((one) => one.state === state)).find(Boolean) ?? NOT_STARTED;
    },
    subscribe: (listener) => client.subscribe(listener),
    retry: () => client.retry(),
    dispose: () => client.dispose(),
  };
}
