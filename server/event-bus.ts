import { EventEmitter } from "node:events";

/** The one bus of the process; route bundles are copies, so it sits on globalThis. */
const shared = globalThis as { concordBus?: EventEmitter };
shared.concordBus ??= new EventEmitter().setMaxListeners(0);
const bus = shared.concordBus;

const ofJob = (jobId: number) => `job:${jobId}`;

/** Tells whoever watches the job that its row has changed; says nothing of what it holds. */
export function announceJob(jobId: number) {
  bus.emit(ofJob(jobId));
}

/**
 * Ends with true at the next change of a job, with false after `timeoutMs`: a change that a process other than this one
 * made is not announced here. It listens from the call on.
 */
export function nextJobChange(jobId: number, { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal }) {
  return new Promise<boolean>((resolve) => {
    const end = (isChange: boolean) => {
      clearTimeout(timer);
      bus.off(ofJob(jobId), change);
      signal?.removeEventListener("abort", stop);
      resolve(isChange);
    };
    const change = () => end(true);
    const stop = () => end(false);
    const timer = setTimeout(stop, timeoutMs);
    bus.on(ofJob(jobId), change);
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
  });
}
