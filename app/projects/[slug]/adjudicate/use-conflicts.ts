"use client";
import { TRPCClientError } from "@trpc/client";
import { useCallback, useEffect, useReducer, useRef } from "react";
import { trpc } from "@/app/_trpc/calls";
import type { Outputs } from "@/app/_trpc/types";
import { conflictReducer, type Decision, mayDecide, startConflicts } from "./conflict-state";

const messageOf = (error: unknown) => (error instanceof Error ? error.message : "The server does not answer.");
const isOvertaken = (error: unknown) => error instanceof TRPCClientError && error.data?.code === "CONFLICT";

/** The desk's state and what it asks the server for. */
export function useConflicts(projectId: number, start: Outputs["adjudication"]["list"], wantedId: number | null) {
  const [state, tell] = useReducer(conflictReducer, null, () => startConflicts(start, wantedId));
  const now = useRef(state);
  now.current = state;
  const { currentId, step } = state;

  useEffect(() => {
    if (currentId === null || step !== "loading") return;
    trpc.adjudication.open
      .query({ projectId, itemId: currentId })
      .then((conflict) => tell({ type: "opened", conflict, at: performance.now() }))
      .catch((error: unknown) => tell({ type: "refused", itemId: currentId, message: messageOf(error) }));
  }, [projectId, currentId, step]);

  const list = useCallback(
    async (includeOwn: boolean) => {
      const { rows, open, settled } = await trpc.adjudication.list.query({ projectId, includeOwn });
      tell({ type: "listed", rows, left: open, settled });
    },
    [projectId],
  );

  /** Keeps the own first answer; the evidence is the reply. */
  const answer = useCallback(
    async (label: string) => {
      const { conflict, step } = now.current;
      if (step !== "first" || !conflict) return;
      const { itemId, version } = conflict;
      tell({ type: "sending" });
      try {
        const revealed = await trpc.adjudication.firstAnswer.mutate({ projectId, itemId, version, label });
        tell({ type: "opened", conflict: revealed, at: performance.now() });
      } catch (error) {
        if (isOvertaken(error)) tell({ type: "overtaken", itemId, message: messageOf(error) });
        else tell({ type: "failed", message: messageOf(error) });
      }
    },
    [projectId],
  );

  const decide = useCallback(
    async (decision: Decision, label: string | null) => {
      const { conflict, reason, rule } = now.current;
      if (!mayDecide(now.current, performance.now()) || !conflict?.evidence) return;
      const { itemId, version } = conflict;
      tell({ type: "sending" });
      try {
        await trpc.adjudication.decide.mutate({
          projectId,
          itemId,
          expectedVersion: version,
          decision,
          label,
          reason,
          rule,
          seen: conflict.evidence.answers.map((one) => one.annotationId),
        });
        tell({ type: "decided", itemId, decision, label });
      } catch (error) {
        if (isOvertaken(error))
          tell({ type: "overtaken", itemId, message: `${messageOf(error)} This is how it stands now.` });
        else tell({ type: "failed", message: messageOf(error) });
      }
    },
    [projectId],
  );
  return { state, tell, list, answer, decide };
}
