import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Vote } from "../annotation/ratings";
import { votePatterns } from "../annotation/vote-patterns";
import { evaluate } from "../statistics/bootstrap";
import { type Estimate, isDefined } from "../statistics/estimate";
import { brennanPrediger } from "./brennan-prediger";
import { chanceSums } from "./chance-sums";
import golden from "./fixtures/golden-agreement.json";
import coefficients from "./fixtures/golden-coefficients.json";
import {
  anyVotes,
  changed,
  patternsOf,
  votesOfAnnotators,
  votesOfCounts,
  votesOfItems,
} from "./fixtures/published-votes";
import { fleissKappa } from "./fleiss-kappa";
import { gwetAc1 } from "./gwet-ac";
import { type AgreementWeights, gwetAc2 } from "./gwet-ac2";
import { scottPi } from "./scott-pi";

const value = (estimate: Estimate) => (isDefined(estimate) ? estimate.value : estimate.undefinedBecause);
const fourObservers = votesOfAnnotators(
  golden.alpha.find(({ name }) => name === "four_observers_missing")?.votes ?? [],
);
const fiveObservers = votesOfItems(
  golden.fiveObservers.itemsByAnnotator.map((row) => row.map((label) => (label === "" ? null : Number(label)))),
);
const weights: AgreementWeights[] = ["linear", "quadratic", "gwet-ordinal"];
const goldenKey = { linear: "linear", quadratic: "quadratic", "gwet-ordinal": "ordinal" } as const;

describe("published values", () => {
  it.each(coefficients.tables)("Scott pi and Brennan-Prediger of two annotators: $name", (expected) => {
    const table = golden.tables.find(({ name }) => name === expected.name)?.table ?? [];
    expect(value(scottPi(table.flat(), table.length))).toBeCloseTo(expected.scottPi, 13);
    const votes = votesOfItems(
      table.flatMap((row, first) => row.flatMap((count, second) => Array<number[]>(count).fill([first, second]))),
    );
    expect(value(brennanPrediger(votePatterns(votes, table.length)))).toBeCloseTo(expected.brennanPrediger, 13);
  });

  it.each<[string, Vote[], number, number, number]>([
    ["14 raters x 10", votesOfCounts(golden.fleiss14x10.counts), 5, coefficients.brennanPrediger.fleiss14x10, 13],
    [
      "Fleiss 1971",
      votesOfItems(golden.fleiss1971.votes.map((row) => row.map((label) => label - 1))),
      5,
      coefficients.brennanPrediger.fleiss1971,
      13,
    ],
    ["four observers", fourObservers, 5, coefficients.brennanPrediger.fourObservers, 13],
    ["five observers (five digits published)", fiveObservers, 4, coefficients.brennanPrediger.fiveObservers, 5],
  ])("Brennan-Prediger: %s", (_, votes, classes, expected, digits) => {
    expect(value(brennanPrediger(votePatterns(votes, classes)))).toBeCloseTo(expected, digits);
  });

  it("Fleiss kappa of each diagnosis against the rest (Fleiss 1971)", () => {
    coefficients.fleiss1971LabelKappa.forEach((expected, label) => {
      const rows = golden.fleiss1971.votes.map((row) => row.map((vote) => (vote === label + 1 ? 0 : 1)));
      expect(value(fleissKappa(votePatterns(votesOfItems(rows), 2)))).toBeCloseTo(expected, 13);
    });
  });

  it.each(coefficients.tables)("standard error of Cohen's kappa if it is 0: $name", ({ name, nullStandardError }) => {
    const table = golden.tables.find((entry) => entry.name === name)?.table ?? [];
    const total = table.flat().reduce((sum, count) => sum + count, 0);
    const row = table.map((counts) => counts.reduce((sum, count) => sum + count, 0) / total);
    const column = table.map((_, j) => table.reduce((sum, counts) => sum + (counts[j] ?? 0), 0) / total);
    const at = (shares: number[], k: number) => shares[k] ?? Number.NaN;
    const expected = row.reduce((sum, share, k) => sum + share * at(column, k), 0);
    let squares = 0;
    table.forEach((_, i) => {
      table.forEach((__, j) => {
        squares += at(row, i) * at(column, j) * ((i === j ? 1 : 0) - (at(column, i) + at(row, j))) ** 2;
      });
    });
    expect(Math.sqrt((squares - expected ** 2) / (total * (1 - expected) ** 2))).toBeCloseTo(nullStandardError, 12);
  });

  it.each(weights)("AC2 with %s weights, four and five observers", (kind) => {
    const key = goldenKey[kind];
    expect(value(gwetAc2(votePatterns(fourObservers, 5), kind))).toBeCloseTo(coefficients.ac2.fourObservers[key], 12);
    expect(value(gwetAc2(votePatterns(fiveObservers, 4), kind))).toBeCloseTo(coefficients.ac2.fiveObservers[key], 4);
  });
});

it("undefined: no shared item, one label only; one label in the label set is refused", () => {
  expect(scottPi([0, 0, 0, 0], 2)).toEqual({ undefinedBecause: "no overlap", n: 0 });
  expect(scottPi([7, 0, 0, 0], 2)).toEqual({ undefinedBecause: "no variation", n: 7 });
  expect(() => scottPi([1], 2)).toThrow(RangeError);
  const single = votePatterns(votesOfItems([[0], [1]]), 2);
  expect([brennanPrediger(single), gwetAc2(single, "linear")]).toEqual(
    Array(2).fill({ undefinedBecause: "no overlap", n: 0 }),
  );
  const one = votePatterns(votesOfItems([[0, 0]]), 1);
  expect(() => brennanPrediger(one)).toThrow(RangeError);
  expect(() => gwetAc2(one, "linear")).toThrow(RangeError);
});

describe("laws", () => {
  it("with two labels all AC2 weights give AC1; people and order change nothing; doubling items neither", () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const two = votes.map((vote) => ({ ...vote, label: vote.label % 2 }));
        for (const kind of weights) {
          const ac2 = gwetAc2(patternsOf(votes), kind);
          expect(gwetAc2(patternsOf([...changed.people(votes)].reverse()), kind)).toEqual(ac2);
          const twice = gwetAc2(patternsOf(changed.twice(votes)), kind);
          if (!isDefined(ac2) || !isDefined(twice)) continue;
          expect(twice.value).toBeCloseTo(ac2.value, 12);
          expect(value(gwetAc2(patternsOf(two, 2), kind))).toBeCloseTo(Number(value(gwetAc1(patternsOf(two, 2)))), 12);
        }
      }),
    );
  });

  it("as sums over patterns they are what they are from the patterns", () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const patterns = patternsOf(votes);
        const sums = chanceSums(patterns);
        const values = evaluate(sums, sums.multiplicity);
        [fleissKappa(patterns), gwetAc1(patterns), brennanPrediger(patterns)].forEach((estimate, k) => {
          if (isDefined(estimate)) expect(values[k]).toBeCloseTo(estimate.value, 12);
          else expect(values[k]).toBeNaN();
        });
      }),
    );
  });
});
