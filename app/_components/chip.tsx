import type { ReactNode } from "react";
import { formatStatus, type ItemStatusName } from "./format";

const TONES = {
  good: "var(--good)",
  warn: "var(--warn)",
  bad: "var(--bad)",
  accent: "var(--accent)",
  quiet: "var(--text-3)",
};

/** A short fact with a dot; the words carry the meaning. */
export function Chip({ tone, children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  return (
    <span className="chip">
      {tone && <span aria-hidden="true" className="size-2 shrink-0 rounded-full" style={{ background: TONES[tone] }} />}
      {children}
    </span>
  );
}

const STATUS_TONES: Record<ItemStatusName, keyof typeof TONES> = {
  untouched: "quiet",
  "in-review": "accent",
  agreed: "good",
  corrected: "good",
  disputed: "warn",
  undecidable: "warn",
  excluded: "bad",
};

export const StatusChip = ({ status }: { status: ItemStatusName }) => (
  <Chip tone={STATUS_TONES[status]}>{formatStatus(status)}</Chip>
);
