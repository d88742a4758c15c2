import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ratingTable, type VoteColumns } from "../annotation/ratings";
import { votePatterns } from "../annotation/vote-patterns";
import { createRandom } from "../random";
import { bootstrapPatterns, evaluate } from "../statistics/bootstrap";
import { type Estimate, isDefined } from "../statistics/estimate";
import { alphaSums } from "./alpha-sums";
import { clusteredSums } from "./clustered-sums";
import { nominalSums } from "./coincidence";
import golden from "./fixtures/golden-agreement.json";
import coefficients from "./fixtures/golden-coefficients.json";
import { anyVotes, patternsOf, votesOfAnnotators } from "./fixtures/published-votes";
import { krippendorffAlpha } from "./krippendorff-alpha";

const value = (estimate: Estimate) => (isDefined(estimate) ? estimate.value : estimate.undefinedBecause);
const distances = ["ordinal", "interval", "ratio"] as const;

it.each(golden.alpha)("ratio: $name", ({ name, votes }) => {
  const isBinary = name === "binary_meg_owen";
  const rows = isBinary ? votes.map((row) => row.replace(/\d/g, (digit) => String(Number(digit) + 1))) : votes;
  const patterns = votePatterns(votesOfAnnotators(rows), 5);
  const values = isBinary ? [0, 1, 2, 3, 4] : undefined;
  const expected = (coefficients.ratio as Record<string, number>)[name];
  expect(value(krippendorffAlpha(patterns, "ratio", values))).toBeCloseTo(expected ?? Number.NaN, 13);
});

/** Alpha from the double sums of its definition, over every pair of votes. */
function byDefinition(votes: { item: number; label: number }[], distance: (a: number, b: number) => number): number {
  const byItem = new Map<number, number[]>();
  for (const { item, label } of votes) byItem.set(item, [...(byItem.get(item) ?? []), label]);
  const pairable = [...byItem.values()].filter((labels) => labels.length > 1);
  const all = pairable.flat();
  const sum = (labels: number[]) => labels.reduce((s, a) => s + labels.reduce((t, b) => t + distance(a, b), 0), 0);
  const observed = pairable.reduce((s, labels) => s + sum(labels) / (labels.length - 1), 0) / all.length;
  return 1 - observed / (sum(all) / (all.length * (all.length - 1)));
}

it("numbers with many distinct values equal the plain double sum", () => {
  const random = createRandom(4);
  const numbers = Array.from({ length: 300 }, () => Math.round(random() * 1e6) / 1e3).sort((a, b) => a - b);
  const votes = Array.from({ length: 900 }, (_, k) => ({
    item: k % 250,
    annotator: Math.floor(k / 250),
    label: Math.min(299, Math.floor((k % 250) * 1.1 + random() * 30)),
  }));
  const patterns = votePatterns(votes, 300);
  const at = (label: number) => numbers[label] ?? Number.NaN;
  expect(value(krippendorffAlpha(patterns, "interval", numbers))).toBeCloseTo(
    byDefinition(votes, (a, b) => (at(a) - at(b)) ** 2),
    12,
  );
  expect(value(krippendorffAlpha(patterns, "ratio", numbers))).toBeCloseTo(
    byDefinition(votes, (a, b) => (a === b ? 0 : ((at(a) - at(b)) / (at(a) + at(b))) ** 2)),
    12,
  );
  expect(() =>
    krippendorffAlpha(
      patterns,
      "ratio",
      numbers.map((x) => x - 500),
    ),
  ).toThrow(RangeError);
});

describe("as sums over patterns", () => {
  it.each(distances)("%s equals the estimator", (distance) => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const patterns = patternsOf(votes);
        const alpha = krippendorffAlpha(patterns, distance);
        const sums = alphaSums(patterns, distance);
        const [ours] = evaluate(sums, sums.multiplicity);
        if (isDefined(alpha)) expect(ours).toBeCloseTo(alpha.value, 11);
        else expect(ours).toBeNaN();
      }),
    );
  });

  it("a distance given as a function: nominal", () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const patterns = patternsOf(votes);
        const sums = alphaSums(patterns, (a, b) => (a === b ? 0 : 1));
        const alpha = krippendorffAlpha(patterns);
        if (isDefined(alpha)) expect(evaluate(sums, sums.multiplicity)[0]).toBeCloseTo(alpha.value, 11);
      }),
    );
  });
});

describe("clusters", () => {
  const random = createRandom(9);
  const columns: VoteColumns = {
    item: Int32Array.from({ length: 600 }, (_, k) => Math.floor(k / 3)),
    annotator: Int32Array.from({ length: 600 }, (_, k) => k % 3),
    label: Int32Array.from({ length: 600 }, (_, k) => {
      const truth = Math.floor(k / 30) % 3;
      return random() < 0.8 ? truth : Math.floor(random() * 3);
    }),
  };
  const table = ratingTable(columns, 3);

  it("have the same estimate, and a group of one item each the same jackknife", () => {
    const plain = nominalSums(votePatterns(columns, 3));
    const alone = clusteredSums(table, { classes: 3, cluster: (item) => item });
    const grouped = clusteredSums(table, { classes: 3, cluster: (item) => Math.floor(item / 10) });
    expect([...evaluate(grouped, grouped.multiplicity)]).toEqual(
      [...evaluate(plain, plain.multiplicity)].map((number) => expect.closeTo(number, 12)),
    );
    expect(grouped.multiplicity.length).toBe(20);
    const of = (sums: typeof plain) => bootstrapPatterns(sums, { resamples: 400, random: createRandom(1) })[0];
    expect(of(alone)?.jackknifeStandardError).toBeCloseTo(of(plain)?.jackknifeStandardError ?? -1, 12);
    expect(of(alone)?.acceleration).toBeCloseTo(of(plain)?.acceleration ?? -1, 12);
  });

  it("of equal items widen the interval", () => {
    // ten copies of each of 30 items: the truth rests on 30, not on 300
    const copies = (k: number) => Math.floor(k / 2);
    const copied: VoteColumns = {
      item: Int32Array.from({ length: 600 }, (_, k) => copies(k)),
      annotator: Int32Array.from({ length: 600 }, (_, k) => k % 2),
      label: Int32Array.from({ length: 600 }, (_, k) => {
        const original = copies(k) % 30;
        return k % 2 === 1 && original % 5 === 0 ? (original + 1) % 3 : original % 3;
      }),
    };
    const width = (sums: ReturnType<typeof nominalSums>) => {
      const [alpha] = bootstrapPatterns(sums, { resamples: 1000, random: createRandom(3) });
      return (alpha?.high ?? 0) - (alpha?.low ?? 0);
    };
    const items = width(nominalSums(votePatterns(copied, 3)));
    const groups = width(clusteredSums(ratingTable(copied, 3), { classes: 3, cluster: (item) => item % 30 }));
    expect(groups / items).toBeGreaterThan(2.5);
    expect(groups / items).toBeLessThan(4);
    expect(evaluate(clusteredSums(table, { classes: 3, cluster: () => 1, distance: "ordinal" }), [1])[0]).toBeCloseTo(
      Number(value(krippendorffAlpha(votePatterns(columns, 3), "ordinal"))),
      12,
    );
  });
});
