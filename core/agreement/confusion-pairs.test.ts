import fc from "fast-check";
import { expect, it } from "vitest";
import { confusionPairs } from "./confusion-pairs";
import { anyVotes, changed, patternsOf, votesOfItems } from "./fixtures/published-votes";

it("counts items with votes for both labels, most first, then in label order", () => {
  const votes = votesOfItems([[0, 1], [1, 0, 0], [2, 3], [3, 1], [0, 0], [2], [1, 2, 3]]);
  expect(confusionPairs(patternsOf(votes))).toEqual([
    { a: 0, b: 1, items: 2 },
    { a: 1, b: 3, items: 2 },
    { a: 2, b: 3, items: 2 },
    { a: 1, b: 2, items: 1 },
  ]);
});

it("counts every pair of different labels on an item exactly once", () => {
  fc.assert(
    fc.property(anyVotes, (votes) => {
      const pairs = confusionPairs(patternsOf(votes));
      const items = [...new Set(votes.map((vote) => vote.item))];
      const expected = items.reduce((sum, item) => {
        const used = new Set(votes.filter((vote) => vote.item === item).map((vote) => vote.label)).size;
        return sum + (used * (used - 1)) / 2;
      }, 0);
      expect(pairs.reduce((sum, pair) => sum + pair.items, 0)).toBe(expected);
      expect(confusionPairs(patternsOf([...changed.people(votes)].reverse()))).toEqual(pairs);
    }),
  );
});
