import type { Outputs } from "@/app/_trpc/types";

export type ConflictRow = Outputs["adjudication"]["list"]["rows"][number];
export type OpenedConflict = Outputs["adjudication"]["open"];
export type Decision = "label" | "undecidable" | "exclude";

/** So long the evidence must have been on the screen before a key decides: the key that answered first cannot. */
export const READ_MS = 400;

/** Which step the desk is at: nothing open; waiting; own answer; evidence and decision; sending; could not open. */
export type Step = "empty" | "loading" | "first" | "decide" | "sending" | "refused";

export interface Settled {
  itemId: number;
  number: number;
  decision: Decision;
  label: string | null;
}

export interface ConflictState {
  rows: readonly ConflictRow[];
  left: number;
  settled: number;
  currentId: number | null;
  conflict: OpenedConflict | null;
  step: Step;
  /** When the evidence came on the screen. */
  revealedAt: number;
  reason: string;
  rule: string | null;
  /** What somebody has to know: a refusal, or what happened meanwhile. */
  notice: string;
  /** Own decisions of this visit, newest first. */
  history: readonly Settled[];
}

export type ConflictEvent =
  | { type: "listed"; rows: readonly ConflictRow[]; left: number; settled: number }
  | { type: "chosen"; itemId: number }
  | { type: "opened"; conflict: OpenedConflict; at: number }
  | { type: "refused"; itemId: number; message: string }
  | { type: "sending" }
  | { type: "decided"; itemId: number; decision: Decision; label: string | null }
  | { type: "overtaken"; itemId: number; message: string }
  | { type: "failed"; message: string }
  | { type: "reason"; text: string }
  | { type: "rule"; rule: string | null }
  | { type: "notice"; text: string };

export function startConflicts(
  { rows, open, settled }: Outputs["adjudication"]["list"],
  wantedId: number | null = null,
): ConflictState {
  const currentId = wantedId ?? rows[0]?.itemId ?? null;
  return {
    rows,
    left: open,
    settled,
    currentId,
    conflict: null,
    step: currentId === null ? "empty" : "loading",
    revealedAt: 0,
    reason: "",
    rule: null,
    notice: "",
    history: [],
  };
}

const clean = { conflict: null, revealedAt: 0, reason: "", rule: null } as const;

function goTo(state: ConflictState, itemId: number | null): ConflictState {
  return { ...state, ...clean, currentId: itemId, step: itemId === null ? "empty" : "loading" };
}

/** The item after this one in the list, else the first that is not this one. */
export function nextId(rows: readonly ConflictRow[], itemId: number | null): number | null {
  const at = rows.findIndex((row) => row.itemId === itemId);
  return rows[at + 1]?.itemId ?? rows.find((row) => row.itemId !== itemId)?.itemId ?? null;
}

export function previousId(rows: readonly ConflictRow[], itemId: number | null): number | null {
  const at = rows.findIndex((row) => row.itemId === itemId);
  return rows[at - 1]?.itemId ?? null;
}

/** May a key decide now? */
export const mayDecide = (state: ConflictState, now: number) =>
  state.step === "decide" && now - state.revealedAt >= READ_MS;

/** One event at a time; replies about an item that is no longer on the desk change nothing. */
export function conflictReducer(state: ConflictState, event: ConflictEvent): ConflictState {
  switch (event.type) {
    case "listed": {
      const next = { ...state, rows: event.rows, left: event.left, settled: event.settled };
      return state.step === "empty" && event.rows[0] ? goTo(next, event.rows[0].itemId) : next;
    }
    case "chosen":
      return state.step === "sending" ? state : { ...goTo(state, event.itemId), notice: "" };
    case "opened":
      if (event.conflict.itemId !== state.currentId) return state;
      return {
        ...state,
        conflict: event.conflict,
        step: event.conflict.evidence ? "decide" : "first",
        revealedAt: event.conflict.evidence ? event.at : 0,
      };
    case "refused":
      if (event.itemId !== state.currentId) return state;
      return { ...state, ...clean, step: "refused", notice: event.message };
    case "sending":
      return { ...state, step: "sending", notice: "" };
    case "decided": {
      const number = state.rows.find((row) => row.itemId === event.itemId)?.number ?? state.conflict?.number ?? 0;
      const following = nextId(state.rows, event.itemId);
      // those that a majority settled are not among the open ones
      const wasOpen = state.rows.some((row) => row.itemId === event.itemId && row.needsDecision);
      const done = { itemId: event.itemId, number, decision: event.decision, label: event.label };
      const next: ConflictState = {
        ...state,
        rows: state.rows.filter((row) => row.itemId !== event.itemId),
        left: Math.max(0, state.left - (wasOpen ? 1 : 0)),
        settled: state.settled + (wasOpen ? 1 : 0),
        history: [done, ...state.history.filter((one) => one.itemId !== event.itemId)],
        notice: "",
      };
      return event.itemId === state.currentId ? goTo(next, following) : next;
    }
    case "overtaken":
      // somebody else was faster: the same item again, as it is now
      return event.itemId === state.currentId
        ? { ...state, conflict: null, step: "loading", notice: event.message }
        : state;
    case "failed":
      return { ...state, step: state.conflict?.evidence ? "decide" : "first", notice: event.message };
    case "reason":
      return { ...state, reason: event.text };
    case "rule":
      return { ...state, rule: event.rule };
    case "notice":
      return { ...state, notice: event.text };
  }
}
