import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DeskEvent, type DeskItem, type DeskState, deskReducer, firstState, takesKey } from "./desk-state";

const item = (n: number, arm: "blind" | "assisted" = "assisted"): DeskItem => ({
  claimId: n,
  itemId: 1000 + n,
  number: n,
  expiresAt: 0,
  arm,
  text: `text ${n}`,
  image: null,
  thumbnail: null,
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

  test("an answer that comes too early changes nothing", () => {
    const shown = painted(start(1, 2), 1_000);
    expect(deskReducer(shown, answer("a", 1_100))).toBe(shown);
  });
});

describe("suggestions", () => {
  const suggestion = { label: "cat", isLikely: true, computed: { confidence: 0.9, runId: null } };

  test("one that is there before the paint is shown; a late one never pops in", () => {
    const early = painted(deskReducer(start(1), { type: "suggested", claimId: 1, suggestion }));
    expect(early.shown?.label).toBe("cat");
    const late = deskReducer(painted(start(1)), { type: "suggested", claimId: 1, suggestion });
    expect(late.shown).toBeNull();
  });

  test("the blind arm shows none, whatever arrives", () => {
    const blind = deskReducer(firstState([], 0), { type: "loaded", items: [item(1, "blind")] });
    const state = painted(deskReducer(blind, { type: "suggested", claimId: 1, suggestion }));
    expect(state.shown).toBeNull();
    expect(deskReducer(state, answer("a", 1_000)).pending[0]?.shown).toBeNull();
  });

  test("what was computed here and shown goes along with the answer", () => {
    const state = painted(deskReducer(start(1), { type: "suggested", claimId: 1, suggestion }));
    expect(deskReducer(state, answer("a", 1_000)).pending[0]?.shown).toEqual({
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
    expect(back.pending.map((one) => one.kind)).toEqual(["label", "undo"]);
    expect(back.notice).toContain("Item 1");
    expect(back.answered).toBe(0);
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
    expect(waiting).toMatchObject({ current: null, restoring: 9 });
    const restored = deskReducer(
      deskReducer(waiting, { type: "settled", results: [{ clientKey: "u", result: "accepted", code: null }] }),
      {
        type: "loaded",
        items: [item(1), item(9)],
      },
    );
    expect(restored.current?.claimId).toBe(9);
    expect(restored.ahead.map((one) => one.claimId)).toEqual([1]);
    expect(restored.restoring).toBeNull();
  });
});

test("refused answers move to the list that needs attention; others leave when the server has them", () => {
  let state = painted(start(1, 2, 3));
  state = painted(deskReducer(state, answer("a", 1_000, null)), 1_001);
  state = deskReducer(state, answer("b", 2_000, null));
  state = deskReducer(state, {
    type: "settled",
    results: [
      { clientKey: "a", result: "refused", code: "label-unknown" },
      { clientKey: "b", result: "late", code: null },
    ],
  });
  expect(state.pending).toEqual([]);
  expect(state.refused.map((one) => [one.answer.clientKey, one.code])).toEqual([["a", "label-unknown"]]);
});

type Step = { kind: "load" | "paint" | "answer" | "undo" | "settle" | "suggest" | "wait"; n: number };
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step["kind"]>("load", "paint", "answer", "undo", "settle", "suggest", "wait"),
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
      const settledKeys = new Set<string>();
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
          const added = state.pending.find((one) => one.clientKey === clientKey);
          if (added) {
            expect(before.current?.claimId).toBe(added.claimId);
            expect(before.paintedAt).not.toBeNull();
            sent.set(clientKey, { claimId: added.claimId, kind: "label" });
          }
        } else if (kind === "undo") {
          const clientKey = `k${keys++}`;
          state = deskReducer(state, undo(clientKey));
          const added = state.pending.find((one) => one.clientKey === clientKey);
          if (added) {
            expect(before.history[0]?.claimId).toBe(added.claimId);
            sent.set(clientKey, { claimId: added.claimId, kind: "undo" });
          }
        } else if (kind === "settle") {
          const done = state.pending.slice(0, n).map((one) => one.clientKey);
          for (const key of done) settledKeys.add(key);
          state = deskReducer(state, {
            type: "settled",
            results: done.map((clientKey) => ({ clientKey, result: "accepted", code: null })),
          });
        } else if (kind === "suggest")
          state = deskReducer(state, {
            type: "suggested",
            claimId: n,
            suggestion: { label: "dog", isLikely: true, computed: null },
          });
        // nothing on two places at once
        const held = [state.current, ...state.ahead].flatMap((one) => (one ? [one.claimId] : []));
        expect(new Set(held).size).toBe(held.length);
      }
      const waiting = new Set(state.pending.map((one) => one.clientKey));
      for (const key of sent.keys()) expect(waiting.has(key) !== settledKeys.has(key)).toBe(true);
      // label, undo, label, undo ... per claim: never two labels in a row
      const chains = new Map<number, string[]>();
      for (const { claimId, kind } of sent.values()) chains.set(claimId, [...(chains.get(claimId) ?? []), kind]);
      for (const chain of chains.values())
        for (const [k, kind] of chain.entries()) expect(kind).toBe(k % 2 === 0 ? "label" : "undo");
    }),
    { numRuns: 500 },
  );
});
