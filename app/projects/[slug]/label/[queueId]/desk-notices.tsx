"use client";
import { memo } from "react";
import { useSlice } from "@/app/_components/use-slice";
import type { DeskStore } from "./desk-store";
import type { Desk } from "./use-desk";

/** What a screen reader hears of each item, and what undo has to say to everybody. */
export const DeskNotices = memo(function DeskNotices({
  store,
  labels,
  said,
  unfinished,
}: {
  store: DeskStore;
  labels: Desk["labels"];
  /** Of the marks on the item; newer than what the item itself had to say. */
  said: string;
  /** Why the answer is not one yet. */
  unfinished: string;
}) {
  const current = useSlice(store, (state) => state.current);
  const suggested = useSlice(store, (state) => state.shown?.label ?? null);
  const notice = useSlice(store, (state) => state.notice);
  const suggestion = labels.find((label) => label.key === suggested);
  const words = current ? `Item ${current.number}. ${suggestion ? `Suggestion: ${suggestion.name}.` : ""}` : "";
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
