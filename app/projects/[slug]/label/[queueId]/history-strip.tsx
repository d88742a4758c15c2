"use client";
import { useMemo } from "react";
import { twoLetterCodes } from "@/core/label-set/label-code";
import type { HistoryEntry } from "./desk-state";
import type { Desk } from "./use-desk";

/** The last answers, newest first: pictures with a two-letter code, texts with the code alone. */
export function HistoryStrip({ history, labels }: { history: readonly HistoryEntry[]; labels: Desk["labels"] }) {
  const codes = useMemo(() => new Map(twoLetterCodes(labels).map((code, k) => [labels[k]?.key, code])), [labels]);
  const nameOf = (entry: HistoryEntry) =>
    entry.kind === "label"
      ? (labels.find((label) => label.key === entry.label)?.name ?? "")
      : entry.kind === "skip"
        ? "skipped"
        : "flagged";
  return (
    <ol aria-label="Last answers" className="ml-auto flex gap-1.5 max-sm:hidden">
      {history.slice(0, 8).map((entry) => (
        <li
          key={`${entry.claimId}-${entry.clientKey ?? "before"}`}
          className="grid justify-items-center gap-0.5"
          title={`Item ${entry.number}: ${nameOf(entry)}${entry.certainty === "unsure" ? ", not sure" : ""}`}
        >
          {entry.thumbnail && (
            <img
              src={entry.thumbnail}
              alt=""
              className="size-8 rounded-[4px] object-cover [image-rendering:pixelated]"
            />
          )}
          <span className="font-mono text-[10px] leading-3 text-text-2">
            {entry.kind === "label" ? codes.get(entry.label ?? "") : entry.kind === "skip" ? "–" : "!"}
            {entry.certainty === "unsure" ? "?" : ""}
          </span>
          <span className="sr-only">
            Item {entry.number}: {nameOf(entry)}
          </span>
        </li>
      ))}
    </ol>
  );
}
