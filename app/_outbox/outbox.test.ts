import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  emptyOutbox,
  needAttention,
  type OutboxAnswer,
  type OutboxEvent,
  offDisk,
  outboxReducer,
  takesAnswers,
  waiting,
} from "./outbox";
import { saveWords } from "./save-state";
import { anAnswer } from "./test-world";

const after = (...events: OutboxEvent[]) => events.reduce(outboxReducer, { ...emptyOutbox, isRead: true });
const added = (clientKey: string, more: Partial<OutboxAnswer> = {}): OutboxEvent => ({
  type: "added",
  answer: anAnswer(clientKey, more),
});
const settled = (
  clientKey: string,
  result: "accepted" | "late" | "refused",
  code: string | null = null,
): OutboxEvent => ({
  type: "settled",
  results: [{ clientKey, result, code }],
});

describe("on screen, saved here, saved on server", () => {
  test("an answer passes through the three, and is told in words", () => {
    const onScreen = after(added("a"));
    expect(saveWords(onScreen).text).toBe("On screen");
    const here = outboxReducer(onScreen, { type: "saved", clientKeys: ["a"] });
    expect(saveWords(here).text).toBe("Saved here, 1 on the way");
    const offline = outboxReducer(here, { type: "sending", isSending: false, problem: "offline" });
    expect(saveWords(offline).text).toBe("Offline, 1 waiting");
    // an attempt alone is no news
    expect(saveWords(outboxReducer(offline, { type: "sending", isSending: true })).text).toBe("Offline, 1 waiting");
    const there = outboxReducer(outboxReducer(offline, settled("a", "accepted")), {
      type: "sending",
      isSending: false,
      problem: null,
    });
    expect(saveWords(there)).toMatchObject({ text: "Saved on server", tone: "good" });
  });

  test("with three answers on the screen alone no further one is taken", () => {
    const two = after(added("a"), added("b"));
    expect(takesAnswers(two)).toBe(true);
    const three = outboxReducer(two, added("c"));
    expect(takesAnswers(three)).toBe(false);
    expect(saveWords(three).text).toBe("Saving here, one moment");
    expect(takesAnswers(outboxReducer(three, { type: "saved", clientKeys: ["a"] }))).toBe(true);
  });

  test("nothing is taken before the disk was read, nor while somebody else is signed in", () => {
    expect(takesAnswers(emptyOutbox)).toBe(false);
    expect(takesAnswers(after({ type: "sending", isSending: false, problem: "other-person" }))).toBe(false);
    expect(takesAnswers(after({ type: "sending", isSending: false, problem: "signed-out" }))).toBe(true);
  });
});

describe("needs attention", () => {
  test("a refused answer stays until it is discarded, sent again, or its item answered anew", () => {
    const refused = after(added("a"), { type: "saved", clientKeys: ["a"] }, settled("a", "refused", "label-unknown"));
    expect(waiting(refused)).toEqual([]);
    expect(needAttention(refused).map(({ answer, refused }) => [answer.clientKey, refused])).toEqual([
      ["a", "label-unknown"],
    ]);
    expect(outboxReducer(refused, { type: "removed", clientKeys: ["a"] }).entries).toEqual([]);
    const again = outboxReducer(refused, { type: "retried", clientKeys: ["a"] });
    expect(waiting(again).map(({ isOnDisk }) => isOnDisk)).toEqual([false]);
    expect(outboxReducer(refused, added("b")).entries.map(({ answer }) => answer.clientKey)).toEqual(["b"]);
    expect(outboxReducer(refused, added("b", { itemId: 2 })).entries.length).toBe(2);
    expect(outboxReducer(refused, added("u", { kind: "undo" })).entries.length).toBe(2);
  });

  test("a late answer leaves and is told", () => {
    const state = after(added("a", { number: 7 }), settled("a", "late"));
    expect(state.entries).toEqual([]);
    expect(state.late.map((answer) => answer.number)).toEqual([7]);
  });
});

test("in every order of messages: an answer that the server has never comes back, any other is never lost", () => {
  const key = fc.integer({ min: 0, max: 5 }).map((n) => `k${n}`);
  const event: fc.Arbitrary<OutboxEvent> = fc.oneof(
    key.map((k) => added(k, { itemId: Number(k.slice(1)) })),
    key.map((k): OutboxEvent => ({ type: "heard", answers: [anAnswer(k, { itemId: Number(k.slice(1)) })] })),
    key.map((k): OutboxEvent => ({ type: "saved", clientKeys: [k] })),
    key.map(
      (k): OutboxEvent => ({
        type: "read",
        entries: [{ answer: anAnswer(k, { itemId: Number(k.slice(1)) }), refused: null }],
      }),
    ),
    key.map((k) => settled(k, "accepted")),
    key.map((k) => settled(k, "refused", "label-unknown")),
    key.map((k): OutboxEvent => ({ type: "retried", clientKeys: [k] })),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let state = emptyOutbox;
      const known = new Set<string>();
      const done = new Set<string>();
      for (const one of events) {
        state = outboxReducer(state, one);
        if (one.type === "added") known.add(one.answer.clientKey);
        if (one.type === "heard") known.add(one.answers[0]?.clientKey ?? "");
        if (one.type === "read") known.add(one.entries[0]?.answer.clientKey ?? "");
        if (one.type === "settled" && one.results[0]?.result === "accepted") done.add(one.results[0].clientKey);
        const keys = state.entries.map(({ answer }) => answer.clientKey);
        expect(new Set(keys)).toEqual(new Set([...known].filter((k) => !done.has(k))));
        expect(keys.length).toBe(new Set(keys).size);
        expect(waiting(state).length + needAttention(state).length).toBe(keys.length);
        for (const entry of offDisk(state)) expect(keys).toContain(entry.answer.clientKey);
      }
    }),
    { numRuns: 500 },
  );
});
