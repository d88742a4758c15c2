import type { RowData } from "@/core/item/row-data";
import { inputOf } from "./input-of";
import { type InferenceCode, InferenceError, type Provider } from "./messages";
import type { ModelRunner, RunnerPrediction } from "./model-runner";
import { WorkerDied } from "./worker-channel";

/** A piece of work from the server: a shard to compute, or the sample of one to check. */
export interface ShardWork {
  leaseId: number;
  modelId: number;
  sha256: string;
  needsRestart: boolean;
  items: { itemId: number; text: string | null; image: string | null; audio: string | null; data: RowData | null }[];
}
export interface ShardResult {
  leaseId: number;
  provider: Provider;
  runtimeVersion: string;
  msPerItem: number;
  /** One row per readable item, in the order of the work. */
  probs: Float32Array[];
  /** As many, or none where the model gives none. */
  embeddings: Float32Array[];
  unreadable: number[];
}
export interface ShardCalls {
  claim(): Promise<{ work: ShardWork | null; running: number; isRefused: boolean }>;
  extend(leaseId: number): Promise<boolean>;
  release(leaseId: number): Promise<unknown>;
  submit(result: ShardResult): Promise<{ outcome: "accepted" | "late" } | { outcome: "refused"; why: string }>;
}

export interface TakerState {
  phase: "off" | "waiting" | "computing" | "failed";
  /** Items of this tab that the server has taken. */
  items: number;
  provider: Provider | null;
  msPerItem: number | null;
  /** Browser runs that are going on; null before the server has said. */
  running: number | null;
  message: string | null;
}
export const OFF: TakerState = {
  phase: "off",
  items: 0,
  provider: null,
  msPerItem: null,
  running: null,
  message: null,
};

const HEARTBEAT_MS = 15_000;
const BUSY_MS = 2_000;
const IDLE_MS = 15_000;
/** Of a model that computed nothing yet in this browser, so many items that fail speak against the model. */
const MAX_SUSPECTS = 3;

export interface TakerOptions {
  calls: ShardCalls;
  runner: ModelRunner;
  /** One tab of a browser computes at a time. */
  exclusively<R>(work: () => Promise<R>): Promise<R>;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Takes shards from the server, computes them and gives the results back, one after the other, until it is stopped. */
export class ShardTaker {
  private current: TakerState = OFF;
  private readonly listeners = new Set<() => void>();
  private stopping: AbortController | null = null;
  /** Model files that have computed an item in this tab. */
  private readonly works = new Set<string>();

  constructor(private readonly options: TakerOptions) {}

  state = (): TakerState => this.current;

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  start() {
    if (this.stopping) return;
    this.stopping = new AbortController();
    this.set({ ...OFF, phase: "waiting" });
    void this.loop(this.stopping.signal);
  }

  /** What is under way goes back to the server. */
  stop() {
    this.stopping?.abort();
    this.stopping = null;
    this.set({ ...this.current, phase: "off" });
  }

  private set(state: TakerState) {
    this.current = state;
    for (const listener of this.listeners) listener();
  }

  private change(signal: AbortSignal, change: Partial<TakerState>) {
    if (!signal.aborted) this.set({ ...this.current, ...change });
  }

  private async loop(signal: AbortSignal) {
    while (!signal.aborted) {
      const waitMs = await this.options
        .exclusively(() => this.step(signal))
        .catch((error: unknown) => {
          this.change(signal, { phase: "failed", message: error instanceof Error ? error.message : String(error) });
          return IDLE_MS;
        });
      if (waitMs > 0 && !signal.aborted) await this.options.sleep(waitMs, signal);
    }
  }

  /** One piece of work; resolves to how long to wait before the next. */
  private async step(signal: AbortSignal): Promise<number> {
    if (signal.aborted) return 0;
    const { work, running, isRefused } = await this.options.calls.claim();
    const message = isRefused ? "What this browser computed differed from others: it gets no more of that run." : null;
    this.change(signal, { phase: work ? "computing" : "waiting", running, message });
    if (!work) return running > 0 ? BUSY_MS : IDLE_MS;
    await this.compute(work, signal);
    return 0;
  }

