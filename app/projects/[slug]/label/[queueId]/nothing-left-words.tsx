"use client";
import { useEffect, useRef } from "react";
import type { Sitting } from "./sitting";
import { SittingNumbers, WhereNext } from "./sitting-summary";
import type { Supply } from "./use-claims";
import type { Desk } from "./use-desk";

interface NothingLeftWordsProps {
  supply: Exclude<Supply, "opening" | "open">;
  answered: number;
  unsent: number;
  sitting: Sitting;
  desk: Desk;
}

/** Why there is no item, and where to go; its code comes after the first item. */
export function NothingLeftWords({ supply, answered, unsent, sitting, desk }: NothingLeftWordsProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // the key that had the focus is gone: read on from here
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  const words = {
    empty: [
      "Nothing left for you here",
      "All items have the answers they need, or are with somebody else right now. This page looks again by itself.",
    ],
    closed: [
      "This queue is closed",
      "A manager has closed or paused it. Answers that you gave are kept. This page looks again by itself.",
    ],
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
