import type { ModelCard } from "@/core/onnx/model-card";
import { ON_WASM, type RuntimeChoice } from "./execution-provider";
import { type FasterMemory, fasterKey, fasterOf } from "./faster-provider";
import { Job, JobQueue, type Priority } from "./job-queue";
import { InferenceError, type ModelInput, type ProgressReply } from "./messages";
import { type ModelStatus, NOT_STARTED } from "./model-status";
import type { ModelFile, Prediction, PredictOptions } from "./prediction";
import { judge, RestartPolicy } from "./restart-policy";
import { deadlineOf, RunTimes } from "./watchdog";
import { type CreateWorker, WorkerChannel } from "./worker-channel";

export interface ClientOptions {
  createWorker: CreateWorker;
  chooseRuntime(): Promise<RuntimeChoice>;
  isHidden?(): boolean;
  faster?: FasterMemory;
  /** What the thread cannot do for itself. */
  prepare?(input: ModelInput, card: ModelCard): Promise<ModelInput>;
}

const IDLE_MS = 30 * 60_000;
const REMEMBERED_RESULTS = 500;
/** With their activations, more would not fit into WASM memory. */
const MAX_SESSION_BYTES = 512 * 1024 ** 2;
/** An item that kills this many threads is given up, so that the others get their turn. */
const MAX_DEATHS = 2;
const MAX_BAD_RUNS = 3;
const REFETCH_MS = 15_000;
const TIMED = "both were timed, and WASM is the faster one here";

/** Without a key: only start the model. */
type Task = {
  sha256: string;
  item: (Pick<PredictOptions, "key" | "input"> & { wantsEmbedding: boolean; blames: "model" | "item" }) | null;
};
type Outcome = Prediction | null;
interface Model extends ModelFile {
  status: ModelStatus;
  runs: RunTimes;
  badRuns: number;
  /** When a failed model may be tried again: a lost connection comes back, a bad file does not. */
  retryAt: number;
}

const nameOf = ({ sha256, item }: Task) => `${sha256} ${item ? `item ${item.key}` : "start"}`;

/**
 * Runs models in one worker thread for the main thread: at most one request is under way, the most urgent first. A thread
 * that answers too late or dies is replaced, and the new one gets the same request again.
 */
