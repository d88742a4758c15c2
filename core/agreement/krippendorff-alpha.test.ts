import fc from "fast-check";
import { describe, expect, it } from "vitest";
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
import { krippendorffAlpha } from "./krippendorff-alpha";

function value(estimate: Estimate): number {
  if (!isDefined(estimate)) throw new Error(estimate.undefinedBecause);
  return estimate.value;
}

describe("published values", () => {
  it.each(golden.alpha)(
    "$name (Krippendorff 2011 and fast-krippendorff's sample)",
    ({ name, votes, nominal, ordinal, interval }) => {
      // the binary example is coded 0 and 1, the others from 1 on
      const rows =
        name === "binary_meg_owen"
          ? votes.map((row) => row.replace(/\d/g, (digit) => String(Number(digit) + 1)))
          : votes;
      const patterns = votePatterns(votesOfAnnotators(rows), 5);
      expect(value(krippendorffAlpha(patterns))).toBeCloseTo(nominal, 13);
      expect(value(krippendorffAlpha(patterns, "ordinal"))).toBeCloseTo(ordinal, 13);
      expect(value(krippendorffAlpha(patterns, "interval"))).toBeCloseTo(interval, 13);
    },
  );

  it.each(golden.tables)("two annotators: $name", ({ table, alpha }) => {
    expect(value(krippendorffAlpha(votePatterns(votesOfTable(table), table.length)))).toBeCloseTo(alpha, 13);
  });

  it("many annotators: Fleiss 1971, 14 raters x 10, irrCAC's five observers", () => {
    const { fleiss1971, fleiss14x10, fiveObservers } = golden;
    const diagnoses = votesOfItems(fleiss1971.votes.map((row) => row.map((label) => label - 1)));
    expect(value(krippendorffAlpha(votePatterns(diagnoses, 5)))).toBeCloseTo(fleiss1971.alpha, 13);
    expect(value(krippendorffAlpha(votePatterns(votesOfCounts(fleiss14x10.counts), 5)))).toBeCloseTo(
      fleiss14x10.alpha,
      13,
    );
    const observers = votesOfItems(
      fiveObservers.itemsByAnnotator.map((row) => row.map((label) => (label === "" ? null : Number(label)))),
    );
    expect(value(krippendorffAlpha(votePatterns(observers, 4)))).toBeCloseTo(fiveObservers.krippendorff, 4);
  });

  it("says on how many items it rests: 11 of the four observers' 12, 12 of the three coders' 15", () => {
    const coders = votesOfAnnotators(golden.alpha.find(({ name }) => name === "wikipedia_3coders")?.votes ?? []);
    expect(krippendorffAlpha(votePatterns(coders, 5))).toMatchObject({ n: 12 });
    const votes = votesOfAnnotators(golden.alpha.find(({ name }) => name === "four_observers_missing")?.votes ?? []);
    expect(krippendorffAlpha(votePatterns(votes, 5))).toMatchObject({ n: 11, method: "Krippendorff alpha, nominal" });
  });
});

describe("undefined", () => {
  it("no variation when one label occurs, whichever it is", () => {
    const alike = votesOfItems([
      [1, 1],
      [1, 1, 1],
    ]);
    for (const distance of ["nominal", "ordinal", "interval"] as const)
      expect(krippendorffAlpha(votePatterns(alike, 3), distance)).toEqual({ undefinedBecause: "no variation", n: 2 });
    // a single vote for another label does not change that
    expect(krippendorffAlpha(votePatterns([...alike, { item: 9, annotator: 0, label: 0 }], 3))).toEqual({
      undefinedBecause: "no variation",
      n: 2,
    });
  });

  it("no overlap without two votes on an item", () => {
    expect(krippendorffAlpha(votePatterns(votesOfItems([[1], [2]]), 3))).toEqual({
      undefinedBecause: "no overlap",
      n: 0,
    });
    expect(krippendorffAlpha(votePatterns([], 3), "ordinal")).toEqual({ undefinedBecause: "no overlap", n: 0 });
  });
});

describe("laws", () => {
  it("single votes, order and people do not matter; under nominal distance names do not either", () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const alpha = krippendorffAlpha(patternsOf(votes));
        expect(krippendorffAlpha(patternsOf([...changed.people(votes)].reverse()))).toEqual(alpha);
        expect(krippendorffAlpha(patternsOf([...votes, { item: 99, annotator: 1, label: 3 }]))).toEqual(alpha);
        const renamed = krippendorffAlpha(patternsOf(changed.labels(votes)));
        if (isDefined(alpha)) expect(value(renamed)).toBeCloseTo(alpha.value, 12);
        else expect(renamed).toEqual(alpha);
      }),
    );
  });

  it("lies above -1 and at most at 1; with two labels all distances agree", () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const patterns = patternsOf(
          votes.map((vote) => ({ ...vote, label: vote.label % 2 })),
          2,
        );
        const nominal = krippendorffAlpha(patterns);
        if (!isDefined(nominal)) return;
        expect(nominal.value).toBeGreaterThanOrEqual(-1);
        expect(nominal.value).toBeLessThanOrEqual(1);
        expect(value(krippendorffAlpha(patterns, "interval"))).toBeCloseTo(nominal.value, 12);
        expect(value(krippendorffAlpha(patterns, "ordinal"))).toBeCloseTo(nominal.value, 12);
      }),
    );
  });

  it("perfect agreement on two or more labels is exactly 1", () => {
    const items = fc.array(fc.record({ label: fc.nat(3), people: fc.integer({ min: 2, max: 6 }) }), { minLength: 1 });
    fc.assert(
      fc.property(items, (rows) => {
        const all = [...rows, { label: 0, people: 2 }, { label: 1, people: 3 }];
        const votes = votesOfItems(all.map(({ label, people }) => Array<number>(people).fill(label)));
        for (const distance of ["nominal", "ordinal", "interval"] as const)
          expect(value(krippendorffAlpha(patternsOf(votes), distance))).toBe(1);
      }),
    );
  });

  it("doubling every item changes alpha, because it corrects for finite samples", () => {
    const votes = votesOfTable([
      [20, 5],
      [10, 15],
    ]);
    // alpha = 1 - (1 - Scott pi)(2n - 1)/(2n)
    const scott = 0.3939393939393937;
    expect(value(krippendorffAlpha(patternsOf(votes, 2)))).toBeCloseTo(1 - ((1 - scott) * 99) / 100, 12);
    expect(value(krippendorffAlpha(patternsOf(changed.twice(votes), 2)))).toBeCloseTo(
      1 - ((1 - scott) * 199) / 200,
      12,
    );
  });
});
