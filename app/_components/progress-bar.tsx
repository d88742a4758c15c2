interface ProgressBarProps {
  /** What advances, for those who do not see the bar. */
  name: string;
  done: number;
  total: number;
}

/** A share done; full bars turn green. */
export function ProgressBar({ name, done, total }: ProgressBarProps) {
  const share = total === 0 ? 0 : Math.min(1, done / total);
  return (
    <div
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      className="h-1.5 min-w-16 overflow-hidden rounded-full bg-line"
    >
      <div
        className={`h-full rounded-full ${total > 0 && share === 1 ? "bg-good" : "bg-accent"}`}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
