import fc from "fast-check";
import { expect, it } from "vitest";
import { anyVotes, SIZES, tableOf } from "./fixtures/any-votes";
import { votesPerAnnotator, voteTable } from "./vote-table";

const repeated = {
  item: Int32Array.of(1, 0, 1, 1),
  annotator: Int32Array.of(0, 1, 0, 1),
  label: Int32Array.of(2, 1, 0, 1),
};

it("keeps the last of repeated votes, or all of them", () => {
  const sizes = { items: 2, annotators: 2, classes: 3 };
  expect(voteTable(repeated, sizes)).toEqual({
    ...sizes,
    start: Int32Array.of(0, 1, 3),
    annotator: Int32Array.of(1, 0, 1),
    label: Int32Array.of(1, 0, 1),
  });
  const all = voteTable(repeated, { ...sizes, areRepeatsCounted: true });
  expect(all.label).toEqual(Int32Array.of(1, 0, 2, 1));
  expect(votesPerAnnotator(all)).toEqual(Int32Array.of(2, 2));
});

it("refuses an index outside its range", () => {
  expect(() => voteTable(repeated, { items: 2, annotators: 2, classes: 2 })).toThrow("label 2 is not in 0..1");
  expect(() => voteTable(repeated, { items: 1, annotators: 2, classes: 3 })).toThrow("item 1 is not in 0..0");
});

it("does not depend on the order of votes", () => {
  fc.assert(
    fc.property(anyVotes, (votes) => {
      const reversed = {
        item: votes.item.toReversed(),
        annotator: votes.annotator.toReversed(),
        label: votes.label.toReversed(),
      };
      expect(tableOf(reversed)).toEqual(tableOf(votes));
      expect(tableOf(votes).start[SIZES.items]).toBe(votes.item.length);
    }),
  );
});