  private async compute(work: ShardWork, stopped: AbortSignal) {
    const { calls } = this.options;
    const lost = new AbortController();
    const signal = AbortSignal.any([stopped, lost.signal]);
    const heartbeat = setInterval(() => {
      // an unreachable server says nothing about the lease: it is asked again
      calls.extend(work.leaseId).then(
        (isHeld) => !isHeld && lost.abort(),
        () => undefined,
      );
    }, HEARTBEAT_MS);
    try {
      const result = await this.predictAll(work, signal);
      if (result) await this.hand(result, stopped);
      else if (!lost.signal.aborted) await calls.release(work.leaseId);
    } catch (error) {
      await calls.release(work.leaseId).catch(() => undefined);
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async hand(result: ShardResult, signal: AbortSignal) {
    const reply = await this.options.calls.submit(result);
    if (reply.outcome === "refused") throw new Error(`The server refused the results: ${reply.why}.`);
    const n = reply.outcome === "accepted" ? result.probs.length : 0;
    this.change(signal, { items: this.current.items + n });
  }

  /** Null when the work is no longer wanted. */
  private async predictAll(work: ShardWork, signal: AbortSignal): Promise<ShardResult | null> {
    const { runner } = this.options;
    // a model that is started anew for the check does not repeat what went wrong in its memory
    if (work.needsRestart) runner.retry();
    await runner.ensure(work.modelId, work.sha256);
    const done: RunnerPrediction[] = [];
    const unreadable: number[] = [];
    const suspects: Error[] = [];
    for (const item of work.items) {
      if (signal.aborted) return null;
      const found = await this.predictOne(work, item, signal).catch((error: unknown) => asError(error));
      if (signal.aborted) return null;
      if (!(found instanceof Error)) {
        done.push(found);
        this.works.add(work.sha256);
        continue;
      }
      if (isSuspect(found)) suspects.push(found);
      else if (!isUnreadable(found)) throw found;
      unreadable.push(item.itemId);
      if (suspects.length === MAX_SUSPECTS && !this.works.has(work.sha256)) throw found;
    }
    // where nothing was computed at all the model or this browser may be to blame, not the items
    if (suspects[0] && !this.works.has(work.sha256)) throw suspects[0];
    const last = done.at(-1);
    const msPerItem = done.reduce((sum, { ms }) => sum + ms, 0) / Math.max(1, done.length);
    const provider = last?.provider ?? "wasm";
    this.change(signal, { provider, msPerItem });
    return {
      leaseId: work.leaseId,
      provider,
      runtimeVersion: last?.runtimeVersion || "none",
      msPerItem,
      probs: done.map(({ probs }) => probs),
      embeddings: done.flatMap(({ embedding }) => embedding ?? []),
      unreadable,
    };
  }

  /** The item is asked for once more where the threads that others ended have switched the model off. */
  private async predictOne(
    { leaseId, sha256 }: ShardWork,
    { itemId, ...content }: ShardWork["items"][number],
    signal: AbortSignal,
  ): Promise<RunnerPrediction> {
    const { runner } = this.options;
    const ask = () =>
      runner.predict({
        sha256,
        // the lease in the key: a check is never answered from memory
        key: `${leaseId} ${itemId}`,
        input: inputOf(content),
        wantsEmbedding: true,
        blames: "item",
        priority: 2,
        signal,
      });
    try {
      return await ask();
    } catch (error) {
      const status = runner.status(sha256);
      if (signal.aborted || status.state !== "off" || status.reason === null) throw error;
      runner.retry();
      if (isSuspect(error)) throw error;
      return ask();
    }
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
const hasCode = (error: unknown, codes: readonly InferenceCode[]) =>
  error instanceof InferenceError && codes.includes(error.code);

/** The item itself cannot be read: a broken picture, or a file that nobody gets. */
const isUnreadable = (error: unknown) => hasCode(error, ["decode", "bad-input"]);

/** The item gave numbers that cannot be used, or ended the thread each time: its own fault where others are computed. */
const isSuspect = (error: unknown) =>
  hasCode(error, ["non-finite", "bad-output"]) || (error instanceof WorkerDied && error.reason !== "stopped");
