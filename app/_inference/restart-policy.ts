import { InferenceError, type Provider } from "./messages";
import { WorkerDied } from "./worker-channel";

const WINDOW_MS = 5 * 60_000;
const MAX_RESTARTS = 3;

/** lost: the graphics card or the thread went away; timeout: no answer in time; wrong: answers that cannot be used. */
export type RestartReason = "lost" | "timeout" | "wrong";

/** After the death of a worker: a new one as before, a new one on WASM, or none any more. */
export class RestartPolicy {
  private times: number[] = [];

  next(reason: RestartReason, now: number): "same" | "wasm" | "off" {
    this.times = this.times.filter((time) => now - time < WINDOW_MS);
    this.times.push(now);
    if (this.times.length > MAX_RESTARTS) return "off";
    return reason === "lost" && this.times.length === 1 ? "same" : "wasm";
  }

  reset() {
    this.times = [];
  }
}

/** What a failure says about: the thread, this item, this run of the model, the model's file; or the page is closed. */
export type Verdict = { about: "thread"; reason: RestartReason } | { about: "item" | "run" | "file" | "page" };

export function judge(error: unknown, { isBoot, provider }: { isBoot: boolean; provider: Provider }): Verdict {
  if (error instanceof WorkerDied)
    return error.reason === "stopped" ? { about: "page" } : { about: "thread", reason: error.reason };
  const code = error instanceof InferenceError ? error.code : "unknown";
  if (!isBoot && (code === "http" || code === "decode" || code === "bad-input")) return { about: "item" };
  if (code === "http" || code === "hash" || code === "too-large" || code === "bad-model") return { about: "file" };
  if (code === "device-lost" || code === "out-of-memory" || code === "busy") return { about: "thread", reason: "lost" };
  // WebGPU has returned plainly wrong numbers, so WASM is asked before the model is blamed
  if (provider === "webgpu") return { about: "thread", reason: "wrong" };
  return { about: isBoot ? "file" : "run" };
}
