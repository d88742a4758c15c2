"use client";
import { memo, useMemo } from "react";
import { useSlice } from "@/app/_components/use-slice";
import { twoLetterCodes } from "@/core/label-set/label-code";
import type { HistoryEntry } from "./desk-state";
import type { DeskStore } from "./desk-store";
import type { Desk } from "./use-desk";

interface EntryProps {
  entry: HistoryEntry;
  name: string;
  code: string;
}

const Entry = memo(function Entry({ entry, name, code }: EntryProps) {
  // the one that was on the screen is here already, with a network or without
  const picture = entry.item?.image ?? entry.thumbnail;
  const isUnsure = entry.certainty === "unsure";
  return (
    <li
      className="relative w-8 shrink-0 text-center font-mono text-[10px] leading-3 text-text-2"
      title={`Item ${entry.number}: ${name}${isUnsure ? ", not sure" : ""}`}
    >
      {picture && (
        <img src={picture} alt="" className="mb-0.5 size-8 rounded-[4px] object-cover [image-rendering:pixelated]" />
      )}
      <span aria-hidden="true">{isUnsure ? `${code}?` : code}</span>
      <span className="sr-only">{`Item ${entry.number}: ${name}${isUnsure ? ", not sure" : ""}`}</span>
    </li>
  );
});

const SHOWN = 8;

/** The last answers, newest first: pictures with a two-letter code, texts with the code alone. */
export const HistoryStrip = memo(function HistoryStrip({ store, desk }: { store: DeskStore; desk: Desk }) {
  const history = useSlice(store, (state) => state.history);
  const { labels } = desk;
  const words = useMemo(() => {
    const codes = twoLetterCodes(labels);
    return new Map(labels.map((label, k) => [label.key, { name: label.name, code: codes[k] ?? "" }]));
  }, [labels]);
  const wordsOf = ({ kind, label }: HistoryEntry) =>
    kind === "label"
      ? (words.get(label ?? "") ?? { name: "", code: "" })
      : kind === "skip"
        ? { name: "skipped", code: "–" }
        : { name: "flagged", code: "!" };
  return (
    // of a fixed size, so that a new entry moves nothing outside
    <ol
      aria-label="Last answers"
      className={`ml-auto flex w-[298px] justify-end gap-1.5 contain-strict max-sm:hidden ${
        desk.project.media === "image" ? "h-[46px]" : "h-3"
      }`}
    >
      {history.slice(0, SHOWN).map((entry) => (
        <Entry key={`${entry.claimId}-${entry.clientKey ?? "before"}`} entry={entry} {...wordsOf(entry)} />
      ))}
    </ol>
  );
});
