import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ConflictEvent,
  type ConflictState,
  conflictReducer,
  mayDecide,
  type OpenedConflict,
  READ_MS,
  startConflicts,
} from "./conflict-state";

const row = (itemId: number) => ({
  itemId,
  number: itemId * 10,
  text: `text ${itemId}`,
  media: "text" as const,
  hasImage: false,
  needsDecision: true,
});
const list = (...ids: number[]) => ({ rows: ids.map(row), open: ids.length, settled: 0 });
const evidence: NonNullable<OpenedConflict["evidence"]> = {
  given: "a",
  answers: [],
  predictions: [],
  posterior: [],
  comments: [],
  decisions: [],
};
const conflict = (itemId: number, isRevealed = false, version = 0): OpenedConflict => ({
  itemId,
  number: itemId * 10,
  media: "text",
  text: "",
  hasImage: false,
  image: null,
  thumbnail: null,
  audio: null,
  data: null,
  meta: [],
  version,
  firstAnswer: isRevealed ? "a" : null,
  evidence: isRevealed ? evidence : null,
});
const play = (state: ConflictState, ...events: ConflictEvent[]) => events.reduce(conflictReducer, state);
const opened = (itemId: number, isRevealed = false, at = 0): ConflictEvent => ({
  type: "opened",
  conflict: conflict(itemId, isRevealed),
  at,
});
const decided = (itemId: number): ConflictEvent => ({ type: "decided", itemId, decision: "label", label: "a" });

describe("the adjudication desk", () => {
  it("asks for one's own answer first, then shows the evidence, then goes on by itself", () => {
    let state = play(startConflicts(list(1, 2)), opened(1));
    expect(state.step).toBe("first");
    state = play(state, { type: "sending" }, opened(1, true, 1000));
    expect(state.step).toBe("decide");
    state = play(state, { type: "reason", text: "why" }, { type: "sending" }, decided(1));
    expect(state).toMatchObject({ currentId: 2, step: "loading", left: 1, settled: 1, reason: "", rule: null });
    expect(state.history[0]).toMatchObject({ itemId: 1, number: 10, label: "a" });
    state = play(state, opened(2, true), { type: "sending" }, decided(2));
    expect(state).toMatchObject({ currentId: null, step: "empty", left: 0, settled: 2 });
  });

  it("does not take the key that answered first as a decision", () => {
    const state = play(startConflicts(list(1)), opened(1), { type: "sending" }, opened(1, true, 1000));
    expect(mayDecide(state, 1000 + READ_MS - 1)).toBe(false);
    expect(mayDecide(state, 1000 + READ_MS)).toBe(true);
    expect(mayDecide(conflictReducer(state, { type: "sending" }), 9_999)).toBe(false);
  });

  it("ignores a reply about an item that was left", () => {
    const state = play(startConflicts(list(1, 2)), { type: "chosen", itemId: 2 }, opened(1, true));
    expect(state).toMatchObject({ currentId: 2, step: "loading", conflict: null });
    expect(play(state, { type: "refused", itemId: 1, message: "no" }).step).toBe("loading");
  });

  it("loads the item again when somebody decided it meanwhile, and keeps what was written", () => {
    const state = play(
      startConflicts(list(1)),
      opened(1, true),
      { type: "reason", text: "collar" },
      { type: "sending" },
      { type: "overtaken", itemId: 1, message: "It was decided meanwhile." },
    );
    expect(state).toMatchObject({
      currentId: 1,
      step: "loading",
      reason: "collar",
      notice: "It was decided meanwhile.",
    });
  });

  it("goes back to the step it was at when sending fails", () => {
    const base = startConflicts(list(1));
    expect(play(base, opened(1), { type: "sending" }, { type: "failed", message: "x" }).step).toBe("first");
    expect(play(base, opened(1, true), { type: "sending" }, { type: "failed", message: "x" }).step).toBe("decide");
  });

  it("opens an item by its address though it is not in the list", () => {
    const state = play(startConflicts(list(1), 9), opened(9, true), { type: "sending" }, decided(9));
    expect(state).toMatchObject({ left: 1, settled: 0, currentId: 1 });
  });

  it("counts only what no majority settled", () => {
    const rows = [row(1), { ...row(2), needsDecision: false }];
    const state = play(startConflicts({ rows, open: 1, settled: 5 }), decided(1), decided(2));
    expect(state).toMatchObject({ left: 0, settled: 6, rows: [] });
  });

  it("never shows a conflict that is not the current one, whatever arrives", () => {
    const ids = fc.integer({ min: 1, max: 4 });
    const events: fc.Arbitrary<ConflictEvent> = fc.oneof(
      ids.map((itemId): ConflictEvent => ({ type: "chosen", itemId })),
      fc.tuple(ids, fc.boolean()).map(([itemId, isRevealed]) => opened(itemId, isRevealed)),
      ids.map(decided),
      ids.map((itemId): ConflictEvent => ({ type: "overtaken", itemId, message: "" })),
      ids.map((itemId): ConflictEvent => ({ type: "refused", itemId, message: "" })),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (sequence) => {
        let state = startConflicts(list(1, 2, 3, 4));
        for (const event of sequence) {
          state = conflictReducer(state, event);
          if (state.conflict) expect(state.conflict.itemId).toBe(state.currentId);
          if (state.step === "decide") expect(state.conflict?.evidence).toBeTruthy();
          expect(state.left).toBe(state.rows.length);
        }
      }),
    );
  });
});
