"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { randomKey } from "@/app/_components/random-key";
import type { Outbox } from "@/app/_outbox/open-outbox";
import { isWaiting, type OutboxAnswer, offDisk, takesAnswers, waiting } from "@/app/_outbox/outbox";
import { submitInput } from "@/app/_outbox/submit-answers";
import { useOutbox } from "@/app/_outbox/use-outbox";
import type { Outputs } from "@/app/_trpc/types";
import { type DeskAnswer, type DeskItem, firstState, takesKey } from "./desk-state";
import { DeskStore } from "./desk-store";
import { postLast } from "./post-last";
import { Sitting } from "./sitting";
import { useActiveTimer } from "./use-active-timer";
import { useClaims } from "./use-claims";

export type Desk = Outputs["label"]["open"];
export interface Viewer {
  userId: number;
  name: string;
  email: string;
}

const LAST_BATCH = 50;

/** Without items: which of them are answered already stands on the disk, and is read first. */
const deskAtFirst = (desk: Desk) =>
  firstState(
    desk.history.flatMap(({ kind, ...entry }) =>
      kind === "undo" ? [] : [{ ...entry, kind, clientKey: null, item: null }],
    ),
    desk.mine,
  );

/** Tells the desk what the outbox hears: answers of an earlier page and of other tabs, and refusals. */
function useOutboxEvents(outbox: Outbox | null, store: DeskStore, desk: Desk, first: readonly DeskItem[]) {
  const loaded = useRef(false);
  useEffect(() => {
    if (!outbox) return;
    const own = (answers: readonly OutboxAnswer[]) => answers.filter((one) => one.queueId === desk.queue.id);
    const thumbnail = (itemId: number) => (desk.project.media === "image" ? `/api/media/${itemId}/thumbnail` : null);
    const start = () => {
      if (loaded.current) return;
      loaded.current = true;
      const left = outbox.state().entries.filter(isWaiting);
      const answers = own(left.map(({ answer }) => answer));
      store.dispatch({ type: "elsewhere", by: "earlier page", answers, thumbnail });
      store.dispatch({ type: "loaded", items: first });
    };
    if (outbox.state().isRead) start();
    return outbox.watch((event) => {
      if (event.type === "read") start();
      else if (event.type === "heard")
        store.dispatch({ type: "elsewhere", by: "other tab", answers: own(event.answers), thumbnail });
      else if (event.type === "settled")
        store.dispatch({
          type: "refused",
          clientKeys: event.results.flatMap((one) => (one.result === "refused" ? [one.clientKey] : [])),
        });
    });
  }, [outbox, store, desk, first]);
}

/** What is not on the server when the page goes is sent once more; what is not on the disk is worth a question. */
function useLastWords(outbox: Outbox | null, ids: { projectId: number; queueId: number }, userId: number) {
  useEffect(() => {
    if (!outbox) return;
    const leave = () => {
      const left = waiting(outbox.state()).map(({ answer }) => answer);
      const answers = left.filter((answer) => answer.queueId === ids.queueId).slice(0, LAST_BATCH);
      if (answers.length > 0) postLast("label.submit", submitInput(userId, answers));
    };
    const warn = (event: BeforeUnloadEvent) => {
      if (offDisk(outbox.state()).length > 0) event.preventDefault();
    };
    window.addEventListener("pagehide", leave);
    window.addEventListener("beforeunload", warn);
    return () => {
      // to another page without a new document: nothing sends there
      leave();
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("beforeunload", warn);
    };
  }, [outbox, ids, userId]);
}

/** Calls back when the item's picture is there, or will never be; at once for other items. */
function whenThere(claimId: number, then: () => void): () => void {
  const picture = document.querySelector<HTMLImageElement>(`img[data-claim="${claimId}"]`);
  if (!picture || picture.complete) {
    then();
    return () => undefined;
  }
  const both = new AbortController();
  for (const event of ["load", "error"])
    picture.addEventListener(event, () => requestAnimationFrame(then), { once: true, signal: both.signal });
  return () => both.abort();
}

/** Starts the clock of each item with the frame that shows it. */
function usePaints(store: DeskStore, timer: ReturnType<typeof useActiveTimer>) {
  useEffect(() => {
    let shown: number | undefined;
    let frame = 0;
    let unlisten = () => {};
    const look = () => {
      const claimId = store.state().current?.claimId;
      const { paintedAt } = store.state();
      // the same item is painted once more when it came back
      if (claimId === shown && paintedAt !== null) return;
      shown = claimId;
      cancelAnimationFrame(frame);
      unlisten();
      if (claimId === undefined) return;
      const painted = () => {
        const at = performance.now();
        timer.current.start(at, document.visibilityState === "visible");
        store.dispatch({ type: "painted", claimId, now: at });
      };
      frame = requestAnimationFrame(() => {
        unlisten = whenThere(claimId, painted);
      });
    };
    look();
    const stop = store.watch(look);
    return () => {
      stop();
      unlisten();
      cancelAnimationFrame(frame);
    };
  }, [store, timer]);
}

/**
 * The label screen's session: claims ahead, answers into the outbox, and everything that keeps the two together. The
 * parts of the screen watch `store` and `outbox` themselves, each its own slice: a key draws nothing but what it changes.
 */
export function useDesk(desk: Desk, first: readonly DeskItem[], { userId }: Viewer) {
  const ids = useRef({ projectId: desk.project.id, queueId: desk.queue.id }).current;
  const outbox = useOutbox(userId);
  const to = useRef(outbox);
  to.current = outbox;
  const [sitting] = useState(() => new Sitting());
  const [store] = useState(
    () =>
      new DeskStore(deskAtFirst(desk), (answer: DeskAnswer) => {
        to.current?.add({ ...ids, ...answer });
        sitting.take(answer);
      }),
  );
  const breakSince = useRef<number | null>(null);
  useOutboxEvents(outbox, store, desk, first);
  useLastWords(outbox, ids, userId);
  const claims = useClaims({ ids, userId, store, outbox, layout: desk.queue.layout, breakSince });
  const timer = useActiveTimer();
  usePaints(store, timer);

  const give = useCallback(
    (
      kind: "label" | "skip" | "flag",
      {
        label = null,
        reason = null,
        note = null,
        certainty = "sure",
        key = null,
        durationMs = timer.current.elapsedMs(performance.now()),
      }: Partial<Pick<DeskAnswer, "label" | "reason" | "note" | "certainty" | "durationMs">> & { key?: string | null },
    ): boolean => {
      const at = performance.now();
      if (!to.current || !takesAnswers(to.current.state()) || !takesKey(store.state(), key, at)) return false;
      const clientKey = randomKey();
      const given = { kind, label, reason, note, certainty, key };
      return store.dispatch({ type: "answer", ...given, clientKey, now: at, clientTime: Date.now(), durationMs });
    },
    [store, timer],
  );
  const undo = useCallback(
    (labelName: (key: string | null) => string) => {
      if (!to.current || !takesAnswers(to.current.state())) return;
      store.dispatch({ type: "undo", clientKey: randomKey(), clientTime: Date.now(), labelName });
    },
    [store],
  );
  /** During a break the clock stands and the leases are kept. */
  const setBreak = useCallback(
    (isOn: boolean) => {
      const at = performance.now();
      breakSince.current = isOn ? at : null;
      timer.current.onBreak(at, isOn);
    },
    [timer],
  );
  return { ...claims, store, outbox, sitting, give, undo, setBreak, ids };
}
export type DeskSession = ReturnType<typeof useDesk>;
