/** 0: the item on the screen; 1: the next ones; 2: everything that nobody waits for. */
export type Priority = 0 | 1 | 2;

interface Waiter<Result> {
  resolve(result: Result): void;
  reject(error: unknown): void;
  forgetSignal(): void;
}

/** One piece of work and everybody who waits for it: the look-ahead and the screen may ask for the same item. */
export class Job<Task, Result> {
  private readonly waiters = new Set<Waiter<Result>>();
  /** How often a worker died over it. */
  deaths = 0;

  constructor(
    readonly task: Task,
    public priority: Priority,
  ) {}

  /** `abandoned` runs when the last waiter has aborted. */
  wait(signal: AbortSignal | undefined, abandoned: () => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.waiters.delete(waiter);
        reject(signal?.reason);
        if (this.waiters.size === 0) abandoned();
      };
      const waiter = { resolve, reject, forgetSignal: () => signal?.removeEventListener("abort", abort) };
      this.waiters.add(waiter);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  resolve(result: Result) {
    this.settle((waiter) => waiter.resolve(result));
  }

  reject(error: unknown) {
    this.settle((waiter) => waiter.reject(error));
  }

  private settle(tell: (waiter: Waiter<Result>) => void) {
    const waiters = [...this.waiters];
    this.waiters.clear();
    for (const waiter of waiters) {
      waiter.forgetSignal();
      tell(waiter);
    }
  }
}

/** By priority, first in first out inside one. */
export class JobQueue<Task, Result> {
  private jobs: Job<Task, Result>[] = [];

  add(job: Job<Task, Result>) {
    const behind = this.jobs.findIndex((other) => other.priority > job.priority);
    this.jobs.splice(behind < 0 ? this.jobs.length : behind, 0, job);
  }

  /** Moves a job that has become more urgent; one that is not queued stays out. */
  raise(job: Job<Task, Result>, priority: Priority) {
    if (priority >= job.priority) return;
    job.priority = priority;
    if (this.remove(job)) this.add(job);
  }

  remove(job: Job<Task, Result>): boolean {
    const at = this.jobs.indexOf(job);
    if (at >= 0) this.jobs.splice(at, 1);
    return at >= 0;
  }

  take(): Job<Task, Result> | undefined {
    return this.jobs.shift();
  }

  takeAll(isMeant: (task: Task) => boolean = () => true): Job<Task, Result>[] {
    const taken = this.jobs.filter(({ task }) => isMeant(task));
    this.jobs = this.jobs.filter(({ task }) => !isMeant(task));
    return taken;
  }
}
