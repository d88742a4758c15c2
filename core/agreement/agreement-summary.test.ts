import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { votePatterns } from "../annotation/vote-patterns";
import { createRandom, shuffle } from "../random";
import { bootstrapPatterns } from "../statistics/bootstrap";
import { isDefined } from "../statistics/estimate";
import { summarizeAgreement } from "./agreement-summary";
import { nominalSums } from "./coincidence";
import golden from "./fixtures/golden-agreement.json";
import { anyVotes, votesOfAnnotators, votesOfItems, votesOfTable } from "./fixtures/published-votes";
import { krippendorffAlpha } from "./krippendorff-alpha";

const fourObservers = votesOfAnnotators(
  golden.alpha.find(({ name }) => name === "four_observers_missing")?.votes ?? [],
);

/** Items of `classes` labels, three annotators who are right with the given accuracy. */
function simulated(items: number, shares: number[], accuracy: number, seed: number) {
  const random = createRandom(seed);
  const rows = Array.from({ length: items }, () => {
    let truth = 0;
    for (let u = random() - (shares[0] ?? 1); u > 0 && truth < shares.length - 1; ) u -= shares[++truth] ?? 0;
    return [0, 1, 2].map(() =>
      random() < accuracy ? truth : (truth + 1 + Math.floor(random() * (shares.length - 1))) % shares.length,
    );
  });
  return votesOfItems(rows);
}

describe("resampling alpha over vote patterns", () => {
  it("has the jackknife and the acceleration of the four observers", () => {
    const [alpha] = bootstrapPatterns(nominalSums(votePatterns(fourObservers, 5)), {
      resamples: 100,
      random: createRandom(1),
    });
    expect(alpha?.jackknifeStandardError).toBeCloseTo(golden.fourObservers.jackknifeStandardError, 12);
    expect(alpha?.acceleration).toBeCloseTo(golden.fourObservers.acceleration, 12);
  });

  it("has the BCa interval of the four observers: .386 to .937", () => {
    const [alpha] = bootstrapPatterns(nominalSums(votePatterns(fourObservers, 5)), {
      resamples: 10_000,
      random: createRandom(2),
    });
    // Monte-Carlo error of the limits with 10,000 resamples is about .005 and .002
    expect(Math.abs((alpha?.low ?? 9) - 0.386)).toBeLessThan(0.02);
    expect(Math.abs((alpha?.high ?? 9) - 0.937)).toBeLessThan(0.01);
  });

  it("covers the true alpha as often as recorded: .947 with 50/50, 100 items", () => {
    const truth = krippendorffAlpha(votePatterns(simulated(200_000, [0.5, 0.5], 0.9, 77), 2));
    if (!isDefined(truth)) throw new Error(truth.undefinedBecause);
    let covered = 0;
    for (let run = 0; run < 300; run++) {
      const patterns = votePatterns(simulated(100, [0.5, 0.5], 0.9, 1000 + run), 2);
      const [alpha] = bootstrapPatterns(nominalSums(patterns), { resamples: 500, random: createRandom(run) });
      if ((alpha?.low ?? 9) <= truth.value && truth.value <= (alpha?.high ?? -9)) covered++;
    }
    // standard error .013; three of them
    expect(Math.abs(covered / 300 - 0.947)).toBeLessThan(0.039);
  });
});

describe("summarizeAgreement", () => {
  const votes = simulated(120, [0.7, 0.2, 0.1], 0.9, 5);
  const summary = summarizeAgreement(votes, { classes: 3, annotators: 3, seed: 1 });

  it("is plain JSON and does not depend on the order of votes", () => {
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
    expect(summarizeAgreement(shuffle([...votes], createRandom(8)), { classes: 3, seed: 1 })).toEqual(summary);
  });

  it("counts items, votes and people, and keeps resamples and seed", () => {
    const more = [...votes, { item: 999, annotator: 0, label: 2 }];
    expect(summarizeAgreement(more, { classes: 3, resamples: 50, seed: 4 })).toMatchObject({
      items: 121,
      pairableItems: 120,
      singles: 1,
      votes: 361,
      annotators: 3,
      resamples: 50,
      seed: 4,
    });
    expect(() => summarizeAgreement(votes, { classes: 3, annotators: 2, seed: 1 })).toThrow(RangeError);
  });

  it("has an interval around alpha, percent agreement and the alpha of each label, from 50 pairable items on", () => {
    for (const estimate of [summary.alpha, summary.percent, ...summary.perLabel.map((label) => label.alpha)]) {
      if (!isDefined(estimate) || estimate.low === undefined || estimate.high === undefined)
        throw new Error("no interval");
      expect(estimate.low).toBeLessThan(estimate.value);
      expect(estimate.high).toBeGreaterThan(estimate.value);
      expect(estimate.method).toContain("1000 resamples");
    }
    const few = summarizeAgreement(simulated(49, [0.5, 0.5], 0.9, 5), { classes: 2, seed: 1 });
    expect(few.alpha).not.toHaveProperty("low");
    expect(few.perLabel[0]?.alpha).not.toHaveProperty("low");
    expect(few.warnings.map((warning) => warning.code)).toContain("few-items");
  });

  it("has Cohen's kappa for exactly two annotators", () => {
    const two = votesOfTable([
      [20, 5],
      [10, 15],
    ]);
    expect(summarizeAgreement(two, { classes: 2, seed: 1 }).cohen).toMatchObject({
      value: expect.closeTo(0.4, 12),
      n: 50,
    });
    expect(summary.cohen).toEqual({ undefinedBecause: "not two annotators", n: 3 });
  });

  it("warns in words where one label dominates (Feinstein & Cicchetti's second table)", () => {
    const skewed = votesOfTable([
      [80, 10],
      [5, 5],
    ]);
    const { warnings } = summarizeAgreement(skewed, { classes: 2, seed: 1, labelNames: ["Fine", "Broken"] });
    expect(warnings).toEqual([
      { code: "prevalence", text: "Agreement on the rare label Broken is 0.40 (n = 25), overall 85 %." },
    ]);
    const balanced = votesOfTable([
      [40, 9],
      [6, 45],
    ]);
    expect(summarizeAgreement(balanced, { classes: 2, seed: 1 }).warnings).toEqual([]);
  });

  it("warns of rare labels, of one label only, of no overlap", () => {
    const codes = (rows: number[][]) =>
      summarizeAgreement(votesOfItems(rows), { classes: 3, seed: 1 }).warnings.map((warning) => warning.code);
    const rows = (label: number, count: number) => Array.from({ length: count }, () => [label, label]);
    expect(codes([...rows(0, 50), ...rows(1, 40), ...rows(2, 9)])).toEqual(["rare-label"]);
    expect(codes([...rows(0, 50), ...rows(1, 40), ...rows(2, 10)])).toEqual([]);
    expect(codes(rows(0, 60))).toEqual(["prevalence"]);
    expect(codes([[0], [1]])).toEqual(["no-overlap"]);
    expect(codes([...rows(0, 59), [1, 1]])).toEqual(["prevalence", "rare-label", "unstable-interval"]);
  });

  it("never contains NaN or infinity, whatever the votes", () => {
    fc.assert(
      fc.property(anyVotes, (any) => {
        const text = JSON.stringify(
          summarizeAgreement(any, { classes: 4, resamples: 20, seed: 1 }),
          (_, value: unknown) => {
            if (typeof value === "number" && !Number.isFinite(value)) throw new Error("not a number");
            return value;
          },
        );
        expect(text).not.toContain("null");
      }),
    );
  });
});
