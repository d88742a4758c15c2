/** Longer pauses than this are not work. */
const IDLE_MS = 60_000;

/** Visible, active time on one item: hidden time and breaks do not count, a pause counts for a minute at most. */
export class ActiveTimer {
  private total = 0;
  private since: number | null = null;
  private isVisible = true;
  private isOnBreak = false;

  start(now: number, isVisible: boolean) {
    this.total = 0;
    this.since = null;
    this.visible(now, isVisible);
  }

  /** Something happened: a key, the mouse. */
  touch(now: number) {
    if (this.since === null) return;
    this.total += Math.min(IDLE_MS, now - this.since);
    this.since = now;
  }

  visible(now: number, isVisible: boolean) {
    this.isVisible = isVisible;
    this.run(now);
  }

  onBreak(now: number, isOnBreak: boolean) {
    this.isOnBreak = isOnBreak;
    this.run(now);
  }

  elapsedMs(now: number): number {
    this.touch(now);
    return Math.round(this.total);
  }

  private run(now: number) {
    if (this.isVisible && !this.isOnBreak) this.since ??= now;
    else {
      this.touch(now);
      this.since = null;
    }
  }
}
