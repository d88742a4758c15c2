/** How many items were computed at a moment. */
export interface Seen {
  runId: number;
  state: string;
  computed: number;
  at: number;
}
export interface Pace {
  perSecond: number;
}

const WINDOW_MS = 30_000;

/** Speed over the last half minute of a run that goes on; a pause, or another run, begins anew. */
export function paceOf(before: readonly Seen[], now: Seen): { seen: Seen[]; pace: Pace | null } {
  if (now.state !== "running") return { seen: [], pace: null };
  const seen = [...before.filter((one) => one.runId === now.runId && now.at - one.at <= WINDOW_MS), now];
  const [first] = seen;
  const seconds = first ? (now.at - first.at) / 1000 : 0;
  const items = first ? now.computed - first.computed : 0;
  return { seen, pace: seconds > 0 && items > 0 ? { perSecond: items / seconds } : null };
}

/** Time for the rest in words. @example timeLeft(1200, { perSecond: 10 }) // "2 min" */
export function timeLeft(items: number, { perSecond }: Pace): string | null {
  if (items <= 0) return null;
  const seconds = Math.ceil(items / perSecond);
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}
