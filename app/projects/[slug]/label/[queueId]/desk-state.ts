import type { OutboxAnswer } from "@/app/_outbox/outbox";
import type { Outputs } from "@/app/_trpc/types";

export type DeskItem = Outputs["label"]["claim"][number];
/** An answer as the desk gives it to the outbox, which knows the queue. */
export type DeskAnswer = Omit<OutboxAnswer, "projectId" | "queueId">;

export interface Suggestion {
  label: string;
  isLikely: boolean;
  /** The model read only the beginning of the text. */
  isPartial?: boolean;
  /** Computed here and not known to the server yet: goes along with the answer. */
  computed: { confidence: number; runId: number | null } | null;
}

export interface HistoryEntry {
  clientKey: string | null;
  claimId: number;
  itemId: number;
  number: number;
  thumbnail: string | null;
  kind: Exclude<DeskAnswer["kind"], "undo">;
  /** In the form of `answerText`. */
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
  /** The newest answer, for the outbox; a new object with each one. */
  given: DeskAnswer | null;
  suggestions: ReadonlyMap<number, Suggestion>;
  /** Fixed when the item comes to the front: a late suggestion never pops in. */
  shown: Suggestion | null;
  /** It was here before: undo, or asked for again. */
  isBack: boolean;
  /** Nothing on the screen hangs on it: a paint draws nothing anew. */
  paintedAt: number | null;
  lastKey: string | null;
  /** What the item on the screen was answered with before it came back, for answers that are made step by step. */
  had: string | null;
  /** An item that comes back and whose content is on its way. */
  restoring: { itemId: number; number: number; had: string | null } | null;
  answered: number;
  notice: string;
}

/** Minimum time between paint and answer; longer for the key that answered the item before. */
const DWELL_MS = 150;
const SAME_KEY_DWELL_MS = 300;
/** Longer still where a key takes the suggestion: there must be time to see that it is wrong. */
const ACCEPT_DWELL_MS = 500;
/** The keys that take the suggestion, where a queue has them. */
const ACCEPT_KEYS: readonly string[] = ["Enter", "NumpadEnter"];
/** Answers that undo reaches. */
const HISTORY = 200;
export type DeskEvent =
  | { type: "loaded"; items: readonly DeskItem[] }
  /** What an earlier page left in the outbox, or another tab gave, oldest first. */
  | {
      type: "elsewhere";
      answers: readonly DeskAnswer[];
      by: "earlier page" | "other tab";
      thumbnail: (itemId: number) => string | null;
    }
  /** All that the server holds for this person was loaded, and the item that should come back was not there. */
  | { type: "not-restored" }
  /** The server cannot be asked for the item that comes back: the others do not wait for it. */
  | { type: "restore-later" }
  /** The server does not take these answers. */
  | { type: "refused"; clientKeys: readonly string[] }
  /** A refused answer's item is wanted again. */
  | { type: "reopen"; itemId: number; number: number }
  | { type: "dropped"; claimIds: readonly number[] }
  | { type: "painted"; claimId: number; now: number }
  | { type: "suggested"; claimId: number; suggestion: Suggestion }
  | {
      type: "answer";
      clientKey: string;
      kind: Exclude<DeskAnswer["kind"], "undo">;
      label: string | null;
      reason: DeskAnswer["reason"];
      note: DeskAnswer["note"];
      certainty: "sure" | "unsure";
      key: string | null;
      now: number;
      clientTime: number;
      durationMs: number;
    }
  | { type: "undo"; clientKey: string; clientTime: number; labelName: (key: string | null) => string };

export const firstState = (history: readonly HistoryEntry[], answered: number): DeskState => ({
  current: null,
  ahead: [],
  history,
  given: null,
  suggestions: new Map(),
  shown: null,
  isBack: false,
  paintedAt: null,
  lastKey: null,
  had: null,
  restoring: null,
  answered,
  notice: "",
});

