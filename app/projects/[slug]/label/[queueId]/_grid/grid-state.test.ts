import fc from "fast-check";
import { expect, it } from "vitest";
import type { DeskItem } from "../desk-state";
import { answersOfGrid, emptyGrid, type GridEvent, type GridState, gridReducer, tilesOf } from "./grid-state";

const tile = (claimId: number, label: string | null): DeskItem => ({
  claimId,
  itemId: 1000 + claimId,
  number: claimId,
  expiresAt: 0,
  arm: "assisted",
  candidates: null,
  likely: [],
  text: `text ${claimId}`,
  image: null,
  thumbnail: null,
  audio: null,
  data: null,
  meta: [],
  suggestion: label === null ? null : { label, isLikely: true },
  run: null,
  whyNone: null,
});
const tiles = [tile(1, "coat"), tile(2, "coat"), tile(3, "coat")];
const run = (events: readonly GridEvent[]) => events.reduce<GridState>(gridReducer, emptyGrid);
const seen = (...ids: number[]) => ids.map((claimId): GridEvent => ({ type: "seen", claimId }));
const said = (state: GridState, all = tiles) =>
  answersOfGrid(state, all).map(({ tile: { claimId }, kind, label }) => [claimId, kind, label]);

it("a screen holds what the model puts in one label, and no more than asked for", () => {
  const items = [tile(1, "coat"), tile(2, "dress"), tile(3, "coat"), tile(4, "coat")];
  expect(tilesOf(items, 2).map((one) => one.claimId)).toEqual([1, 3]);
  expect(tilesOf([tile(5, null), tile(6, "coat")], 9).map((one) => one.claimId)).toEqual([5]);
  expect(tilesOf([], 9)).toEqual([]);
});

it("Enter gives the model's label to what was seen, the odd ones their own, and leaves what was out of view", () => {
  const state = run([...seen(1, 2), { type: "focus", claimId: 2 }, { type: "correct", label: "dress", tiles }]);
  expect(said(state)).toEqual([
    [1, "label", "coat"],
    [2, "label", "dress"],
  ]);
  // the focus went on, as it does for a run of odd ones
  expect(state.focus).toBe(3);
});

it("the model's own label takes a correction back; a skip is no answer; clear is neither", () => {
  const odd: GridEvent[] = [...seen(1), { type: "focus", claimId: 1 }];
  const back: GridEvent = { type: "focus", claimId: 1 };
  expect(
    said(run([...odd, { type: "correct", label: "dress", tiles }, back, { type: "correct", label: "coat", tiles }])),
  ).toEqual([[1, "label", "coat"]]);
  expect(said(run([...odd, { type: "skip", tiles }]))).toEqual([[1, "skip", null]]);
  expect(said(run([...odd, { type: "skip", tiles }, back, { type: "clear" }]))).toEqual([[1, "label", "coat"]]);
});

it("a tile without a prediction needs a label of its own", () => {
  const alone = [tile(7, null)];
  expect(said(run(seen(7)), alone)).toEqual([]);
  const labeled = run([...seen(7), { type: "focus", claimId: 7 }, { type: "correct", label: "hat", tiles: alone }]);
  expect(said(labeled, alone)).toEqual([[7, "label", "hat"]]);
});

const event: fc.Arbitrary<GridEvent> = fc.oneof(
  fc.record({ type: fc.constantFrom("seen" as const, "focus" as const), claimId: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ type: fc.constant("move" as const), by: fc.integer({ min: -4, max: 4 }), tiles: fc.constant(tiles) }),
  fc.record({
    type: fc.constant("correct" as const),
    label: fc.constantFrom("coat", "dress"),
    tiles: fc.constant(tiles),
  }),
  fc.record({ type: fc.constant("skip" as const), tiles: fc.constant(tiles) }),
  fc.constant({ type: "clear" as const }),
  fc.record({ type: fc.constant("gone" as const), claimIds: fc.subarray([1, 2, 3]) }),
);

it("whatever is done, nothing unseen is confirmed and no tile is answered twice", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const state = run(events);
      const answers = answersOfGrid(state, tiles);
      expect(new Set(answers.map((one) => one.tile.claimId)).size).toBe(answers.length);
      for (const { tile: one } of answers) expect(state.seen.has(one.claimId)).toBe(true);
    }),
  );
});
