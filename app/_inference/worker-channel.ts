import {
  type BootPhase,
  InferenceError,
  type InferenceReply,
  type InferenceRequest,
  type ProgressReply,
  type RunPhase,
  type RuntimeBuild,
} from "./messages";
import { Watchdog } from "./watchdog";

export interface InferenceWorker {
  postMessage(request: InferenceRequest): void;
  terminate(): void;
}
export interface WorkerHandlers {
  message(reply: InferenceReply): void;
  /** The thread's `error` and `messageerror`. */
  failed(detail: string): void;
}
/** `build`: what the thread will be asked to load; null where it is not known. */
export type CreateWorker = (handlers: WorkerHandlers, build: RuntimeBuild | null) => InferenceWorker;

/** The thread is gone and the request with it; another thread may be asked again. */
export class WorkerDied extends Error {
  override readonly name = "WorkerDied";
  constructor(
    readonly reason: "lost" | "timeout" | "stopped",
    message: string,
  ) {
    super(message);
  }
}

type Bare<Request> = Request extends unknown ? Omit<Request, "id" | "epoch"> : never;
type Answer = Exclude<InferenceReply, { kind: "progress" } | { kind: "error" }>;

interface Pending {
  id: number;
  deadlineMs(phase: BootPhase | RunPhase): number;
  progress(reply: ProgressReply): void;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** One worker thread after another, and one request at a time. */
export class WorkerChannel {
  private readonly watchdog: Watchdog;
  private worker: InferenceWorker | null = null;
  private pending: Pending | null = null;
  private epoch = 0;
  private isClosed = false;
  private lastId = 0;

  constructor(
    private readonly createWorker: CreateWorker,
    isHidden: () => boolean,
  ) {
    this.watchdog = new Watchdog(() => this.stop("timeout", "The model did not answer in time."), isHidden);
  }

  ask(
    request: Bare<InferenceRequest>,
    { deadlineMs, progress }: Pick<Pending, "deadlineMs" | "progress">,
  ): Promise<Answer> {
    if (this.isClosed) return Promise.reject(new WorkerDied("stopped", "The page has closed the model."));
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      this.pending = { id, deadlineMs, progress, resolve, reject };
      this.watchdog.arm(deadlineMs(request.kind === "boot" ? "runtime" : "media"));
      this.worker ??= this.start(request.kind === "boot" ? request.build : null);
      this.worker.postMessage({ ...request, id, epoch: this.epoch });
    });
  }

  /** Ends the thread; what it says later is not heard. */
  stop(reason: WorkerDied["reason"], message: string) {
    this.worker?.terminate();
    this.worker = null;
    this.epoch++;
    this.take()?.reject(new WorkerDied(reason, message));
  }

  /** No thread is started any more. */
  close(message: string) {
    this.isClosed = true;
    this.stop("stopped", message);
  }

  private start(build: RuntimeBuild | null): InferenceWorker {
    const { epoch } = this;
    return this.createWorker(
      {
        message: (reply) => this.receive(reply),
        failed: (detail) => {
          if (epoch === this.epoch) this.stop("lost", `The model's thread ended: ${detail}`);
        },
      },
      build,
    );
  }

  private receive(reply: InferenceReply) {
    const { pending } = this;
    if (!pending || reply.epoch !== this.epoch || reply.id !== pending.id) return;
    if (reply.kind === "progress") {
      this.watchdog.arm(pending.deadlineMs(reply.phase));
      pending.progress(reply);
      return;
    }
    this.take();
    if (reply.kind === "error") pending.reject(new InferenceError(reply.code, reply.message, reply.detail));
    else pending.resolve(reply);
  }

  private take(): Pending | null {
    this.watchdog.disarm();
    const { pending } = this;
    this.pending = null;
    return pending;
  }
}