/** Are label keys taken now? Not before the item was painted and the eye had its time. */
export function takesKey(state: DeskState, key: string | null, now: number): boolean {
  if (!state.current || state.paintedAt === null) return false;
  if (key === null) return true;
  const dwellMs = ACCEPT_KEYS.includes(key) ? ACCEPT_DWELL_MS : key === state.lastKey ? SAME_KEY_DWELL_MS : DWELL_MS;
  return now - state.paintedAt >= dwellMs;
}

/** An item on the screen, unpainted, with its own suggestion and nothing of the one before. */
function show(state: DeskState, current: DeskItem | null, ahead: readonly DeskItem[]): DeskState {
  const shown = current?.arm === "assisted" ? (state.suggestions.get(current.claimId) ?? null) : null;
  return { ...state, current, ahead, shown, isBack: false, had: null, paintedAt: null };
}

function advance(state: DeskState): DeskState {
  const [current = null, ...ahead] = state.ahead;
  return show(state, current, ahead);
}

function load(state: DeskState, items: readonly DeskItem[]): DeskState {
  const wanted = state.restoring?.itemId;
  const known = new Set([state.current, ...state.ahead].flatMap((item) => (item ? [item.itemId] : [])));
  // a reply from before an answer must not bring its item back
  for (const { itemId } of state.history) known.add(itemId);
  const restored = items.find((item) => item.itemId === wanted);
  const fresh = items.filter((item) => {
    const isNew = !known.has(item.itemId) && item.itemId !== wanted;
    known.add(item.itemId);
    return isNew;
  });
  const suggestions = new Map(state.suggestions);
  for (const item of items)
    if (item.suggestion && item.arm === "assisted")
      suggestions.set(item.claimId, { ...item.suggestion, computed: null });
  const next = { ...state, suggestions, ahead: [...state.ahead, ...fresh] };
  if (restored) return { ...bringBack({ ...next, restoring: null }, restored), had: state.restoring?.had ?? null };
  // an item that is being taken back comes first
  return next.current || next.restoring !== null ? next : advance(next);
}

/** Puts an item in front of the one on the screen, which waits behind it. */
function bringBack(state: DeskState, item: DeskItem): DeskState {
  const ahead = (state.current ? [state.current, ...state.ahead] : state.ahead).filter(
    (one) => one.itemId !== item.itemId,
  );
  return { ...show({ ...state, lastKey: null }, item, ahead), isBack: true };
}

/** Answers that this page did not give: their items leave the desk; what an earlier page took back comes again. */
function elsewhere(state: DeskState, { answers, by, thumbnail }: Extract<DeskEvent, { type: "elsewhere" }>): DeskState {
  let { history, restoring, answered } = state;
  for (const { clientKey, claimId, itemId, number, kind, label, certainty } of answers) {
    const before = history.find((entry) => entry.itemId === itemId);
    history = history.filter((entry) => entry !== before);
    if (before?.kind === "label") answered--;
    // what another tab took back is on the screen there
    if (kind === "undo") restoring = by === "earlier page" ? { itemId, number, had: before?.label ?? null } : restoring;
    else {
      const entry = { clientKey, claimId, itemId, number, thumbnail: thumbnail(itemId), kind, label, certainty };
      history = [{ ...entry, item: null }, ...history];
      if (kind === "label") answered++;
      if (restoring?.itemId === itemId) restoring = null;
    }
  }
  const gone = new Set(history.map((entry) => entry.itemId));
  const next = { ...state, history, restoring, answered, ahead: state.ahead.filter((item) => !gone.has(item.itemId)) };
  return state.current && gone.has(state.current.itemId) ? advance(next) : next;
}

/** A refused answer does not stand. */
function refuse(state: DeskState, clientKeys: readonly string[]): DeskState {
  const lost = state.history.filter((entry) => entry.clientKey !== null && clientKeys.includes(entry.clientKey));
  if (lost.length === 0) return state;
  const answered = state.answered - lost.filter((entry) => entry.kind === "label").length;
  return { ...state, answered, history: state.history.filter((entry) => !lost.includes(entry)) };
}

