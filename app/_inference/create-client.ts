import { chooseRuntime } from "./execution-provider";
import { fasterMemory } from "./faster-provider";
import { InferenceClient } from "./inference-client";
import type { InferenceReply } from "./messages";
import { pageInput } from "./page-input";
import { takeThread } from "./spare-thread";
import type { CreateWorker } from "./worker-channel";

const createWorker: CreateWorker = (handlers, build) => {
  const worker = takeThread(build);
  worker.onmessage = ({ data }: MessageEvent<InferenceReply>) => handlers.message(data);
  worker.onerror = ({ message }) => handlers.failed(message || "it could not be loaded");
  worker.onmessageerror = () => handlers.failed("a message could not be read");
  return worker;
};

/** Runs models in a thread of this page; `dispose` it when the page goes. */
export const createInferenceClient = (choose = chooseRuntime) =>
  new InferenceClient({
    createWorker,
    chooseRuntime: choose,
    isHidden: () => document.visibilityState === "hidden",
    faster: fasterMemory,
    prepare: pageInput,
  });
