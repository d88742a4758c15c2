import type { ReactNode } from "react";

const TONES = {
  info: "border-line-strong bg-surface",
  warn: "border-warn/50 bg-warn-weak",
  bad: "border-bad/50 bg-bad-weak",
  good: "border-good/50 bg-good-weak",
} as const;

/** Something to know, in place; errors are announced. */
export function Notice({
  tone = "info",
  title,
  children,
}: {
  tone?: keyof typeof TONES;
  title?: string;
  children?: ReactNode;
}) {
  return (
    <div role={tone === "bad" ? "alert" : "status"} className={`rounded-lg border px-4 py-2.5 ${TONES[tone]}`}>
      {title && <p className="font-semibold">{title}</p>}
      {children}
    </div>
  );
}