function answer(state: DeskState, event: Extract<DeskEvent, { type: "answer" }>): DeskState {
  const item = state.current;
  if (!item || !takesKey(state, event.key, event.now)) return state;
  const { clientKey, kind, label, reason, note, certainty, durationMs, clientTime } = event;
  const computed = state.shown?.computed;
  const shown = state.shown && computed ? { label: state.shown.label, ...computed } : null;
  const { claimId, itemId, number, thumbnail } = item;
  const given: DeskAnswer = {
    clientKey,
    claimId,
    itemId,
    number,
    kind,
    label,
    reason,
    note,
    certainty,
    durationMs,
    clientTime,
    shown,
  };
  const entry: HistoryEntry = { clientKey, claimId, itemId, number, thumbnail, kind, label, certainty, item };
  return advance({
    ...state,
    given,
    history: [entry, ...state.history].slice(0, HISTORY),
    lastKey: event.key,
    answered: state.answered + (kind === "label" ? 1 : 0),
    notice: "",
  });
}

function undo(state: DeskState, { clientKey, clientTime, labelName }: Extract<DeskEvent, { type: "undo" }>): DeskState {
  const [last, ...history] = state.history;
  if (!last || state.restoring !== null) return state;
  const { claimId, itemId, number } = last;
  const given: DeskAnswer = {
    clientKey,
    claimId,
    itemId,
    number,
    kind: "undo",
    label: null,
    reason: null,
    note: null,
    certainty: "sure",
    durationMs: 0,
    clientTime,
    shown: null,
  };
  const what = last.kind === "label" ? labelName(last.label) : last.kind === "skip" ? "the skip" : "the flag";
  const taken: DeskState = {
    ...state,
    given,
    history,
    answered: state.answered - (last.kind === "label" ? 1 : 0),
    notice: `Item ${number} is back: took back ${what}.`,
  };
  const had = last.kind === "label" ? last.label : null;
  if (last.item) return { ...bringBack(taken, last.item), had };
  const ahead = state.current ? [state.current, ...state.ahead] : state.ahead;
  return show({ ...taken, restoring: { itemId, number, had }, lastKey: null }, null, ahead);
}

/** Looks for an item once more; from the outbox there is only its number. */
function reopen(state: DeskState, itemId: number, number: number): DeskState {
  const ahead = state.ahead.find((item) => item.itemId === itemId);
  if (ahead) return bringBack(state, ahead);
  return state.current?.itemId === itemId ? state : { ...state, restoring: { itemId, number, had: null } };
}

/** The next item comes instead of one that is not there any more. */
function notRestored(state: DeskState): DeskState {
  if (state.restoring === null) return state;
  const notice = `Item ${state.restoring.number} is not open to you any more.`;
  const next = { ...state, restoring: null, notice };
  return next.current ? next : advance(next);
}

/** The item comes back to the front when it is there. */
function restoreLater(state: DeskState): DeskState {
  if (state.restoring === null || state.current !== null || state.ahead.length === 0) return state;
  return { ...advance(state), notice: `Item ${state.restoring.number} comes back when the server answers.` };
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
      return { ...state, paintedAt: event.now };
    }
    case "suggested": {
      // too late for one that is on the screen
      const owner = state.ahead.find((item) => item.claimId === event.claimId);
      if (owner?.arm !== "assisted") return state;
      return { ...state, suggestions: new Map(state.suggestions).set(event.claimId, event.suggestion) };
    }
    case "answer":
      return answer(state, event);
    case "undo":
      return undo(state, event);
    case "elsewhere":
      return elsewhere(state, event);
    case "refused":
      return refuse(state, event.clientKeys);
    case "reopen":
      return reopen(state, event.itemId, event.number);
    case "not-restored":
      return notRestored(state);
    case "restore-later":
      return restoreLater(state);
  }
}
