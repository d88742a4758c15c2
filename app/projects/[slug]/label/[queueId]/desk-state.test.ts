import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DeskAnswer,
  type DeskEvent,
  type DeskItem,
  type DeskState,
  deskReducer,
  firstState,
  takesKey,
} from "./desk-state";

const item = (n: number, arm: "blind" | "assisted" = "assisted"): DeskItem => ({
  claimId: n,
  itemId: 1000 + n,
  number: n,
  expiresAt: 0,
  arm,
  text: `text ${n}`,
  image: null,
  audio: null,
  data: null,
  thumbnail: null,
  candidates: null,
  likely: [],
  meta: [],
  suggestion: null,
  run: null,
  whyNone: null,
});
const start = (...ids: number[]) => deskReducer(firstState([], 0), { type: "loaded", items: ids.map((n) => item(n)) });
const painted = (state: DeskState, now = 0) =>
  state.current ? deskReducer(state, { type: "painted", claimId: state.current.claimId, now }) : state;
const answer = (clientKey: string, now: number, key: string | null = "Digit1"): DeskEvent => ({
  type: "answer",
  clientKey,
  kind: "label",
  label: "cat",
  reason: null,
  note: null,
  certainty: "sure",
  key,
  now,
  clientTime: 0,
  durationMs: 1,
});
const undo = (clientKey: string): DeskEvent => ({
  type: "undo",
  clientKey,
  clientTime: 0,
  labelName: (key) => key ?? "",
});

describe("dwell", () => {
  test("no key is taken before the paint, nor within 150 ms after it", () => {
    const fresh = start(1, 2);
    expect(takesKey(fresh, "Digit1", 10_000)).toBe(false);
    const shown = painted(fresh, 1_000);
    expect(takesKey(shown, "Digit1", 1_149)).toBe(false);
    expect(takesKey(shown, "Digit1", 1_150)).toBe(true);
  });

  test("the key that answered the item before waits 300 ms", () => {
    const second = painted(deskReducer(painted(start(1, 2), 0), answer("a", 200)), 300);
    expect(takesKey(second, "Digit1", 500)).toBe(false);
    expect(takesKey(second, "Digit2", 500)).toBe(true);
    expect(takesKey(second, "Digit1", 600)).toBe(true);
  });

  test("the key that takes a suggestion waits 500 ms, a click not at all", () => {
    const shown = painted(start(1, 2), 1_000);
    expect(takesKey(shown, "Enter", 1_499)).toBe(false);
    expect(takesKey(shown, "Enter", 1_500)).toBe(true);
    expect(takesKey(shown, "NumpadEnter", 1_499)).toBe(false);
    expect(takesKey(shown, null, 1_001)).toBe(true);
  });

  test("an answer that comes too early changes nothing", () => {
    const shown = painted(start(1, 2), 1_000);
    expect(deskReducer(shown, answer("a", 1_100))).toBe(shown);
  });
});

describe("suggestions", () => {
  const suggestion = { label: "cat", isLikely: true, computed: { confidence: 0.9, runId: null } };

  test("one that is there before its item is shown; a late one never pops in, nor when the item comes back", () => {
    const early = deskReducer(start(1, 2), { type: "suggested", claimId: 2, suggestion });
    expect(early.shown).toBeNull();
    const second = deskReducer(painted(early), answer("a", 1_000));
    expect(second.shown?.label).toBe("cat");
    expect(deskReducer(painted(second, 1_100), undo("u")).shown).toBeNull();
    for (const state of [start(1), painted(start(1))]) {
      const late = deskReducer(state, { type: "suggested", claimId: 1, suggestion });
      expect(late).toBe(state);
    }
  });

  test("a paint changes nothing that is on the screen", () => {
    const { paintedAt: _before, ...before } = start(1, 2);
    const { paintedAt: _after, ...after } = painted(start(1, 2), 7);
    expect(after).toEqual(before);
  });

  test("the blind arm shows none, whatever arrives", () => {
    const blind = deskReducer(firstState([], 0), { type: "loaded", items: [item(1), item(2, "blind")] });
    const told = painted(deskReducer(blind, { type: "suggested", claimId: 2, suggestion }));
    const state = painted(deskReducer(told, answer("a", 1_000)), 1_100);
    expect(state).toMatchObject({ current: { claimId: 2 }, shown: null });
    expect(deskReducer(state, answer("b", 2_000)).given).toMatchObject({ claimId: 2, shown: null });
  });

  test("what was computed here and shown goes along with the answer", () => {
    const told = painted(deskReducer(start(1, 2), { type: "suggested", claimId: 2, suggestion }));
    const state = painted(deskReducer(told, answer("a", 1_000)), 1_100);
    expect(deskReducer(state, answer("b", 2_000)).given?.shown).toEqual({
      label: "cat",
      confidence: 0.9,
      runId: null,
    });
  });
});

