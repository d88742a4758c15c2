import fc from "fast-check";
import { expect, it } from "vitest";
import { ratingTable } from "../annotation/ratings";
import { patternsOfTable } from "../annotation/vote-patterns";
import { createRandom } from "../random";
import { evaluate } from "../statistics/bootstrap";
import { isDefined } from "../statistics/estimate";
import { alphaSums } from "./alpha-sums";
import coefficients from "./fixtures/golden-coefficients.json";
import { anyVotes, patternsOf } from "./fixtures/published-votes";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { labelMembershipAlphas, labelSetAlpha, labelSetDistance } from "./label-set-alpha";

const { A, B, jaccard, masiRounded, nonEmpty } = coefficients.labelSets;
const subset = (names: string[]) => names.map((name) => name.charCodeAt(0) - 97);

/** The golden answers as a table over the distinct sets. */
function tableOf(first: string[][], second: string[][]) {
  const keys = [...new Set([...first, ...second].map((names) => names.join()))];
  const sets = keys.map((key) => subset(key === "" ? [] : key.split(",")));
  const votes = first.flatMap((names, item) => [
    { item, annotator: 0, label: keys.indexOf(names.join()) },
    { item, annotator: 1, label: keys.indexOf((second[item] ?? []).join()) },
  ]);
  return { table: ratingTable(votes, sets.length), sets };
}

it.each([
  ["with empty sets", A, B, jaccard, masiRounded],
  ["without", A.slice(0, 5), B.slice(0, 5), nonEmpty.jaccard, nonEmpty.masiRounded],
])("golden answers %s", (_, first, second, expected, rounded) => {
  const { table, sets } = tableOf(first, second);
  expect(labelSetAlpha(table, sets, "jaccard")).toMatchObject({ value: expect.closeTo(expected, 13), n: first.length });
  const masi = labelSetAlpha(table, sets, "masi");
  // the golden value is NLTK's with .67 and .33 in place of 2/3 and 1/3
  expect(isDefined(masi) && Math.abs(masi.value - rounded)).toBeLessThan(0.005);
  expect(isDefined(masi) && Math.abs(masi.value - rounded)).toBeGreaterThan(1e-6);
});

it.each([
  ["with empty sets", A, B, masiRounded],
  ["without", A.slice(0, 5), B.slice(0, 5), nonEmpty.masiRounded],
])("golden answers %s: with .67 and .33 the resampled sums give NLTK's value", (_, first, second, rounded) => {
  const { table, sets } = tableOf(first, second);
  const sums = alphaSums(patternsOfTable(table, sets.length), (a, b) => {
    const [x, y] = [sets[a] ?? [], sets[b] ?? []];
    const jaccardShare = 1 - labelSetDistance(x, y, "jaccard");
    const masi = 1 - labelSetDistance(x, y, "masi");
    const third = Math.round((3 * masi) / jaccardShare);
    return jaccardShare === 0 ? 1 : 1 - jaccardShare * (third === 3 ? 1 : third === 2 ? 0.67 : 0.33);
  });
  expect(evaluate(sums, sums.multiplicity)[0]).toBeCloseTo(rounded, 13);
});

it("MASI uses exact thirds; empty sets are equal to each other and far from any other", () => {
  expect(labelSetDistance([0], [0, 1], "masi")).toBe(1 - 0.5 * (2 / 3));
  expect(labelSetDistance([0, 1], [1, 2], "masi")).toBe(1 - (1 / 3) * (1 / 3));
  expect([labelSetDistance([], [], "masi"), labelSetDistance([], [3], "jaccard")]).toEqual([0, 1]);
  expect(labelSetDistance([1, 4], [1, 4], "masi")).toBe(0);
  expect(labelSetDistance([1], [4], "masi")).toBe(1);
});

it("of single labels is nominal alpha; undefined cases", () => {
  fc.assert(
    fc.property(anyVotes, (votes) => {
      const alpha = krippendorffAlpha(patternsOf(votes));
      for (const distance of ["jaccard", "masi"] as const) {
        const ours = labelSetAlpha(ratingTable(votes, 4), [[0], [1], [2], [3]], distance);
        if (isDefined(alpha)) expect(ours).toMatchObject({ value: expect.closeTo(alpha.value, 12), n: alpha.n });
        else expect(ours).toEqual(alpha);
      }
    }),
  );
});

it("has an interval when a generator is handed in, and alpha of each label against the rest", () => {
  const votes = Array.from({ length: 240 }, (_, k) => ({
    item: k >> 1,
    annotator: k & 1,
    label: (k & 1) === 1 && k % 10 === 1 ? (k >> 1) % 2 : (k >> 1) % 3,
  }));
  const table = ratingTable(votes, 3);
  const sets = [[], [0], [0, 1]];
  const masi = labelSetAlpha(table, sets, "masi", { random: createRandom(1), resamples: 300 });
  if (!isDefined(masi) || masi.low === undefined || masi.high === undefined) throw new Error("no interval");
  expect([masi.low < masi.value, masi.value < masi.high]).toEqual([true, true]);
  const binary = (label: number) =>
    votes.map((vote) => ({ ...vote, label: sets[vote.label]?.includes(label) ? 1 : 0 }));
  expect(labelMembershipAlphas(table, sets, 3)).toEqual([
    krippendorffAlpha(patternsOf(binary(0), 2)),
    krippendorffAlpha(patternsOf(binary(1), 2)),
    { undefinedBecause: "no variation", n: 120 },
  ]);
});
