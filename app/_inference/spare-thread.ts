import { chooseRuntime } from "./execution-provider";
import { lastBuild } from "./faster-provider";
import type { InferenceRequest, PrepareRequest, RuntimeBuild } from "./messages";

const KEPT_MS = 10 * 60_000;

/** A thread of the inference code; it says nothing before it is asked. */
export type Thread = Omit<Worker, "postMessage"> & { postMessage(request: InferenceRequest | PrepareRequest): void };
type MakeThread = () => Thread;

const makeThread: MakeThread = () => new Worker(new URL("./inference.worker.ts", import.meta.url), { type: "module" });

interface Spare {
  build: RuntimeBuild;
  thread: Thread;
  timer: ReturnType<typeof setTimeout>;
}

/** A thread that has loaded the runtime before a model is known, so that the first suggestion waits for the model alone. */
let spare: Spare | null = null;

function drop() {
  if (!spare) return;
  clearTimeout(spare.timer);
  spare.thread.terminate();
  spare = null;
}

/** Starts a thread ahead, unless one is there; it ends by itself when no model takes it for ten minutes. */
export async function prepareThread(choose = chooseRuntime, make: MakeThread = makeThread): Promise<void> {
  const { build: chosen, contest } = await choose();
  if (spare) return;
  // where a contest decides, models mostly stay with what the last one took
  const build = contest === undefined ? chosen : (lastBuild() ?? chosen);
  const thread = make();
  spare = { build, thread, timer: setTimeout(drop, KEPT_MS) };
  thread.addEventListener("error", () => {
    if (spare?.thread === thread) drop();
  });
  thread.postMessage({ kind: "prepare", build });
}

/** The thread that was started ahead, if it holds the build that is asked for; else a new one. */
export function takeThread(build: RuntimeBuild | null, make: MakeThread = makeThread): Thread {
  if (spare?.build !== build) drop();
  if (!spare) return make();
  const { thread, timer } = spare;
  clearTimeout(timer);
  spare = null;
  return thread;
}
