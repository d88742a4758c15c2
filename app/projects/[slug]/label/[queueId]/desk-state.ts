import type { Outputs } from "@/app/_trpc/types";

export type DeskItem = Outputs["label"]["claim"][number];
export type AnswerKind = "label" | "skip" | "flag" | "undo";
export type FlagReason = "broken" | "unclear" | "not-in-label-set";

export interface Suggestion {
  label: string;
  isLikely: boolean;
  /** Computed here and not known to the server yet: goes along with the answer. */
  computed: { confidence: number; runId: number | null } | null;
}

/** An answer on its way: kept until the server has it. */
export interface PendingAnswer {
  clientKey: string;
  claimId: number;
  itemId: number;
  kind: AnswerKind;
  label: string | null;
  reason: FlagReason | null;
  certainty: "sure" | "unsure";
  durationMs: number;
  clientTime: number;
  shown: { label: string; confidence: number; runId: number | null } | null;
}

export interface HistoryEntry {
  clientKey: string | null;
  claimId: number;
  itemId: number;
  number: number;
  thumbnail: string | null;
  kind: Exclude<AnswerKind, "undo">;
  label: string | null;
  certainty: "sure" | "unsure";
  /** Absent after a reload: the server gives it back with the claim. */
  item: DeskItem | null;
}

export interface DeskState {
  current: DeskItem | null;
  ahead: readonly DeskItem[];
  /** Standing answers of one's own, newest first. */
  history: readonly HistoryEntry[];
  pending: readonly PendingAnswer[];
  refused: readonly { answer: PendingAnswer; code: string }[];
  suggestions: ReadonlyMap<number, Suggestion>;
  /** Fixed when the item is painted: a late suggestion never pops in. */
  shown: Suggestion | null;
  paintedAt: number | null;
  lastKey: string | null;
  /** A claim that an undo re-opened and whose content is on its way. */
  restoring: number | null;
  answered: number;
  notice: string;
}

/** Minimum time between paint and answer; longer for the key that answered the item before. */
const DWELL_MS = 150;
const SAME_KEY_DWELL_MS = 300;
/** Answers beyond this wait on the screen: nothing more is taken until the server has some. */
export const MOST_PENDING = 200;

export type DeskEvent =
  | { type: "loaded"; items: readonly DeskItem[] }
  | { type: "dropped"; claimIds: readonly number[] }
  | { type: "painted"; claimId: number; now: number }
  | { type: "suggested"; claimId: number; suggestion: Suggestion }
  | {
      type: "answer";
      clientKey: string;
      kind: Exclude<AnswerKind, "undo">;
      label: string | null;
      reason: FlagReason | null;
      certainty: "sure" | "unsure";
      key: string | null;
      now: number;
      clientTime: number;
      durationMs: number;
    }
  | { type: "undo"; clientKey: string; clientTime: number; labelName: (key: string | null) => string }
  | { type: "settled"; results: readonly { clientKey: string; result: string; code: string | null }[] };

export const firstState = (history: readonly HistoryEntry[], answered: number): DeskState => ({
  current: null,
  ahead: [],
  history,
  pending: [],
  refused: [],
  suggestions: new Map(),
  shown: null,
  paintedAt: null,
  lastKey: null,
  restoring: null,
  answered,
  notice: "",
});

/** Are label keys taken now? Not before the item was painted and the eye had its time. */
export function takesKey(state: DeskState, key: string | null, now: number): boolean {
  if (!state.current || state.paintedAt === null || state.pending.length >= MOST_PENDING) return false;
  if (key === null) return true;
  return now - state.paintedAt >= (key === state.lastKey ? SAME_KEY_DWELL_MS : DWELL_MS);
}

/** Shows the next item, unpainted, with nothing of the one before. */
function advance(state: DeskState): DeskState {
  const [current = null, ...ahead] = state.ahead;
  return { ...state, current, ahead, shown: null, paintedAt: null };
}

