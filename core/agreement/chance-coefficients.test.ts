import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Vote } from "../annotation/ratings";
import { votePatterns } from "../annotation/vote-patterns";
import { type Estimate, isDefined } from "../statistics/estimate";
import golden from "./fixtures/golden-agreement.json";
import {
  anyVotes,
  changed,
  patternsOf,
  votesOfAnnotators,
  votesOfCounts,
  votesOfItems,
  votesOfTable,
} from "./fixtures/published-votes";
import { fleissKappa } from "./fleiss-kappa";
import { gwetAc1 } from "./gwet-ac";
import { percentAgreement } from "./percent-agreement";

const value = (estimate: Estimate) => (isDefined(estimate) ? estimate.value : estimate.undefinedBecause);
const fourObservers = votesOfAnnotators(
  golden.alpha.find(({ name }) => name === "four_observers_missing")?.votes ?? [],
);

describe("published values of percent agreement, Fleiss kappa and AC1", () => {
  it.each<[string, Vote[], { percent: number; fleiss: number; ac1: number }]>([
    [
      "Fleiss 1971, 30 x 6",
      votesOfItems(golden.fleiss1971.votes.map((row) => row.map((label) => label - 1))),
      golden.fleiss1971,
    ],
    ["14 raters x 10", votesOfCounts(golden.fleiss14x10.counts), golden.fleiss14x10],
    ["Krippendorff's four observers: gaps and a single vote that counts", fourObservers, golden.fourObservers],
  ])("%s", (_, votes, expected) => {
    const patterns = votePatterns(votes, 5);
    expect(value(percentAgreement(patterns))).toBeCloseTo(expected.percent, 13);
    expect(value(fleissKappa(patterns))).toBeCloseTo(expected.fleiss, 13);
    expect(value(gwetAc1(patterns))).toBeCloseTo(expected.ac1, 13);
  });

  it.each(golden.tables)("two annotators: $name", ({ table, percent, ac1 }) => {
    const patterns = votePatterns(votesOfTable(table), table.length);
    expect(value(percentAgreement(patterns))).toBeCloseTo(percent, 13);
    expect(value(gwetAc1(patterns))).toBeCloseTo(ac1, 13);
  });

  it("irrCAC's five observers (five digits published)", () => {
    const rows = golden.fiveObservers.itemsByAnnotator.map((row) =>
      row.map((label) => (label === "" ? null : Number(label))),
    );
    const patterns = votePatterns(votesOfItems(rows), 4);
    expect(value(fleissKappa(patterns))).toBeCloseTo(golden.fiveObservers.fleiss, 5);
    expect(value(gwetAc1(patterns))).toBeCloseTo(golden.fiveObservers.gwet, 5);
  });
});

describe("undefined and edge cases", () => {
  it("no overlap", () => {
    const none = { undefinedBecause: "no overlap", n: 0 };
    const patterns = votePatterns(votesOfItems([[1], [2]]), 3);
    expect([percentAgreement(patterns), fleissKappa(patterns), gwetAc1(patterns)]).toEqual([none, none, none]);
  });

  it("one label only: Fleiss has no variation, AC1 is 1", () => {
    const patterns = votePatterns(
      votesOfItems([
        [2, 2],
        [2, 2, 2],
        [2, 2],
      ]),
      3,
    );
    expect(fleissKappa(patterns)).toEqual({ undefinedBecause: "no variation", n: 3 });
    expect(gwetAc1(patterns)).toMatchObject({ value: 1, n: 3 });
    expect(() => gwetAc1(votePatterns(votesOfItems([[0, 0]]), 1))).toThrow(RangeError);
  });

  it("a single vote moves AC1 but not percent agreement", () => {
    const votes = votesOfItems([
      [0, 0],
      [0, 1],
      [1, 1],
      [0, 0],
    ]);
    const more = [...votes, { item: 50, annotator: 1, label: 1 }];
    expect(percentAgreement(patternsOf(more, 2))).toEqual(percentAgreement(patternsOf(votes, 2)));
    // pi = 5/8, 3/8 and then 2.5/5, 2.5/5: pe = 2 pi (1 - pi) = .46875 and .5, po = .75
    expect(value(gwetAc1(patternsOf(votes, 2)))).toBeCloseTo((0.75 - 0.46875) / (1 - 0.46875), 14);
    expect(value(gwetAc1(patternsOf(more, 2)))).toBeCloseTo(0.5, 14);
  });
});

describe("laws", () => {
  it.each([
    ["percent agreement", percentAgreement],
    ["Fleiss kappa", fleissKappa],
    ["AC1", gwetAc1],
  ] as const)("%s: people, order, label names and doubling every item change nothing; range", (_, statistic) => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const estimate = statistic(patternsOf(votes));
        expect(statistic(patternsOf([...changed.people(votes)].reverse()))).toEqual(estimate);
        for (const change of [changed.labels, changed.twice]) {
          const other = statistic(patternsOf(change(votes)));
          if (isDefined(estimate)) expect(value(other)).toBeCloseTo(estimate.value, 12);
          else expect(value(other)).toBe(estimate.undefinedBecause);
        }
        if (isDefined(estimate)) expect(estimate.value).toBeLessThanOrEqual(1 + 1e-15);
        const pairable = votes.filter(({ item }) => votes.filter((vote) => vote.item === item).length > 1);
        const withoutSingles = statistic(patternsOf(pairable));
        if (isDefined(withoutSingles)) expect(withoutSingles.value).toBeGreaterThanOrEqual(-1 - 1e-12);
      }),
    );
  });
});
