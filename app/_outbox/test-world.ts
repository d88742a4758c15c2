import { expect } from "vitest";
import { Outbox, type OutboxMessage } from "./open-outbox";
import type { OutboxAnswer, SendResult } from "./outbox";
import type { SendFailure } from "./outbox-sender";
import type { OutboxRecord, OutboxStorage } from "./outbox-storage";

export const anAnswer = (clientKey: string, more: Partial<OutboxAnswer> = {}): OutboxAnswer => ({
  clientKey,
  projectId: 1,
  queueId: 1,
  claimId: 1,
  itemId: 1,
  number: 1,
  kind: "label",
  label: "cat",
  reason: null,
  note: null,
  certainty: "sure",
  durationMs: 1,
  clientTime: 0,
  shown: null,
  ...more,
});

export const answerOf = (clientKey: string, itemId: number, kind: "label" | "undo", queueId: number): OutboxAnswer =>
  anAnswer(clientKey, {
    queueId,
    claimId: itemId,
    itemId,
    number: itemId,
    kind,
    label: kind === "label" ? "cat" : null,
  });

export class Failure extends Error {
  constructor(readonly failure: SendFailure) {
    super(failure.kind);
  }
}
export const classify = (error: unknown): SendFailure =>
  error instanceof Failure ? error.failure : { kind: "wait", problem: "offline" };

export type Mood = "good" | "drops the reply" | "unreachable" | "signed out" | "disk full";
/** What a test decides: how long the disk and the network take, and in which order they finish. */
export type Delay = (name: string) => Promise<void>;

/** One disk that all tabs share; a crash leaves what was written. */
export function disk(delay: Delay, mood: () => Mood) {
  let rows: OutboxRecord[] = [];
  let failingReads = 0;
  const open = (): OutboxStorage => ({
    async put(records) {
      await delay("put");
      if (mood() === "disk full") throw new Error("QuotaExceededError");
      for (const record of records) {
        const at = rows.findIndex((row) => row.answer.clientKey === record.answer.clientKey);
        if (at < 0) rows.push(record);
        else rows[at] = record;
      }
    },
    async waiting(limit) {
      await delay("read");
      if (failingReads-- > 0) throw new Error("InvalidStateError");
      return rows.flatMap((row) => (row.refused === null ? [row.answer] : [])).slice(0, limit);
    },
    async all() {
      await delay("read");
      return [...rows];
    },
    async settle(results) {
      await delay("settle");
      rows = rows.flatMap((row) => {
        const result = results.find((one) => one.clientKey === row.answer.clientKey);
        if (!result) return [row];
        return result.result === "refused" ? [{ ...row, refused: result.code ?? "" }] : [];
      });
    },
    async remove(clientKeys) {
      await delay("remove");
      rows = rows.filter((row) => !clientKeys.includes(row.answer.clientKey));
    },
    close: () => undefined,
  });
  return {
    open,
    rows: () => rows,
    /** As a browser does that needs the room, or a person who clears the site's data. */
    wipe: () => {
      rows = [];
    },
    failNextRead: () => {
      failingReads = 1;
    },
  };
}

/** A server with the one rule that matters: a key counts once. */
function server(delay: Delay, mood: () => Mood, refuses: (answer: OutboxAnswer) => string | null) {
  const log: OutboxAnswer[] = [];
  let inFlight = 0;
  let atOnce = 0;
  async function submit(answers: readonly OutboxAnswer[]): Promise<readonly SendResult[]> {
    inFlight++;
    atOnce = Math.max(atOnce, inFlight);
    try {
      expect(answers.length).toBeLessThanOrEqual(50);
      expect(new Set(answers.map((one) => one.queueId)).size).toBe(1);
      await delay("request");
      const now = mood();
      if (now === "unreachable") throw new Failure({ kind: "wait", problem: "offline" });
      if (now === "signed out") throw new Failure({ kind: "wait", problem: "signed-out" });
      const results = answers.map((answer): SendResult => {
        const code = refuses(answer);
        if (code !== null) return { clientKey: answer.clientKey, result: "refused", code };
        if (log.some((one) => one.clientKey === answer.clientKey))
          return { clientKey: answer.clientKey, result: "duplicate", code: null };
        log.push(answer);
        return { clientKey: answer.clientKey, result: "accepted", code: null };
      });
      await delay("reply");
      if (now === "drops the reply") throw new TypeError("Failed to fetch");
      return results;
    } finally {
      inFlight--;
    }
  }
  return { submit, log, atOnce: () => atOnce };
}

/** Tabs of one person in one browser: one lock, one channel. */
export function browser(delay: Delay, mood: () => Mood, refuses: (answer: OutboxAnswer) => string | null = () => null) {
  const store = disk(delay, mood);
  const remote = server(delay, mood, refuses);
  const tabs: Outbox[] = [];
  let lock: Promise<void> = Promise.resolve();
  const open = () => {
    let isAlive = true;
    const tab: Outbox = new Outbox({
      storage: store.open(),
      submit: remote.submit,
      classify,
      // a tab that dies gives its lock back
      exclusively: (work) => {
        const done = lock.then(() => (isAlive ? work() : undefined));
        lock = done.catch(() => undefined);
        return done;
      },
      tell(message: OutboxMessage) {
        for (const other of tabs)
          if (other !== tab) void delay("message").then(() => tabs.includes(other) && other.hear(message));
      },
      random: () => 0.5,
    });
    tabs.push(tab);
    void tab.start();
    const crash = () => {
      isAlive = false;
      tabs.splice(tabs.indexOf(tab), 1);
      tab.close();
    };
    return { tab, crash };
  };
  return { open, store, remote };
}

export const instantly: Delay = () => Promise.resolve();
