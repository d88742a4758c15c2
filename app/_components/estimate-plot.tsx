import { type Estimate, isDefined } from "@/core/statistics/estimate";
import { formatInterval, formatNumber, formatPoints, formatReason, formatShare } from "./format";

const TONES = { accent: "var(--accent)", text: "var(--text)", quiet: "var(--text-3)", bad: "var(--bad)" };

interface EstimateBarProps {
  estimate: Estimate;
  /** The common scale: its ends stand under the plots (`AxisEnds`). */
  from: number;
  to: number;
  tone?: keyof typeof TONES;
  isLarge?: boolean;
}

/** A value with its interval on a scale; an arrow-less line alone where there is no value. */
export function EstimateBar({ estimate, from, to, tone = "accent", isLarge = false }: EstimateBarProps) {
  const at = (value: number) => `${Math.min(1, Math.max(0, (value - from) / (to - from))) * 100}%`;
  const color = TONES[tone];
  const dot = isLarge ? 12 : 9;
  return (
    <div aria-hidden="true" className="relative h-4 min-w-24" style={{ marginInline: dot / 2 }}>
      <div className={`absolute inset-x-0 top-1/2 h-px ${isLarge ? "bg-edge" : "bg-line-strong"}`} />
      {isDefined(estimate) && (
        <>
          {estimate.low !== undefined && estimate.high !== undefined && (
            <div
              className="absolute top-1/2 -translate-y-1/2 rounded-full opacity-40"
              style={{
                left: at(estimate.low),
                right: `calc(100% - ${at(estimate.high)})`,
                height: isLarge ? 8 : 4,
                minWidth: 2,
                background: color,
              }}
            />
          )}
          <div
            className="absolute top-1/2 -translate-1/2 rounded-full"
            style={{ left: at(estimate.value), width: dot, height: dot, background: color }}
          />
        </>
      )}
    </div>
  );
}

/** Value, interval and n in readable ink; the reason in words where there is no value. */
export function EstimateText({
  estimate,
  as = "coefficient",
  withN = true,
}: {
  estimate: Estimate;
  as?: "coefficient" | "share";
  withN?: boolean;
}) {
  if (!isDefined(estimate)) return <span className="text-text-2">{formatReason(estimate)}</span>;
  const interval = formatInterval(estimate, as === "share" ? formatPoints : formatNumber);
  return (
    <span className="whitespace-nowrap tabular-nums">
      {as === "share" ? formatShare(estimate.value) : formatNumber(estimate.value)}{" "}
      <span className="text-text-2">
        {interval || "no interval"}
        {withN && `, n ${estimate.n.toLocaleString("en-US")}`}
      </span>
    </span>
  );
}

/** The ends of the axis that the plots above share, and what it measures. */
export function AxisEnds({ from, to, name }: { from: string; to: string; name?: string }) {
  return (
    <div className="flex justify-between text-xs text-text-2 tabular-nums">
      <span>{from}</span>
      {name && <span>{name}</span>}
      <span>{to}</span>
    </div>
  );
}