function load(state: DeskState, items: readonly DeskItem[]): DeskState {
  const known = new Set([state.current, ...state.ahead].flatMap((item) => (item ? [item.claimId] : [])));
  // a reply from before an answer must not bring its item back
  for (const { claimId } of state.history) known.add(claimId);
  const restored = items.find((item) => item.claimId === state.restoring);
  const fresh = items.filter((item) => {
    const isNew = !known.has(item.claimId) && item.claimId !== state.restoring;
    known.add(item.claimId);
    return isNew;
  });
  const suggestions = new Map(state.suggestions);
  for (const item of items)
    if (item.suggestion && item.arm === "assisted")
      suggestions.set(item.claimId, { ...item.suggestion, computed: null });
  const next = { ...state, suggestions, ahead: [...state.ahead, ...fresh] };
  if (restored) {
    const ahead = state.current ? [state.current, ...next.ahead] : next.ahead;
    return { ...next, ahead, current: restored, restoring: null, shown: null, paintedAt: null };
  }
  // an item that is being taken back comes first
  return next.current || next.restoring !== null ? next : advance(next);
}

function answer(state: DeskState, event: Extract<DeskEvent, { type: "answer" }>): DeskState {
  const item = state.current;
  if (!item || !takesKey(state, event.key, event.now)) return state;
  const { clientKey, kind, label, reason, certainty, durationMs, clientTime } = event;
  const computed = state.shown?.computed;
  const shown = state.shown && computed ? { label: state.shown.label, ...computed } : null;
  const pending: PendingAnswer = {
    clientKey,
    claimId: item.claimId,
    itemId: item.itemId,
    kind,
    label,
    reason,
    certainty,
    durationMs,
    clientTime,
    shown,
  };
  const { claimId, itemId, number, thumbnail } = item;
  const entry: HistoryEntry = { clientKey, claimId, itemId, number, thumbnail, kind, label, certainty, item };
  return advance({
    ...state,
    pending: [...state.pending, pending],
    history: [entry, ...state.history].slice(0, 100),
    lastKey: event.key,
    answered: state.answered + (kind === "label" ? 1 : 0),
    notice: "",
  });
}

function undo(state: DeskState, { clientKey, clientTime, labelName }: Extract<DeskEvent, { type: "undo" }>): DeskState {
  const [last, ...history] = state.history;
  if (!last || state.restoring !== null) return state;
  const pending: PendingAnswer = {
    clientKey,
    claimId: last.claimId,
    itemId: last.itemId,
    kind: "undo",
    label: null,
    reason: null,
    certainty: "sure",
    durationMs: 0,
    clientTime,
    shown: null,
  };
  const what = last.kind === "label" ? labelName(last.label) : last.kind === "skip" ? "the skip" : "the flag";
  return {
    ...state,
    pending: [...state.pending, pending],
    history,
    ahead: state.current ? [state.current, ...state.ahead] : state.ahead,
    current: last.item,
    restoring: last.item ? null : last.claimId,
    shown: null,
    paintedAt: null,
    lastKey: null,
    answered: state.answered - (last.kind === "label" ? 1 : 0),
    notice: `Item ${last.number} is back: took back ${what}.`,
  };
}

function settle(state: DeskState, results: Extract<DeskEvent, { type: "settled" }>["results"]): DeskState {
  const refused = results.filter((one) => one.result === "refused");
  const done = new Set(results.map((one) => one.clientKey));
  const lost = refused.flatMap(({ clientKey, code }) => {
    const found = state.pending.find((one) => one.clientKey === clientKey);
    return found ? [{ answer: found, code: code ?? "" }] : [];
  });
  return {
    ...state,
    pending: state.pending.filter((one) => !done.has(one.clientKey)),
    refused: [...state.refused, ...lost],
  };
}

/** The session of one annotator at one queue; all rules, no effects. */
export function deskReducer(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case "loaded":
      return load(state, event.items);
    case "dropped":
      return { ...state, ahead: state.ahead.filter((item) => !event.claimIds.includes(item.claimId)) };
    case "painted": {
      if (state.current?.claimId !== event.claimId || state.paintedAt !== null) return state;
      const isAssisted = state.current.arm === "assisted";
      return {
        ...state,
        paintedAt: event.now,
        shown: isAssisted ? (state.suggestions.get(event.claimId) ?? null) : null,
      };
    }
    case "suggested": {
      // on the screen already: too late to show it
      if (state.current?.claimId === event.claimId && state.paintedAt !== null) return state;
      const owner = [state.current, ...state.ahead].find((item) => item?.claimId === event.claimId);
      if (owner?.arm !== "assisted") return state;
      return { ...state, suggestions: new Map(state.suggestions).set(event.claimId, event.suggestion) };
    }
    case "answer":
      return answer(state, event);
    case "undo":
      return undo(state, event);
    case "settled":
      return settle(state, event.results);
  }
}