describe("undo", () => {
  test("brings the last item back before the current one, and says which", () => {
    const answered = deskReducer(painted(start(1, 2)), answer("a", 1_000));
    const back = deskReducer(answered, undo("u"));
    expect(back.current?.claimId).toBe(1);
    expect(back.ahead.map((one) => one.claimId)).toEqual([2]);
    expect(answered.given).toMatchObject({ clientKey: "a", kind: "label", itemId: 1001 });
    expect(back.given).toMatchObject({ clientKey: "u", kind: "undo", itemId: 1001 });
    expect(back.notice).toContain("Item 1");
    expect(back.answered).toBe(0);
    expect([answered.isBack, back.isBack]).toEqual([false, true]);
  });

  test("after a reload the item comes with its claim, and stays in front", () => {
    const entry = {
      clientKey: null,
      claimId: 9,
      itemId: 1009,
      number: 9,
      thumbnail: null,
      kind: "label" as const,
      label: "cat",
      certainty: "sure" as const,
      item: null,
    };
    const reloaded = deskReducer(firstState([entry], 1), { type: "loaded", items: [item(1)] });
    const waiting = deskReducer(reloaded, undo("u"));
    expect(waiting).toMatchObject({ current: null, restoring: { itemId: 1009, number: 9 } });
    const restored = deskReducer(waiting, { type: "loaded", items: [item(1), item(9)] });
    expect(restored.current?.claimId).toBe(9);
    expect(restored.ahead.map((one) => one.claimId)).toEqual([1]);
    expect(restored.restoring).toBeNull();
  });
});

describe("what the outbox tells", () => {
  const given = (clientKey: string, n: number, kind: "label" | "undo" = "label"): DeskAnswer => ({
    clientKey,
    claimId: n,
    itemId: 1000 + n,
    number: n,
    kind,
    label: kind === "label" ? "cat" : null,
    reason: null,
    note: null,
    certainty: "sure",
    durationMs: 1,
    clientTime: 0,
    shown: null,
  });
  const elsewhere = (by: "earlier page" | "other tab", ...answers: DeskAnswer[]): DeskEvent => ({
    type: "elsewhere",
    by,
    answers,
    thumbnail: () => null,
  });

  test("an item that an earlier page answered is not shown again, and undo reaches it", () => {
    let state = deskReducer(firstState([], 0), elsewhere("earlier page", given("a", 1)));
    state = deskReducer(state, { type: "loaded", items: [item(1), item(2)] });
    expect(state.current?.claimId).toBe(2);
    expect(state.answered).toBe(1);
    const back = deskReducer(state, undo("u"));
    expect(back.restoring).toEqual({ itemId: 1001, number: 1, had: "cat" });
    expect(back.given).toMatchObject({ kind: "undo", claimId: 1 });
  });

  test("an item that an earlier page took back comes first, from the server or from what is held", () => {
    const start = deskReducer(firstState([], 0), elsewhere("earlier page", given("a", 2), given("u", 2, "undo")));
    expect(start.answered).toBe(0);
    expect(deskReducer(start, { type: "loaded", items: [item(1), item(2)] }).current?.claimId).toBe(2);
    const absent = deskReducer(start, { type: "loaded", items: [item(1)] });
    expect(absent.current).toBeNull();
    const givenUp = deskReducer(absent, { type: "not-restored" });
    expect(givenUp.current?.claimId).toBe(1);
    expect(givenUp.notice).toBe("Item 2 is not open to you any more.");
  });

  test("the others do not wait for an item that comes back while the server is away; later it comes to the front", () => {
    const back = deskReducer(firstState([], 0), elsewhere("earlier page", given("a", 2), given("u", 2, "undo")));
    const waits = deskReducer(deskReducer(back, { type: "loaded", items: [item(1), item(3)] }), {
      type: "restore-later",
    });
    expect(waits.current?.claimId).toBe(1);
    expect(waits.notice).toBe("Item 2 comes back when the server answers.");
    const there = deskReducer(waits, { type: "loaded", items: [item(2)] });
    expect([there.current, ...there.ahead].map((one) => one?.claimId)).toEqual([2, 1, 3]);
    expect(there.restoring).toBeNull();
  });

  test("an item that another tab answers leaves this one, painted or ahead; the next must be painted first", () => {
    const state = painted(start(1, 2, 3));
    const ahead = deskReducer(state, elsewhere("other tab", given("a", 2)));
    expect(ahead.current?.claimId).toBe(1);
    expect(ahead.ahead.map((one) => one.claimId)).toEqual([3]);
    const current = deskReducer(ahead, elsewhere("other tab", given("b", 1)));
    expect(current).toMatchObject({ current: { claimId: 3 }, paintedAt: null });
  });

  test("a refused answer leaves the history, and its item can be brought back", () => {
    const state = deskReducer(painted(start(1, 2)), answer("a", 1_000));
    const refused = deskReducer(state, { type: "refused", clientKeys: ["a"] });
    expect(refused.history).toEqual([]);
    expect(refused.answered).toBe(0);
    const wanted = deskReducer(refused, { type: "reopen", itemId: 1001, number: 1 });
    expect(wanted.current?.claimId).toBe(2);
    const open = deskReducer(wanted, { type: "loaded", items: [item(1), item(2)] });
    expect(open.current?.claimId).toBe(1);
    expect(open.ahead.map((one) => one.claimId)).toEqual([2]);
  });
});

