import fc from "fast-check";
import { expect, it } from "vitest";
import { ratingTable, type Vote } from "./ratings";
import { type VotePatterns, votePatterns } from "./vote-patterns";

const vote = (item: number, annotator: number, label: number): Vote => ({ item, annotator, label });

it("groups by item and annotator and keeps the last vote of each", () => {
  const table = ratingTable([vote(900, 2, 1), vote(5, 8, 0), vote(900, 1, 2), vote(900, 2, 0)], 3);
  expect([...table.items]).toEqual([5, 900]);
  expect([...table.start]).toEqual([0, 1, 3]);
  expect([...table.annotator]).toEqual([8, 1, 2]);
  expect([...table.label]).toEqual([0, 2, 0]);
});

/** Votes per label, one row per pattern. */
function counts({ classes, start, label, count, size }: VotePatterns): number[][] {
  return Array.from(size, (_, p) => {
    const row = Array<number>(classes).fill(0);
    for (let at = start[p] ?? 0; at < (start[p + 1] ?? 0); at++) row[label[at] ?? 0] = count[at] ?? 0;
    return row;
  });
}

it("counts patterns, pairable items and single votes", () => {
  const votes = [
    vote(1, 1, 0),
    vote(1, 2, 2),
    vote(2, 3, 2),
    vote(2, 1, 0),
    vote(3, 1, 1),
    vote(4, 1, 1),
    vote(4, 2, 1),
  ];
  const result = votePatterns(votes, 3);
  expect(counts(result)).toEqual([
    [1, 0, 1],
    [0, 2, 0],
    [0, 1, 0],
  ]);
  expect([...result.multiplicity]).toEqual([2, 1, 1]);
  expect([result.items, result.pairableItems, result.singles]).toEqual([4, 3, 1]);
});

it("has nothing to say about no votes and refuses labels outside the label set", () => {
  expect(votePatterns([], 3)).toMatchObject({ multiplicity: new Int32Array(), items: 0, pairableItems: 0, singles: 0 });
  expect(() => votePatterns([vote(1, 1, 3)], 3)).toThrow(RangeError);
  expect(() => votePatterns([vote(1, 1, -1)], 3)).toThrow(RangeError);
  expect(() => votePatterns([vote(1, 1, 0.5)], 3)).toThrow(RangeError);
});

const manyVotes = fc.uniqueArray(fc.record({ item: fc.nat(12), annotator: fc.nat(5), label: fc.nat(3) }), {
  maxLength: 60,
  selector: (v) => v.item * 100 + v.annotator,
});

it("does not depend on the order of votes, nor on who is who", () => {
  fc.assert(
    fc.property(manyVotes, (votes) => {
      const result = votePatterns(votes, 4);
      expect(votePatterns([...votes].reverse(), 4)).toEqual(result);
      expect(
        votePatterns(
          votes.map((v) => ({ ...v, annotator: 77 - v.annotator, item: 1e9 - v.item })),
          4,
        ),
      ).toEqual(result);
      const counted = counts(result).reduce(
        (sum, row, p) => sum + (result.multiplicity[p] ?? 0) * row.reduce((a, b) => a + b),
        0,
      );
      expect(counted).toBe(votes.length);
    }),
  );
});
