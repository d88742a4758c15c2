"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { trpc } from "@/app/_trpc/calls";
import { chooseRuntime } from "./execution-provider";
import { InferenceClient } from "./inference-client";
import type { InferenceReply } from "./messages";
import { type ModelRunner, modelRunnerOver } from "./model-runner";
import { type ModelStatus, NOT_STARTED } from "./model-status";
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
        trpc.model.card.query({ projectId, modelId }),
        import("@/core/onnx/model-card"),
      ]);
      return { card: ModelCard.parse(card), files };
    },
    client: new InferenceClient({
      createWorker,
      chooseRuntime,
      isHidden: () => document.visibilityState === "hidden",
    }),
  });
}

/** One runner for the life of a page; null until the page runs in the browser. */
export function useModelRunner(projectId: number): ModelRunner | null {
  const [runner, setRunner] = useState<ModelRunner | null>(null);
  useEffect(() => {
    const made = createModelRunner({ projectId });
    setRunner(made);
    return () => made.dispose();
  }, [projectId]);
  return runner;
}

const never = () => () => {};
const notStarted = () => NOT_STARTED;

/** What the model chip shows; follows the runner. */
export function useModelStatus(runner: ModelRunner | null): ModelStatus {
  return useSyncExternalStore(runner?.subscribe ?? never, runner?.overall ?? notStarted, notStarted);
}
