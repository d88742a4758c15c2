import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { votePatterns } from "../annotation/vote-patterns";
import { type Estimate, isDefined } from "../statistics/estimate";
import golden from "./fixtures/golden-agreement.json";
import { anyVotes, patternsOf, votesOfAnnotators, votesOfItems, votesOfTable } from "./fixtures/published-votes";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { perLabel } from "./per-label";

const value = (estimate: Estimate) => (isDefined(estimate) ? estimate.value : estimate.undefinedBecause);

describe("published values", () => {
  it("Fleiss 1971: votes, specific agreement and alpha of each diagnosis", () => {
    const votes = votesOfItems(golden.fleiss1971.votes.map((row) => row.map((label) => label - 1)));
    const labels = perLabel(votePatterns(votes, 5));
    expect(labels.map((label) => label.votes)).toEqual(golden.fleiss1971.labelVotes);
    labels.forEach((label, c) => {
      expect(value(label.specificAgreement)).toBeCloseTo(golden.fleiss1971.specific[c] ?? -9, 13);
      expect(value(label.alpha)).toBeCloseTo(golden.fleiss1971.labelAlpha[c] ?? -9, 13);
    });
  });

  it("Krippendorff's four observers", () => {
    const votes = votesOfAnnotators(golden.alpha.find(({ name }) => name === "four_observers_missing")?.votes ?? []);
    perLabel(votePatterns(votes, 5)).forEach((label, c) => {
      expect(value(label.specificAgreement)).toBeCloseTo(golden.fourObservers.specific[c] ?? -9, 13);
      expect(value(label.alpha)).toBeCloseTo(golden.fourObservers.labelAlpha[c] ?? -9, 13);
    });
  });

  it.each(golden.tables)("two annotators: $name", ({ table, specific }) => {
    const labels = perLabel(votePatterns(votesOfTable(table), table.length));
    labels.forEach((label, c) => {
      expect(value(label.specificAgreement)).toBeCloseTo(specific[c] ?? -9, 13);
    });
  });
});

it("says why a label has no number", () => {
  expect(perLabel(votePatterns(votesOfItems([[0, 0]]), 2))).toEqual([
    {
      label: 0,
      votes: 2,
      specificAgreement: { value: 1, n: 2, method: "specific agreement" },
      alpha: { undefinedBecause: "no variation", n: 2 },
    },
    {
      label: 1,
      votes: 0,
      specificAgreement: { undefinedBecause: "label not used", n: 0 },
      alpha: { undefinedBecause: "label not used", n: 0 },
    },
  ]);
  expect(value(perLabel(votePatterns([], 2))[0]?.alpha ?? { undefinedBecause: "no items", n: 0 })).toBe("no overlap");
});

it("alpha of a label is alpha of the votes merged into this label and the rest", () => {
  fc.assert(
    fc.property(anyVotes, fc.nat(3), (votes, label) => {
      const merged = votes.map((vote) => ({ ...vote, label: vote.label === label ? 1 : 0 }));
      const expected = krippendorffAlpha(patternsOf(merged, 2));
      const ours = perLabel(patternsOf(votes))[label]?.alpha;
      if (!ours) throw new Error("no such label");
      expect(isDefined(ours)).toBe(isDefined(expected));
      if (isDefined(ours) && isDefined(expected)) expect(ours.value).toBeCloseTo(expected.value, 12);
    }),
  );
});
