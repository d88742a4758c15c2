"use client";
import { type RefObject, useEffect, useMemo } from "react";
import { countWhiteSpace, type WhiteSpaceKind, whiteSpaceRuns } from "@/core/item/find-text";
import { highlight, rangesIn } from "./text-ranges";

/** Style of each kind; line breaks and what has no width can only be counted. */
const MARKS: Partial<Record<WhiteSpaceKind, string>> = {
  space: "white-space",
  tab: "white-space-tab",
  "no-break space": "white-space-odd",
  "other space": "white-space-odd",
};
const SWATCHES: Record<string, string> = {
  "white-space": "bg-[var(--mark-space)]",
  "white-space-tab": "bg-[var(--mark-tab)]",
  "white-space-odd": "bg-[var(--mark-odd)]",
};
const PLURALS: Record<WhiteSpaceKind, string> = {
  space: "spaces",
  tab: "tabs",
  "line break": "line breaks",
  "no-break space": "no-break spaces",
  "other space": "other spaces",
  invisible: "invisible characters",
};

/** Marks the white space of the text on the screen, and counts it, also what cannot be marked. */
export function WhiteSpaceMarks({
  text,
  paragraph,
}: {
  text: string;
  paragraph: RefObject<HTMLParagraphElement | null>;
}) {
  const runs = useMemo(() => whiteSpaceRuns(text), [text]);
  const counts = useMemo(() => countWhiteSpace(text, runs), [text, runs]);
  useEffect(() => {
    const names = new Set(Object.values(MARKS));
    const removals = [...names].map((name) =>
      highlight(
        name,
        rangesIn(
          paragraph.current,
          text,
          runs.filter(({ kind }) => MARKS[kind] === name),
        ),
        -1,
      ),
    );
    return () => {
      for (const remove of removals) remove();
    };
  }, [paragraph, text, runs]);
  return (
    <ul aria-label="White space" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-text-2 tabular-nums">
      {counts.map(([kind, n]) => (
        <li key={kind} className={`flex items-center gap-1.5 ${kind === "invisible" ? "font-semibold text-warn" : ""}`}>
          {MARKS[kind] && (
            <span aria-hidden="true" className={`h-3 w-4 rounded-[2px] ${SWATCHES[MARKS[kind] ?? ""] ?? ""}`} />
          )}
          {n.toLocaleString("en-US")} {n === 1 ? kind.replace("invisible", "invisible character") : PLURALS[kind]}
        </li>
      ))}
      {counts.length === 0 && <li>no white space</li>}
    </ul>
  );
}
