"use client";
import { TRPCClientError } from "@trpc/client";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { trpc } from "@/app/_trpc/calls";
import type { Outputs } from "@/app/_trpc/types";
import { ActiveTimer } from "./active-timer";
import { AnswerSender, type SendProblem, type SendState } from "./answer-sender";
import { type DeskItem, deskReducer, firstState, type PendingAnswer, takesKey } from "./desk-state";

export type Desk = Outputs["label"]["open"];

const WINDOW = 32;
const HEARTBEAT_MS = 60_000;
const LOOK_AGAIN_MS = 10_000;

const codeOf = (error: unknown) => (error instanceof TRPCClientError ? error.data?.code : undefined);

function classify(error: unknown): SendProblem {
  const code = codeOf(error);
  if (code === "UNAUTHORIZED") return "signed-out";
  return code === "BAD_REQUEST" || code === "FORBIDDEN" || code === "NOT_FOUND" ? "refused" : "offline";
}

const asInput = ({ label, reason, kind, ...answer }: PendingAnswer) => {
  if (kind === "label") return { ...answer, kind, value: { label: label ?? "" } } as const;
  if (kind === "flag") return { ...answer, kind, value: { reason: reason ?? "unclear" } } as const;
  return { ...answer, kind, value: {} } as const;
};

/** Posts while the page goes away; the reply is never seen, so nothing here is called saved. */
function postLast(path: string, input: unknown) {
  void fetch(`/api/trpc/${path}`, {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  }).catch(() => undefined);
}

/** The label screen's session: claims ahead, answers behind, and everything that keeps them safe while the page lives. */
export function useDesk(desk: Desk, first: readonly DeskItem[]) {
  const { project, queue } = desk;
  const ids = useRef({ projectId: project.id, queueId: queue.id }).current;
  const [state, dispatch] = useReducer(deskReducer, null, () =>
    deskReducer(
      firstState(
        desk.history.flatMap(({ kind, ...entry }) =>
          kind === "undo" ? [] : [{ ...entry, kind, clientKey: null, item: null }],
        ),
        desk.mine,
      ),
      { type: "loaded", items: first },
    ),
  );
  const [sending, setSending] = useState<SendState>({ inFlight: 0, problem: null, attempt: 0 });
  const [supply, setSupply] = useState<"asking" | "open" | "empty" | "closed" | "offline">("open");
  const now = useRef(state);
  now.current = state;
  const timer = useRef(new ActiveTimer());

  const sender = useRef<AnswerSender>(undefined);
  useEffect(() => {
    const made = new AnswerSender({
      send: async (answers) => (await trpc.label.submit.mutate({ ...ids, answers: answers.map(asInput) })).results,
      settled: (results) => dispatch({ type: "settled", results }),
      changed: setSending,
      classify,
    });
    sender.current = made;
    made.update(now.current.pending);
    const online = () => made.retryNow();
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("online", online);
      made.stop();
    };
  }, [ids]);
  useEffect(() => {
    sender.current?.update(state.pending);
  }, [state.pending]);

  const asking = useRef(false);
  const ask = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    setSupply("asking");
    try {
      const items = await trpc.label.claim.mutate({ ...ids, max: WINDOW });
      dispatch({ type: "loaded", items });
      setSupply(items.length === 0 ? "empty" : "open");
    } catch (error) {
      setSupply(codeOf(error) === "CONFLICT" ? "closed" : "offline");
    } finally {
      asking.current = false;
    }
  }, [ids]);

  const stock = state.ahead.length + (state.current ? 1 : 0);
  useEffect(() => {
    if (stock >= 8 || supply === "closed" || supply === "asking") return;
    if (supply === "open") void ask();
    else {
      // nothing was there: somebody may give something back
      const again = setTimeout(() => void ask(), LOOK_AGAIN_MS);
      return () => clearTimeout(again);
    }
  }, [stock, supply, ask]);

  // what an undo of an earlier visit re-opened comes back with its content
  useEffect(() => {
    if (state.restoring === null || state.pending.length > 0) return;
    void trpc.label.resume.query(ids).then(
      (items) => dispatch({ type: "loaded", items }),
      () => setSupply("offline"),
    );
  }, [state.restoring, state.pending.length, ids]);

  useEffect(() => {
    const held = () => {
      const { current, ahead } = now.current;
      return [current, ...ahead].flatMap((item) => (item ? [item.claimId] : []));
    };
    const beat = setInterval(() => {
      const claimIds = held();
      if (document.visibilityState !== "visible" || claimIds.length === 0) return;
      void trpc.label.extend.mutate({ ...ids, claimIds }).then(
        (reply) => dispatch({ type: "dropped", claimIds: claimIds.filter((id) => !reply.held.includes(id)) }),
        // an unreachable server is shown by the answers that wait
        () => undefined,
      );
    }, HEARTBEAT_MS);
    const leave = () => {
      const { pending } = now.current;
      if (pending.length > 0) postLast("label.submit", { ...ids, answers: pending.slice(0, 50).map(asInput) });
      const claimIds = held();
      if (claimIds.length > 0) postLast("label.release", { ...ids, claimIds });
    };
    const warn = (event: BeforeUnloadEvent) => {
      if (now.current.pending.length > 0) event.preventDefault();
    };
    window.addEventListener("pagehide", leave);
    window.addEventListener("beforeunload", warn);
    return () => {
      clearInterval(beat);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("beforeunload", warn);
    };
  }, [ids]);

  useEffect(() => {
    const touch = () => timer.current.touch(performance.now());
    const visible = () => timer.current.visible(performance.now(), document.visibilityState === "visible");
    window.addEventListener("pointermove", touch, { passive: true });
    window.addEventListener("keydown", touch, { passive: true });
    document.addEventListener("visibilitychange", visible);
    return () => {
      window.removeEventListener("pointermove", touch);
      window.removeEventListener("keydown", touch);
      document.removeEventListener("visibilitychange", visible);
    };
  }, []);

  // the clock of an item starts with the frame that shows it
  const currentId = state.current?.claimId;
  useEffect(() => {
    if (currentId === undefined) return;
    const frame = requestAnimationFrame(() => {
      const at = performance.now();
      timer.current.start(at, document.visibilityState === "visible");
      dispatch({ type: "painted", claimId: currentId, now: at });
    });
    return () => cancelAnimationFrame(frame);
  }, [currentId]);

  const give = useCallback(
    (
      kind: "label" | "skip" | "flag",
      {
        label = null,
        reason = null,
        certainty = "sure",
        key = null,
      }: Partial<Pick<PendingAnswer, "label" | "reason" | "certainty">> & { key?: string | null },
    ): boolean => {
      const at = performance.now();
      if (!takesKey(now.current, key, at)) return false;
      dispatch({
        type: "answer",
        clientKey: crypto.randomUUID(),
        kind,
        label,
        reason,
        certainty,
        key,
        now: at,
        clientTime: Date.now(),
        durationMs: timer.current.elapsedMs(at),
      });
      return true;
    },
    [],
  );
  const undo = useCallback(
    (labelName: (key: string | null) => string) =>
      dispatch({ type: "undo", clientKey: crypto.randomUUID(), clientTime: Date.now(), labelName }),
    [],
  );
  return { state, dispatch, sending, supply, give, undo, ask, retryNow: () => sender.current?.retryNow(), ids };
}
export type DeskSession = ReturnType<typeof useDesk>;
