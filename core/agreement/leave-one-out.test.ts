import fc from "fast-check";
import { expect, it } from "vitest";
import { ratingTable } from "../annotation/ratings";
import { votePatterns } from "../annotation/vote-patterns";
import { isDefined } from "../statistics/estimate";
import { anyVotes, votesOfItems } from "./fixtures/published-votes";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { leaveOneOut } from "./leave-one-out";

it("is for three to nine annotators", () => {
  const of = (people: number) => leaveOneOut(ratingTable(votesOfItems([Array<number>(people).fill(0)]), 2), 2);
  expect(of(2)).toEqual({ undefinedBecause: "too few annotators", n: 2 });
  expect(of(10)).toEqual({ undefinedBecause: "too many annotators", n: 10 });
  expect(of(9)).toEqual({ undefinedBecause: "no variation", n: 9 });
});

it("is the range of alpha over the votes without each person", () => {
  fc.assert(
    fc.property(anyVotes, (votes) => {
      const people = [...new Set(votes.map((vote) => vote.annotator))];
      const range = leaveOneOut(ratingTable(votes, 4), 4);
      const alphas = people.flatMap((person) => {
        const alpha = krippendorffAlpha(
          votePatterns(
            votes.filter((vote) => vote.annotator !== person),
            4,
          ),
        );
        return isDefined(alpha) ? [alpha.value] : [];
      });
      if (people.length < 3 || alphas.length === 0) {
        expect(range).toHaveProperty("undefinedBecause");
        return;
      }
      expect(range).toEqual({
        low: expect.closeTo(Math.min(...alphas), 12),
        high: expect.closeTo(Math.max(...alphas), 12),
        n: people.length,
        undefinedFor: people.length - alphas.length,
      });
    }),
  );
});
