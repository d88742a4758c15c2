import { labelCalls } from "@/app/_trpc/label-calls";
import { chooseRuntime } from "./execution-provider";
import { fasterMemory } from "./faster-provider";
import { InferenceClient } from "./inference-client";
import type { InferenceReply } from "./messages";
import { type ModelRunner, modelRunnerOver } from "./model-runner";
import type { CreateWorker } from "./worker-channel";

const createWorker: CreateWorker = (handlers) => {
  const worker = new Worker(new URL("./inference.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<InferenceReply>) => handlers.message(data);
  worker.onerror = ({ message }) => handlers.failed(message || "it could not be loaded");
  worker.onmessageerror = () => handlers.failed("a message could not be read");
  return worker;
};

/** Runs a project's models in this browser; `dispose` it when the page goes. */
export function createModelRunner({ projectId }: { projectId: number }): ModelRunner {
  return modelRunnerOver({
    async readModel(modelId) {
      // the schema comes after the first paint, with the model
      const [{ card, files }, { ModelCard }] = await Promise.all([
        labelCalls.modelCard.query({ projectId, modelId }),
        import("@/core/onnx/model-card"),
      ]);
      return { card: ModelCard.parse(card), files };
    },
    client: new InferenceClient({
      createWorker,
      chooseRuntime,
      isHidden: () => document.visibilityState === "hidden",
      faster: fasterMemory,
    }),
  });
}
