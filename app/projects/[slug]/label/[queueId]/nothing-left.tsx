"use client";
import { useEffect, useRef } from "react";
import { useSlice, type Watched } from "@/app/_components/use-slice";
import { type OutboxState, waiting } from "@/app/_outbox/outbox";
import type { DeskStore } from "./desk-store";
import type { Sitting } from "./sitting";
import { SittingNumbers, WhereNext } from "./sitting-summary";
import type { Desk, DeskSession } from "./use-desk";

/** What stands where the item would be: loading, the end of the batch, or why there is nothing. */
export function NothingLeft({
  supply,
  store,
  answers,
  sitting,
  desk,
}: {
  supply: DeskSession["supply"];
  store: DeskStore;
  answers: Watched<OutboxState>;
  sitting: Sitting;
  desk: Desk;
}) {
  const isRestoring = useSlice(store, (state) => state.restoring !== null);
  const answered = useSlice(store, (state) => state.answered);
  const unsent = useSlice(answers, (state) => waiting(state).length);
  const isOver = !isRestoring && supply !== "opening" && supply !== "asking" && supply !== "open";
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // the key that had the focus is gone: read on from here
    if (isOver && document.activeElement === document.body) heading.current?.focus();
  }, [isOver]);
  if (isRestoring) return <p className="m-auto text-text-2">Bringing the item back…</p>;
  if (supply === "opening" || supply === "asking" || supply === "open")
    return (
      <div
        role="status"
        aria-label="Loading items"
        className="m-auto h-[min(460px,56vh)] w-[min(460px,56vh)] rounded-md bg-line/60"
      />
    );
  const words = {
    empty: [
      "Nothing left for you here",
      "All items have the answers they need, or are with somebody else right now. This page looks again by itself.",
    ],
    closed: ["This queue is closed", "A manager has closed or paused it. Answers that you gave are kept."],
    offline: ["The server does not answer", "What you answered waits on this device. It is sent by itself."],
    "signed-out": ["You are signed out", "What you answered waits on this device. It is sent when you sign in again."],
  } as const;
  const [title, text] = words[supply];
  return (
    <div className="m-auto flex max-w-md flex-col items-center gap-3 p-6 text-center" data-testid="nothing-left">
      <h2 ref={heading} tabIndex={-1} className="text-[18px] font-semibold outline-none">
        {title}
      </h2>
      <p className="text-text-2">{text}</p>
      <p className="text-text-2 tabular-nums">
        You answered {answered} here{unsent > 0 ? `; ${unsent} wait to be sent` : ", all saved"}.
      </p>
      {supply === "empty" && <SittingNumbers summary={sitting.summary()} />}
      <WhereNext desk={desk} />
    </div>
  );
}
