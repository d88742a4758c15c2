import type { BootPhase, RunPhase } from "./messages";

const MIN_RUN_MS = 5_000;
const REMEMBERED_RUNS = 20;
/** A timer this late was not late by itself: the page was throttled or the computer slept. */
const LATE_MS = 1_000;

const DEADLINES_MS: Record<BootPhase | "media", number> = {
  runtime: 60_000,
  fetch: 30_000,
  verify: 30_000,
  create: 60_000,
  warmup: 60_000,
  check: 60_000,
  media: 30_000,
};

/** Durations of the last runs of one model, which say what is too long for the next. */
export class RunTimes {
  private last: number[] = [];

  add(ms: number) {
    this.last = [...this.last.slice(1 - REMEMBERED_RUNS), ms];
  }

  /** max(5 s, 10 x median of the last 20 runs). */
  get deadlineMs(): number {
    const sorted = [...this.last].sort((a, b) => a - b);
    return Math.max(MIN_RUN_MS, 10 * (sorted[Math.floor(sorted.length / 2)] ?? 0));
  }
}

export const deadlineOf = (phase: BootPhase | RunPhase, runs: RunTimes): number =>
  phase === "run" ? runs.deadlineMs : DEADLINES_MS[phase];

/**
 * Ends what takes too long. It lives on the main thread: a frozen worker's own timers do not fire. A deadline that passed
 * while the page slept is extended once.
 */
export class Watchdog {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly expired: () => void,
    private readonly isHidden: () => boolean,
  ) {}

  arm(ms: number, isExtended = false) {
    clearTimeout(this.timer);
    const due = Date.now() + ms;
    this.timer = setTimeout(() => {
      const slept = this.isHidden() || Date.now() - due > LATE_MS;
      if (slept && !isExtended) this.arm(ms, true);
      else this.expired();
    }, ms);
  }

  disarm() {
    clearTimeout(this.timer);
  }
}