type Step = {
  kind: "load" | "paint" | "answer" | "undo" | "refuse" | "restore" | "later" | "suggest" | "wait";
  n: number;
};
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step["kind"]>(
      "load",
      "paint",
      "answer",
      "undo",
      "refuse",
      "restore",
      "later",
      "suggest",
      "wait",
    ),
    n: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 80 },
);

test("in every order of events: each answer goes to the item that was painted, none is lost, none given twice", () => {
  fc.assert(
    fc.property(steps, (run) => {
      let state = firstState([], 0);
      let now = 0;
      let next = 1;
      let keys = 0;
      const sent = new Map<string, { claimId: number; kind: string }>();
      for (const { kind, n } of run) {
        now += 400;
        const before = state;
        if (kind === "load") {
          // some of them are known already, as after a resume
          state = deskReducer(state, {
            type: "loaded",
            items: Array.from({ length: n }, (_, k) => item(Math.max(1, next - 2 + k))),
          });
          next += n;
        } else if (kind === "paint") state = painted(state, now - 350);
        else if (kind === "answer") {
          const clientKey = `k${keys++}`;
          state = deskReducer(state, answer(clientKey, now, "Digit1"));
          const added = state.given;
          if (added && added !== before.given) {
            expect(before.current?.claimId).toBe(added.claimId);
            expect(before.paintedAt).not.toBeNull();
            sent.set(clientKey, { claimId: added.claimId, kind: "label" });
          }
        } else if (kind === "undo") {
          const clientKey = `k${keys++}`;
          state = deskReducer(state, undo(clientKey));
          const added = state.given;
          if (added && added !== before.given) {
            expect(before.history[0]?.claimId).toBe(added.claimId);
            sent.set(clientKey, { claimId: added.claimId, kind: "undo" });
          }
        } else if (kind === "refuse") {
          const key = state.history[n]?.clientKey;
          if (key) {
            state = deskReducer(state, { type: "refused", clientKeys: [key] });
            sent.delete(key);
          }
        } else if (kind === "restore") {
          state = deskReducer(state, { type: "loaded", items: [] });
          state = deskReducer(state, { type: "not-restored" });
        } else if (kind === "later") state = deskReducer(state, { type: "restore-later" });
        else if (kind === "suggest")
          state = deskReducer(state, {
            type: "suggested",
            claimId: n,
            suggestion: { label: "dog", isLikely: true, computed: null },
          });
        // nothing on two places at once
        const held = [state.current, ...state.ahead].flatMap((one) => (one ? [one.claimId] : []));
        expect(new Set(held).size).toBe(held.length);
      }
      // label, undo, label, undo ... per claim: never two labels in a row
      const chains = new Map<number, string[]>();
      for (const { claimId, kind } of sent.values()) chains.set(claimId, [...(chains.get(claimId) ?? []), kind]);
      for (const chain of chains.values())
        for (const [k, kind] of chain.entries()) expect(kind).toBe(k % 2 === 0 ? "label" : "undo");
    }),
    { numRuns: 500 },
  );
});
