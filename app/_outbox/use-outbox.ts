"use client";
import { useEffect, useState } from "react";
import type { Watched } from "@/app/_components/use-slice";
import { openBrowserOutbox } from "./browser-outbox";
import type { Outbox } from "./open-outbox";
import { emptyOutbox, needAttention, type OutboxState } from "./outbox";
import { saveWords } from "./save-state";

/** The outbox of a person for the life of a page; null until the page runs in the browser. */
export function useOutbox(userId: number): Outbox | null {
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  useEffect(() => {
    const opened = openBrowserOutbox(userId);
    setOutbox(opened.outbox);
    return opened.close;
  }, [userId]);
  return outbox;
}

const unopened: Watched<OutboxState> = { state: () => emptyOutbox, watch: () => () => undefined };
/** What the outbox holds, for `useSlice`. */
export const answersOf = (outbox: Outbox | null): Watched<OutboxState> => outbox ?? unopened;

/** Good news is drawn this often at most. */
const DRAW_EVERY_MS = 250;
const SAFETY = { bad: 0, warn: 1, quiet: 2, good: 3 };

/** The outbox as it is drawn: bad news at once, good news a moment later, and nothing while the words stay. */
export function useDrawnAnswers(outbox: Outbox | null): OutboxState {
  const [drawn, setDrawn] = useState(emptyOutbox);
  useEffect(() => {
    if (!outbox) return;
    let last = outbox.state();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      clearTimeout(timer);
      timer = undefined;
      last = outbox.state();
      setDrawn(last);
    };
    draw();
    const stop = outbox.watch(() => {
      const before = saveWords(last);
      const state = outbox.state();
      const now = saveWords(state);
      if (SAFETY[now.tone] < SAFETY[before.tone] || needAttention(state).length !== needAttention(last).length) draw();
      else if (now.text !== before.text || state.late !== last.late) timer ??= setTimeout(draw, DRAW_EVERY_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [outbox]);
  return drawn;
}

/** Asks the browser to keep what is stored when its disk fills up; null where it cannot say. */
export function useKeptStorage(): boolean | null {
  const [isKept, setIsKept] = useState<boolean | null>(null);
  useEffect(() => {
    // missing outside secure contexts
    if (!("storage" in navigator)) return;
    void navigator.storage.persist().then(setIsKept, () => setIsKept(null));
  }, []);
  return isKept;
}
