import type { OutboxAnswer, SendProblem, SendResult } from "./outbox";

const BATCH = 50;
/** Answers given within this time travel together. */
const GATHER_MS = 750;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

/** wait: the same request may succeed later. refused: it never will, with the reason as a code. */
export type SendFailure = { kind: "wait"; problem: SendProblem } | { kind: "refused"; code: string };

export interface SenderOptions {
  /** The oldest answers that wait. */
  next(limit: number): Promise<readonly OutboxAnswer[]>;
  submit(answers: readonly OutboxAnswer[]): Promise<readonly SendResult[]>;
  settle(results: readonly SendResult[]): Promise<void>;
  /** An attempt alone does not end a problem: without `problem` it stands. */
  changed(state: { isSending: boolean; problem?: SendProblem | null }): void;
  classify(error: unknown): SendFailure;
  /** Runs the work while no other tab of the same person runs theirs. */
  exclusively(work: () => Promise<void>): Promise<void>;
  random?: () => number;
}

/**
 * Sends answers in the order in which they were given, one batch at a time over all tabs, and again until the server
 * has them. Keys make a repeat harmless, so a reply that was lost is simply asked for again.
 */
export class OutboxSender {
  private isRunning = false;
  private isWanted = false;
  private isStopped = false;
  private attempt = 0;
  /** 1 after a whole batch was refused, to find the one that is to blame. */
  private size = BATCH;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SenderOptions) {}

  /** Something waits. */
  wake() {
    if (this.isRunning) this.isWanted = true;
    else if (this.timer === undefined) this.plan(GATHER_MS);
  }

  /** The network is back, or somebody signed in again. */
  retryNow() {
    if (this.isRunning) this.isWanted = true;
    else this.plan(0);
  }

  stop() {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private plan(delayMs: number) {
    clearTimeout(this.timer);
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.run();
    }, delayMs);
  }

  private async run() {
    this.isRunning = true;
    this.isWanted = false;
    let delayMs: number | null = null;
    try {
      await this.options.exclusively(() => this.sendAll());
      this.attempt = 0;
    } catch (error) {
      const failure = this.options.classify(error);
      this.options.changed({ problem: failure.kind === "wait" ? failure.problem : "offline", isSending: false });
      delayMs = this.retryDelay();
    }
    this.isRunning = false;
    if (delayMs !== null) this.plan(delayMs);
    else if (this.isWanted) this.plan(GATHER_MS);
  }

  private retryDelay() {
    const random = this.options.random ?? Math.random;
    const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.attempt, 10));
    this.attempt++;
    return delay * (0.75 + random() / 2);
  }

  private async sendAll() {
    const { next, settle, changed } = this.options;
    while (!this.isStopped) {
      const oldest = await next(BATCH);
      const [first] = oldest;
      if (!first) {
        this.size = BATCH;
        return changed({ problem: null, isSending: false });
      }
      // a request is about one queue; those of others keep their order for the next one
      const batch = oldest
        .filter((one) => one.queueId === first.queueId && one.projectId === first.projectId)
        .slice(0, this.size);
      const results = await this.submit(batch);
      if (results.length === 0) continue;
      await settle(results);
      changed({ isSending: true, problem: null });
    }
  }

  /** The results of a batch; none when it was refused as a whole and its answers go one by one from now on. */
  private async submit(batch: readonly OutboxAnswer[]): Promise<readonly SendResult[]> {
    const { submit, changed, classify } = this.options;
    changed({ isSending: true });
    try {
      const results = await submit(batch);
      if (results.length === 0) throw new Error("the server said nothing about the answers");
      return results;
    } catch (error) {
      const failure = classify(error);
      if (failure.kind === "wait") throw error;
      if (batch.length === 1)
        return batch.map(({ clientKey }) => ({ clientKey, result: "refused", code: failure.code }));
      this.size = 1;
      return [];
    }
  }
}
