import fc from "fast-check";
import { expect, it } from "vitest";
import { ratingTable, type Vote } from "../annotation/ratings";
import { cohenKappa } from "./cohen-kappa";
import { anyVotes, votesOfTable } from "./fixtures/published-votes";
import { pairTable } from "./pair-table";

it("has Cohen's kappa with its interval from 30 shared items on", () => {
  const many = votesOfTable([
    [20, 5],
    [10, 15],
  ]);
  expect(pairTable(ratingTable(many, 2), 2)).toEqual([
    {
      first: 0,
      second: 1,
      sharedItems: 50,
      agreement: { value: 0.7, n: 50, method: "observed agreement" },
      kappa: cohenKappa([20, 5, 10, 15], 2),
    },
  ]);
  const few = votesOfTable([
    [10, 5],
    [5, 9],
  ]);
  const [pair] = pairTable(ratingTable(few, 2), 2);
  expect(pair?.sharedItems).toBe(29);
  expect(pair?.kappa).toEqual({
    value: expect.closeTo(1 - 10 / 29 / (1 - (15 * 15 + 14 * 14) / 29 ** 2), 12),
    n: 29,
    method: "Cohen kappa",
  });
});

it("counts what a plain double loop counts, ordered by annotators", () => {
  fc.assert(
    fc.property(anyVotes, (votes) => {
      const table = ratingTable(votes, 4);
      const of = (annotator: number) =>
        new Map(votes.filter((v: Vote) => v.annotator === annotator).map((v) => [v.item, v.label]));
      const expected: [number, number, number, number][] = [];
      for (let first = 0; first < 6; first++)
        for (let second = first + 1; second < 6; second++) {
          const [a, b] = [of(first), of(second)];
          const shared = [...a.keys()].filter((item) => b.has(item));
          if (shared.length === 0) continue;
          expected.push([
            first,
            second,
            shared.length,
            shared.filter((item) => a.get(item) === b.get(item)).length / shared.length,
          ]);
        }
      const ours = pairTable(table, 4).map(({ first, second, sharedItems, agreement }) => [
        first,
        second,
        sharedItems,
        "value" in agreement ? agreement.value : null,
      ]);
      expect(ours).toEqual(expected);
    }),
  );
});