export class InferenceClient {
  private readonly models = new Map<string, Model>();
  private readonly queue = new JobQueue<Task, Outcome>();
  private readonly jobs = new Map<string, Job<Task, Outcome>>();
  private readonly results = new Map<string, Prediction>();
  /** Files whose session the thread holds, least recently used first. */
  private readonly booted = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private readonly policy = new RestartPolicy();
  private readonly channel: WorkerChannel;
  private choice: RuntimeChoice | null = null;
  private isWorking = false;
  private isDisposed = false;
  private offReason: string | null = null;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ClientOptions) {
    this.channel = new WorkerChannel(options.createWorker, () => options.isHidden?.() ?? false);
  }

  /** Makes a model known; nothing is loaded before the first `load` or `predict`. */
  register(file: ModelFile) {
    if (this.models.get(file.sha256)?.card === file.card) return;
    // the thread keeps the card beside the session: with another card the file is started anew
    this.booted.delete(file.sha256);
    for (const name of this.results.keys()) if (name.startsWith(`${file.sha256} `)) this.results.delete(name);
    this.models.set(file.sha256, { ...file, status: NOT_STARTED, runs: new RunTimes(), badRuns: 0, retryAt: 0 });
  }

  /** Starts the model before it is needed. */
  async load(sha256: string, { priority = 1, signal }: Pick<PredictOptions, "priority" | "signal"> = {}) {
    await this.enqueue({ sha256, item: null }, priority, signal);
  }

  async predict({
    sha256,
    key,
    input,
    wantsEmbedding = false,
    blames = "model",
    priority = 1,
    signal,
  }: PredictOptions): Promise<Prediction> {
    const task = { sha256, item: { key, input, wantsEmbedding, blames } };
    const result = this.results.get(nameOf(task)) ?? (await this.enqueue(task, priority, signal));
    if (!result) throw new InferenceError("unknown", "The model gave no answer.");
    return result;
  }

  status(sha256: string): ModelStatus {
    return this.models.get(sha256)?.status ?? NOT_STARTED;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** After "off" or a failure, or with another provider set: models may start again. */
  retry() {
    this.policy.reset();
    this.offReason = null;
    this.choice = null;
    this.stopThread("Started again.");
    for (const model of this.models.values()) this.setStatus(model, NOT_STARTED);
  }

  dispose() {
    this.isDisposed = true;
    clearTimeout(this.idle);
    this.channel.close("The page has closed the model.");
    for (const job of this.queue.takeAll()) this.settle(job, new InferenceError("unknown", "The page was closed."));
    this.listeners.clear();
  }

  private enqueue(task: Task, priority: Priority, signal: AbortSignal | undefined): Promise<Outcome> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const refusal = this.refusalOf(task);
    if (refusal) return Promise.reject(refusal);
    const name = nameOf(task);
    const known = this.jobs.get(name);
    const job = known ?? new Job<Task, Outcome>(task, priority);
    if (known) this.queue.raise(known, priority);
    else {
      this.jobs.set(name, job);
      this.queue.add(job);
    }
    const promise = job.wait(signal, () => {
      // what is under way finishes, and its result is kept
      if (this.queue.remove(job)) this.jobs.delete(name);
    });
    void this.work();
    return promise;
  }

  private refusalOf({ sha256 }: Task): InferenceError | null {
    const model = this.models.get(sha256);
    if (this.isDisposed || !model) return new InferenceError("unknown", "The model is not open.");
    if (this.offReason !== null) return new InferenceError("timeout", this.offReason);
    if (model.status.state === "failed" && Date.now() < model.retryAt)
      return new InferenceError("bad-model", model.status.reason);
    return null;
  }

  /** The only loop: one job after the other. */
  private async work() {
    if (this.isWorking) return;
    this.isWorking = true;
    clearTimeout(this.idle);
    for (let job = this.queue.take(); job; job = this.queue.take())
      this.settle(job, await this.complete(job).catch((error: unknown) => asError(error)));
    this.isWorking = false;
    // WASM memory grows and never shrinks
    if (!this.isDisposed) this.idle = setTimeout(() => this.stopThread("Nothing to do."), IDLE_MS);
  }

  /** Runs a job, over as many threads as it takes. */
  private async complete(job: Job<Task, Outcome>): Promise<Outcome> {
    for (;;) {
      const refusal = this.refusalOf(job.task);
      const model = this.models.get(job.task.sha256);
      if (refusal || !model) throw refusal ?? new InferenceError("unknown", "The model is not open.");
      let isBoot = true;
      try {
        await this.boot(model);
        isBoot = false;
        return job.task.item && (await this.run(model, job.task.item));
      } catch (error) {
        const verdict = judge(error, { isBoot, provider: this.choice?.provider ?? "wasm" });
        if (verdict.about === "item" || verdict.about === "page") throw error;
        if (verdict.about === "thread") {
          this.restart(verdict.reason, asError(error).message);
          if (!isBoot && ++job.deaths >= MAX_DEATHS) throw error;
        } else {
          const isCounted = job.task.item?.blames !== "item";
          if (verdict.about === "file" || (isCounted && ++model.badRuns >= MAX_BAD_RUNS))
            this.giveUp(model, asError(error));
          throw error;
        }
      }
    }
  }

  private async boot(model: Model): Promise<void> {
    const { sha256, url, card, held } = model;
    if (this.booted.delete(sha256)) {
      this.booted.add(sha256);
      return;
    }
    this.choice ??= await this.options.chooseRuntime().catch(() => ON_WASM("the browser did not say what it has"));
    for (let old = this.sessionToDrop(model); old; old = this.sessionToDrop(model)) {
      await this.channel.ask({ kind: "dispose", sha256: old.sha256 }, hooksOf(old.runs));
      this.booted.delete(old.sha256);
      this.setStatus(old, NOT_STARTED);
    }
    const { contest } = this.choice;
    const known = contest === undefined ? null : (this.options.faster?.read(fasterKey(sha256, contest)) ?? null);
    if (known === "wasm" && this.booted.size === 0) this.choice = ON_WASM(TIMED);
    const { build, provider, why } = this.choice;
    const isContest = contest !== undefined && known === null;
    const progress = ({ phase, done, total }: ProgressReply) => {
      if (phase !== "media" && phase !== "run") this.setStatus(model, { state: "loading", phase, done, total });
    };
    this.setStatus(model, { state: "loading", phase: "runtime", done: 0, total: 0 });
    const ready = await this.channel.ask(
      { kind: "boot", sha256, url, card, build, provider, contest: isContest, ...(held ? { held } : {}) },
      hooksOf(model.runs, progress),
    );
    if (ready.kind !== "ready") throw new InferenceError("unknown", "The model's thread answered something else.");
    const { adapter, msWarmup, timing } = ready;
    if (timing && contest !== undefined) {
      const faster = fasterOf(timing);
      this.options.faster?.write(fasterKey(sha256, contest), faster);
      if (faster === "wasm") {
        this.stopThread(TIMED);
        this.choice = ON_WASM(TIMED);
        return this.boot(model);
      }
    }
    this.booted.add(sha256);
    this.setStatus(model, { state: "ready", provider, build, adapter, why, msWarmup });
  }

  private async run(model: Model, item: NonNullable<Task["item"]>): Promise<Prediction> {
    const { sha256, card, runs } = model;
    const { key, wantsEmbedding } = item;
    const input = (await this.options.prepare?.(item.input, card)) ?? item.input;
    const result = await this.channel.ask({ kind: "predict", sha256, key, wantsEmbedding, input }, hooksOf(runs));
    if (result.kind !== "result") throw new InferenceError("unknown", "The model's thread answered something else.");
    const { probs, truncated = false, heard = null, embedding = null, ms, prepMs } = result;
    runs.add(ms);
    model.badRuns = 0;
    return { probs, truncated, heard, embedding, ms, prepMs, provider: this.choice?.provider ?? "wasm" };
  }

  private sessionToDrop({ bytes }: ModelFile): Model | null {
    const held = [...this.booted].flatMap((sha256) => this.models.get(sha256) ?? []);
    const sum = held.reduce((total, model) => total + model.bytes, bytes);
    return sum > MAX_SESSION_BYTES ? (held[0] ?? null) : null;
  }

  private restart(reason: "lost" | "timeout" | "wrong", message: string) {
    this.stopThread(message);
    const next = this.policy.next(reason, Date.now());
    if (next === "wasm") this.choice = ON_WASM(message);
    if (next !== "off") return;
    this.offReason = `${message} It was started again three times, so suggestions are off on this page.`;
    for (const model of this.models.values()) this.setStatus(model, { state: "off", reason: this.offReason });
    for (const job of this.queue.takeAll()) this.settle(job, new InferenceError("timeout", this.offReason));
  }

  private giveUp(model: Model, error: Error) {
    const isPassing = error instanceof InferenceError && error.code === "http";
    model.retryAt = isPassing ? Date.now() + REFETCH_MS : Number.POSITIVE_INFINITY;
    this.setStatus(model, { state: "failed", reason: error.message });
    for (const job of this.queue.takeAll(({ sha256 }) => sha256 === model.sha256)) this.settle(job, error);
  }

  private stopThread(message: string) {
    this.channel.stop("stopped", message);
    this.booted.clear();
    for (const model of this.models.values())
      if (model.status.state === "ready" || model.status.state === "loading") this.setStatus(model, NOT_STARTED);
  }

  private settle(job: Job<Task, Outcome>, outcome: Outcome | Error) {
    const name = nameOf(job.task);
    this.jobs.delete(name);
    if (outcome instanceof Error) return job.reject(outcome);
    if (outcome) this.results.set(name, outcome);
    const [oldest] = this.results.keys();
    if (this.results.size > REMEMBERED_RESULTS && oldest !== undefined) this.results.delete(oldest);
    job.resolve(outcome);
  }

  private setStatus(model: Model, status: ModelStatus) {
    model.status = status;
    for (const listener of this.listeners) listener();
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
const hooksOf = (runs: RunTimes, progress: (reply: ProgressReply) => void = () => {}) => ({
  deadlineMs: (phase: ProgressReply["phase"]) => deadlineOf(phase, runs),
  progress,
});
