"use client";
import { memo, useMemo } from "react";
import { useSlice } from "@/app/_components/use-slice";
import { answerValue, answerWords, labelsNamed } from "@/core/annotation/answer-text";
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

/** An answer of several marks: their number, or the code of the one label. */
function severalWords(text: string, wordsOf: (key: string) => { name: string; code: string } | undefined) {
  const name = answerWords(text, (key) => wordsOf(key)?.name ?? key);
  if (!text.startsWith("{")) return { name, code: "" };
  const value = answerValue(text);
  const marks = "spans" in value ? value.spans : "boxes" in value ? value.boxes : labelsNamed(value);
  const [only, ...more] = labelsNamed(value);
  return {
    name,
    code: more.length === 0 && only && marks.length === 1 ? (wordsOf(only)?.code ?? "1") : `${marks.length}`,
  };
}

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
      ? (words.get(label ?? "") ?? severalWords(label ?? "", (key) => words.get(key)))
      : kind === "skip"
        ? { name: "skipped", code: "–" }
        : { name: "flagged", code: "!" };
  return (
    // of a fixed size and out of the flow: a new entry lays out nothing else
    <div className={`relative ml-auto w-[298px] max-sm:hidden ${desk.project.media === "image" ? "h-[46px]" : "h-3"}`}>
      <ol aria-label="Last answers" className="absolute inset-0 flex justify-end gap-1.5 contain-strict">
        {history.slice(0, SHOWN).map((entry) => (
          <Entry key={`${entry.claimId}-${entry.clientKey ?? "before"}`} entry={entry} {...wordsOf(entry)} />
        ))}
      </ol>
    </div>
  );
});
