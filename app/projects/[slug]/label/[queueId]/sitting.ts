import type { DeskAnswer } from "./desk-state";

/** A word about the work comes after so many answers. */
const CHAPTER = 100;
const PACE_OVER = 20;

export interface SittingSummary {
  answers: number;
  activeMs: number;
  /** Of the answers that stand; null without any. */
  medianMs: number | null;
  unsure: number;
  skipped: number;
}

/** What one person did since the page was opened: how much and how long, nothing about right or wrong. */
export class Sitting {
  private readonly standing: DeskAnswer[] = [];
  private activeMs = 0;

  /** Each answer of this page, in order; an undo takes the newest of its item away, not the time it took. */
  take(answer: DeskAnswer) {
    this.activeMs += answer.durationMs;
    if (answer.kind !== "undo") this.standing.push(answer);
    else {
      const at = this.standing.findLastIndex((one) => one.itemId === answer.itemId);
      if (at >= 0) this.standing.splice(at, 1);
    }
  }

  /** How many hundreds of answers are done. */
  chapters(): number {
    return Math.floor(this.labels().length / CHAPTER);
  }

  /** Mean over the last 20 labels. */
  paceMs(): number | null {
    const last = this.labels().slice(-PACE_OVER);
    return last.length === 0 ? null : last.reduce((sum, one) => sum + one.durationMs, 0) / last.length;
  }

  summary(): SittingSummary {
    const labels = this.labels();
    const sorted = labels.map((one) => one.durationMs).sort((a, b) => a - b);
    const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
    return {
      answers: labels.length,
      activeMs: this.activeMs,
      medianMs: low === undefined || high === undefined ? null : (low + high) / 2,
      unsure: labels.filter((one) => one.certainty === "unsure").length,
      skipped: this.standing.filter((one) => one.kind === "skip").length,
    };
  }

  private labels() {
    return this.standing.filter((one) => one.kind === "label");
  }
}
