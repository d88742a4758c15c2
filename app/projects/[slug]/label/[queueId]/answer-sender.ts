import type { PendingAnswer } from "./desk-state";

export type SendResult = { clientKey: string; result: string; code: string | null };
export type SendProblem = "offline" | "signed-out" | "refused";
export type SendState = { inFlight: number; problem: SendProblem | null; attempt: number };

const BATCH = 50;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

export interface SenderOptions {
  send(answers: readonly PendingAnswer[]): Promise<readonly SendResult[]>;
  settled(results: readonly SendResult[]): void;
  changed(state: SendState): void;
  /** What kind of failure it was; refused: the whole request can never succeed. */
  classify(error: unknown): SendProblem;
  random?: () => number;
}

/**
 * Sends answers in the order in which they were given, one batch at a time, and again until the server has them.
 * Keys make a repeat harmless, so a reply that was lost is simply asked for again.
 */
export class AnswerSender {
  private queue: readonly PendingAnswer[] = [];
  private running = false;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(private readonly options: SenderOptions) {}

  /** The answers that the server does not have yet, oldest first. */
  update(pending: readonly PendingAnswer[]) {
    this.queue = pending;
    if (pending.length > 0 && !this.running && this.timer === undefined) void this.flush();
  }

  /** The network is back, or somebody signed in again. */
  retryNow() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.queue.length > 0 && !this.running) void this.flush();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async flush() {
    this.running = true;
    while (this.queue.length > 0 && !this.stopped) {
      const batch = this.queue.slice(0, BATCH);
      this.options.changed({ inFlight: batch.length, problem: null, attempt: this.attempt });
      try {
        const results = await this.options.send(batch);
        this.attempt = 0;
        const done = new Set(results.map((one) => one.clientKey));
        this.queue = this.queue.filter((one) => !done.has(one.clientKey));
        this.options.settled(results);
        this.options.changed({ inFlight: 0, problem: null, attempt: 0 });
      } catch (error) {
        this.attempt++;
        this.options.changed({ inFlight: 0, problem: this.options.classify(error), attempt: this.attempt });
        this.plan();
        break;
      }
    }
    this.running = false;
  }

  private plan() {
    const random = this.options.random ?? Math.random;
    const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.attempt - 1)) * (0.75 + random() / 2);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (!this.running && !this.stopped) void this.flush();
    }, delay);
  }
}
