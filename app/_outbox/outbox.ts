import type { FlagReason } from "@/core/annotation/annotation-value";

/** What the outbox holds of an answer: ids, label keys, times and own words, nothing of the item's content. */
export interface OutboxAnswer {
  /** Made with the key press; a repeat with the same key does nothing twice. */
  clientKey: string;
  projectId: number;
  queueId: number;
  claimId: number;
  itemId: number;
  /** The number by which people know the item. */
  number: number;
  kind: "label" | "skip" | "flag" | "undo";
  label: string | null;
  reason: FlagReason | null;
  /** The person's own words to a flag. */
  note: string | null;
  certainty: "sure" | "unsure";
  durationMs: number;
  clientTime: number;
  shown: { label: string; confidence: number; runId: number | null } | null;
}

/** One answer that the server does not have, or does not take. */
export interface OutboxEntry {
  answer: OutboxAnswer;
  isOnDisk: boolean;
  /** Why the server does not take it; null while it waits. */
  refused: string | null;
}

export type SendProblem = "offline" | "signed-out" | "other-person";
export interface SendResult {
  clientKey: string;
  result: "accepted" | "duplicate" | "late" | "refused";
  code: string | null;
}

export interface OutboxState {
  /** The disk was read: before that nobody knows which items are answered already. */
  isRead: boolean;
  /** In the order in which the answers were given. */
  entries: readonly OutboxEntry[];
  /** Keys that left lately: a message from before must not bring them back. */
  gone: readonly string[];
  /** Answers that came after their lease had ended and somebody else had the item: kept, and told. */
  late: readonly OutboxAnswer[];
  problem: SendProblem | null;
  isSending: boolean;
  /** The browser refuses to store: answers go to the server straight from the page. */
  isDiskBroken: boolean;
}

export type OutboxEvent =
  | { type: "read"; entries: readonly Omit<OutboxEntry, "isOnDisk">[] }
  | { type: "added"; answer: OutboxAnswer }
  | { type: "saved"; clientKeys: readonly string[] }
  | { type: "disk-failed" }
  /** Another tab of the same person wrote them to the disk. */
  | { type: "heard"; answers: readonly OutboxAnswer[] }
  | { type: "sending"; isSending: boolean; problem?: SendProblem | null }
  | { type: "settled"; results: readonly SendResult[] }
  | { type: "removed"; clientKeys: readonly string[] }
  /** `isElsewhere`: another tab offers them again, and writes them to the disk. */
  | { type: "retried"; clientKeys: readonly string[]; isElsewhere?: boolean }
  /** The disk does not hold them any more, and nobody said that the server has them. */
  | { type: "not-on-disk"; clientKeys: readonly string[] };

/** Answers that may be on the screen alone: with so many no further key is taken. */
export const MOST_OFF_DISK = 3;
const REMEMBERED = 500;

export const emptyOutbox: OutboxState = {
  isRead: false,
  entries: [],
  gone: [],
  late: [],
  problem: null,
  isSending: false,
  isDiskBroken: false,
};

export const isWaiting = (entry: OutboxEntry) => entry.refused === null;
export const offDisk = (state: OutboxState) => state.entries.filter((entry) => !entry.isOnDisk);
export const waiting = (state: OutboxState) => state.entries.filter(isWaiting);
export const needAttention = (state: OutboxState) => state.entries.filter((entry) => !isWaiting(entry));

/** Is another answer taken now? */
export const takesAnswers = (state: OutboxState) =>
  state.isRead && state.problem !== "other-person" && offDisk(state).length < MOST_OFF_DISK;

const remember = (state: OutboxState, keys: readonly string[]) => [...state.gone, ...keys].slice(-REMEMBERED);
const isKnown = (state: OutboxState, key: string) =>
  state.gone.includes(key) || state.entries.some(({ answer }) => answer.clientKey === key);

function read(state: OutboxState, found: Extract<OutboxEvent, { type: "read" }>["entries"]): OutboxState {
  const fresh = found.filter(({ answer }) => !isKnown(state, answer.clientKey));
  // what lay there is older than what was given since
  return { ...state, isRead: true, entries: [...fresh.map((one) => ({ ...one, isOnDisk: true })), ...state.entries] };
}

/** Answers of this item that the server refused: a new answer of the person takes their place. */
export const replacedBy = (state: OutboxState, answer: OutboxAnswer): string[] =>
  answer.kind === "undo"
    ? []
    : needAttention(state).flatMap((entry) =>
        entry.answer.itemId === answer.itemId && entry.answer.queueId === answer.queueId
          ? [entry.answer.clientKey]
          : [],
      );

function remove(state: OutboxState, clientKeys: readonly string[]): OutboxState {
  const keys = new Set(clientKeys);
  const entries = state.entries.filter(({ answer }) => !keys.has(answer.clientKey));
  return { ...state, entries, gone: remember(state, clientKeys) };
}

function settle(state: OutboxState, results: readonly SendResult[]): OutboxState {
  const codes = new Map(results.flatMap((one) => (one.result === "refused" ? [[one.clientKey, one.code ?? ""]] : [])));
  const late = state.entries.filter(({ answer }) =>
    results.some((one) => one.result === "late" && one.clientKey === answer.clientKey),
  );
  const left = remove(
    state,
    results.filter((one) => one.result !== "refused").map((one) => one.clientKey),
  );
  const entries = left.entries.map((entry) => {
    const code = codes.get(entry.answer.clientKey);
    return code === undefined ? entry : { ...entry, refused: code };
  });
  return { ...left, entries, late: [...state.late, ...late.map(({ answer }) => answer)] };
}

/** Where each answer of a person is: on the screen, on the disk, refused; gone once the server has it. */
export function outboxReducer(state: OutboxState, event: OutboxEvent): OutboxState {
  switch (event.type) {
    case "read":
      return read(state, event.entries);
    case "added": {
      if (isKnown(state, event.answer.clientKey)) return state;
      const left = remove(state, replacedBy(state, event.answer));
      return { ...left, entries: [...left.entries, { answer: event.answer, isOnDisk: false, refused: null }] };
    }
    case "saved": {
      const keys = new Set(event.clientKeys);
      const entries = state.entries.map((entry) =>
        keys.has(entry.answer.clientKey) ? { ...entry, isOnDisk: true } : entry,
      );
      return { ...state, entries, isDiskBroken: false };
    }
    case "disk-failed":
      return { ...state, isDiskBroken: true };
    case "heard": {
      const fresh = event.answers.filter((answer) => !isKnown(state, answer.clientKey));
      return {
        ...state,
        entries: [...state.entries, ...fresh.map((answer) => ({ answer, isOnDisk: true, refused: null }))],
      };
    }
    case "sending":
      return {
        ...state,
        isSending: event.isSending,
        problem: event.problem === undefined ? state.problem : event.problem,
      };
    case "settled":
      return settle(state, event.results);
    case "removed":
      return remove(state, event.clientKeys);
    case "retried": {
      const keys = new Set(event.clientKeys);
      const entries = state.entries.map((entry) =>
        keys.has(entry.answer.clientKey) && !isWaiting(entry)
          ? { ...entry, refused: null, isOnDisk: event.isElsewhere === true && entry.isOnDisk }
          : entry,
      );
      return { ...state, entries };
    }
    case "not-on-disk": {
      const keys = new Set(event.clientKeys);
      const entries = state.entries.map((entry) =>
        keys.has(entry.answer.clientKey) ? { ...entry, isOnDisk: false } : entry,
      );
      return { ...state, entries };
    }
  }
}
