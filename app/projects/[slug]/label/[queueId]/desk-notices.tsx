"use client";
import { memo } from "react";
import { useSlice } from "@/app/_components/use-slice";
import type { DeskAnswer } from "./desk-state";
import type { DeskStore } from "./desk-store";
import type { Desk } from "./use-desk";

/** What was given, for the ear. */
function givenWords({ number, kind, label, certainty }: DeskAnswer, labelName: (key: string | null) => string): string {
  if (kind === "undo") return "";
  const what = kind === "label" ? labelName(label) : kind === "skip" ? "skipped" : "flagged";
  return `Item ${number}: ${what}${certainty === "unsure" ? ", not sure" : ""}.`;
}

/** What a screen reader hears: the answer that was given and the next item, in one go; and what undo says to everybody. */
export const DeskNotices = memo(function DeskNotices({
  store,
  labels,
  labelName,
  said,
  unfinished,
}: {
  store: DeskStore;
  labels: Desk["labels"];
  labelName: (key: string | null) => string;
  /** Of the marks on the item; newer than what the item itself had to say. */
  said: string;
  /** Why the answer is not one yet. */
  unfinished: string;
}) {
  const current = useSlice(store, (state) => state.current);
  const suggested = useSlice(store, (state) => state.shown?.label ?? null);
  const notice = useSlice(store, (state) => state.notice);
  const given = useSlice(store, (state) => state.given);
  const suggestion = labels.find((label) => label.key === suggested);
  const [a, b] = current?.candidates ?? [];
  const words = [
    given ? givenWords(given, labelName) : "",
    current ? `Item ${current.number}.` : "",
    a && b ? `${labelName(a)} or ${labelName(b)}?` : "",
    suggestion ? `Suggestion: ${suggestion.name}.` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
  return (
    <>
      <p role="status" className="sr-only contain-strict" data-testid="announcement">
        {unfinished || said || notice || words}
      </p>
      {(unfinished || notice) && (
        <p className="chip fixed bottom-24 left-1/2 z-20 -translate-x-1/2 bg-surface text-text shadow-card">
          {unfinished || notice}
        </p>
      )}
    </>
  );
});
