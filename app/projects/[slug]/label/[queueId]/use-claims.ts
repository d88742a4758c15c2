"use client";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { randomKey } from "@/app/_components/random-key";
import { useSlice } from "@/app/_components/use-slice";
import type { Outbox } from "@/app/_outbox/open-outbox";
import { waiting } from "@/app/_outbox/outbox";
import { refusalOf } from "@/app/_outbox/submit-answers";
import { answersOf } from "@/app/_outbox/use-outbox";
import { labelCalls } from "@/app/_trpc/label-calls";
import { type ClaimsMessage, ClaimsOfTabs } from "./claims-of-tabs";
import type { DeskStore } from "./desk-store";
import { postLast } from "./post-last";

/** How many items are asked for at once, and when: one after the other, or a screen full of them. */
const STOCK = { desk: { window: 32, few: 8 }, grid: { window: 60, few: 40 } } as const;
const HEARTBEAT_MS = 60_000;
const LOOK_AGAIN_MS = 10_000;
/** Whoever stays away longer lets others have the items. */
const LONGEST_BREAK_MS = 1_800_000;

/** What the server last said to the wish for items; opening: it was not asked yet. */
export type Supply = "opening" | "open" | "empty" | "closed" | "offline" | "signed-out";

interface Reply {
  supply: Supply;
  /** Counts them: one like that before is another one. */
  number: number;
  /** Items that were here when more were asked for. */
  heldThen: number;
}

const heldIn = (store: DeskStore) => {
  const { current, ahead } = store.state();
  return ahead.length + (current ? 1 : 0);
};

function supplyAfter(error: unknown): Supply {
  const refusal = refusalOf(error);
  if (refusal?.code === "UNAUTHORIZED" || refusal?.field === "userId") return "signed-out";
  return refusal?.code === "CONFLICT" ? "closed" : "offline";
}

interface ClaimsOptions {
  ids: { projectId: number; queueId: number };
  userId: number;
  store: DeskStore;
  outbox: Outbox | null;
  layout: keyof typeof STOCK;
  /** When a break began that still lasts. */
  breakSince: RefObject<number | null>;
}

function giveBack({ ids, userId, claimIds }: Pick<ClaimsOptions, "ids" | "userId"> & { claimIds: number[] }) {
  if (claimIds.length > 0) postLast("label.release", { ...ids, userId, claimIds });
}

/** Keeps the leases of what is shown alive, and gives back what no tab shows when the page goes. */
function useLeases({ ids, userId, store, breakSince }: Omit<ClaimsOptions, "outbox" | "layout">) {
  useEffect(() => {
    const held = () => {
      const { current, ahead } = store.state();
      return [current, ...ahead].flatMap((item) => (item ? [item.claimId] : []));
    };
    const channel = new BroadcastChannel(`concord-claims-${userId}-${ids.queueId}`);
    const tabs = new ClaimsOfTabs(randomKey(), held, (message) => channel.postMessage(message));
    channel.onmessage = ({ data }: MessageEvent<ClaimsMessage>) => tabs.hear(data);
    tabs.start();
    const stop = store.watch(() => tabs.changed());
    const beat = setInterval(() => {
      const claimIds = held();
      const { current: since } = breakSince;
      const isHere =
        since === null ? document.visibilityState === "visible" : performance.now() - since < LONGEST_BREAK_MS;
      if (!isHere || claimIds.length === 0) return;
      void labelCalls.extend.mutate({ ...ids, userId, claimIds }).then(
        (reply) => store.dispatch({ type: "dropped", claimIds: claimIds.filter((id) => !reply.held.includes(id)) }),
        // an unreachable server is shown by the answers that wait
        () => undefined,
      );
    }, HEARTBEAT_MS);
    let hasLeft = false;
    const leave = () => {
      if (hasLeft) return;
      hasLeft = true;
      giveBack({ ids, userId, claimIds: tabs.leave() });
    };
    const back = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      hasLeft = false;
      tabs.start();
    };
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", back);
    return () => {
      clearInterval(beat);
      stop();
      // to another page without a new document
      leave();
      channel.close();
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", back);
    };
  }, [ids, userId, store, breakSince]);
}

/** Keeps items ahead of the person, and brings back what was taken back. */
export function useClaims({ ids, userId, store, outbox, layout, breakSince }: ClaimsOptions) {
  const { window: most, few } = STOCK[layout];
  const answers = answersOf(outbox);
  // what is answered already is known
  const isReady = useSlice(answers, (state) => state.isRead);
  // above it nothing hangs on how many there are
  const stock = useSlice(store, () => Math.min(few, heldIn(store)));
  const restoring = useSlice(store, (state) => state.restoring);
  const isUnsent = useSlice(
    answers,
    (state) => restoring !== null && waiting(state).some(({ answer }) => answer.queueId === ids.queueId),
  );
  const [reply, setReply] = useState<Reply>({ supply: "opening", number: 0, heldThen: 0 });
  const isAsking = useRef(false);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const ask = useCallback(async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    const heldThen = heldIn(store);
    const said = (supply: Supply) => setReply(({ number }) => ({ supply, number: number + 1, heldThen }));
    try {
      const items = await labelCalls.claim.mutate({ ...ids, userId, max: most });
      if (isGone.current) return giveBack({ ids, userId, claimIds: items.map(({ claimId }) => claimId) });
      store.dispatch({ type: "loaded", items });
      said(items.length === 0 ? "empty" : "open");
    } catch (error) {
      said(supplyAfter(error));
    } finally {
      isAsking.current = false;
    }
  }, [ids, userId, store, most]);

  // near its end a queue gives no more to those who hold some: who has none left asks at once
  const isOut = reply.supply === "empty" && reply.heldThen > 0 && stock === 0;
  const supply = isOut ? "open" : reply.supply;
  const { number } = reply;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every reply is looked at, also one like that before
  useEffect(() => {
    if (!isReady || stock >= few) return;
    if (supply === "opening" || supply === "open") void ask();
    else {
      // somebody may give something back, or open the queue again
      const again = setTimeout(() => void ask(), LOOK_AGAIN_MS);
      return () => clearTimeout(again);
    }
  }, [isReady, stock, few, supply, number, ask]);

  // what was taken back comes with its content when the server has heard of it
  useEffect(() => {
    if (restoring === null || isUnsent || !isReady) return;
    let again: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const restore = async () => {
      try {
        const items = await labelCalls.resume.query({ ...ids, userId });
        if (isOver) return;
        store.dispatch({ type: "loaded", items });
        store.dispatch({ type: "not-restored" });
      } catch (error) {
        if (isOver) return;
        setReply(({ number, heldThen }) => ({ supply: supplyAfter(error), number: number + 1, heldThen }));
        store.dispatch({ type: "restore-later" });
        again = setTimeout(() => void restore(), LOOK_AGAIN_MS);
      }
    };
    void restore();
    return () => {
      isOver = true;
      clearTimeout(again);
    };
  }, [restoring, isUnsent, isReady, ids, userId, store]);

  useLeases({ ids, userId, store, breakSince });
  return { supply, ask };
}
