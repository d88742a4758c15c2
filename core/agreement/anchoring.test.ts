import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import { isDefined } from "../statistics/estimate";
import { anchoring } from "./anchoring";
import { judgementsNeeded, minimumDetectableEffect } from "./anchoring-power";
import type { Judgements } from "./anchoring-sample";
import { stratifiedDifference } from "./stratified-difference";

interface Judgement {
  item: number;
  annotator: number;
  stratum: number;
  suggestion: number;
  answer: number;
  reference: number;
  isAssisted: number;
  armProbability: number;
  activeSeconds: number;
}

function columns(rows: readonly Judgement[]): Judgements {
  const whole = (key: keyof Judgement) => Int32Array.from(rows, (row) => row[key]);
  return {
    item: whole("item"),
    annotator: whole("annotator"),
    stratum: whole("stratum"),
    suggestion: whole("suggestion"),
    answer: whole("answer"),
    reference: whole("reference"),
    isAssisted: Uint8Array.from(rows, (row) => row.isAssisted),
    armProbability: Float64Array.from(rows, (row) => row.armProbability),
    activeSeconds: Float64Array.from(rows, (row) => row.activeSeconds),
  };
}

/** Judgements of one arm of one stratum, `equal` of them as suggested. */
function arm(
  stratum: number,
  isAssisted: number,
  count: number,
  equal: number,
  more: Partial<Judgement> = {},
): Judgement[] {
  return Array.from({ length: count }, (_, k) => ({
    item: 1000 * stratum + 200 * isAssisted + k,
    annotator: k % 4,
    stratum,
    suggestion: stratum,
    answer: k < equal ? stratum : 9,
    reference: stratum,
    isAssisted,
    armProbability: isAssisted ? 0.8 : 0.2,
    activeSeconds: isAssisted ? 2 : 3,
    ...more,
  }));
}

const published = [...arm(0, 1, 80, 68), ...arm(0, 0, 20, 14), ...arm(1, 1, 40, 26), ...arm(1, 0, 10, 4)];

describe("published strata", () => {
  it("A = .1833, standard error .0931 if independent", () => {
    const sums = (n: number, hits: number) => ({ weight: n, squares: n, hits });
    const { value, standardError } = stratifiedDifference([
      { judgements: 100, assisted: sums(80, 68), blind: sums(20, 14) },
      { judgements: 50, assisted: sums(40, 26), blind: sums(10, 4) },
    ]);
    expect(value).toBeCloseTo(0.18333333333333335, 14);
    expect(standardError).toBeCloseTo(0.0931322238063234, 14);
  });

  it("from judgements, with an interval", () => {
    const result = anchoring(columns(published), { random: createRandom(1) });
    expect(result.pull.estimate).toMatchObject({ value: expect.closeTo(0.18333333333333335, 12), n: 150 });
    // three Monte-Carlo standard errors of a standard deviation from 1,000 resamples, and what the weights of strata add
    expect(result.pull.minimumDetectableEffect).toBeCloseTo(2.8016 * 0.0931, 1);
    expect(result.pull.isTelling).toBe(false);
    // every suggestion is right here
    expect(result.benefit.estimate).toMatchObject({ value: expect.closeTo(0.18333333333333335, 12) });
    expect(result.netAccuracy.estimate).toMatchObject({ value: expect.closeTo(0.18333333333333335, 12) });
    expect(result.overReliance.estimate).toEqual({ undefinedBecause: "arm without judgements", n: 150 });
    expect(result.secondsSaved.estimate).toMatchObject({ value: 1, low: 1, high: 1 });
  });

  it.each([
    [0.8, 0.83, [15321, 8515, 6409, 5252]],
    [0.8, 0.85, [5468, 3012, 2246, 1805]],
    [0.7, 0.8, [1788, 981, 729, 581]],
    [0.05, 0.1, [1805, 1099, 901, 863]],
    [0.05, 0.15, [484, 312, 267, 275]],
    [0.2, 0.3, [1439, 834, 654, 581]],
  ])("judgements for %d -> %d", (blind, assisted, needed) => {
    expect([0.1, 0.2, 0.3, 0.5].map((blindShare) => judgementsNeeded({ blind, assisted, blindShare }))).toEqual(needed);
    expect(judgementsNeeded({ blind, assisted, blindShare: 0.5, designEffect: 2 })).toBeCloseTo(
      2 * (needed[3] ?? 0),
      -1,
    );
  });

  it("the detectable effect is 2.8 standard errors", () => {
    expect(minimumDetectableEffect(1)).toBeCloseTo(2.8015852, 6);
  });
});

describe("weights and strata", () => {
  it("judgements of certain arms do not enter", () => {
    const certain = arm(2, 1, 50, 50, { armProbability: 1 });
    const result = anchoring(columns([...published, ...certain]), { random: createRandom(1), resamples: 20 });
    expect(result).toMatchObject({ judgements: 150, leftOutStrata: 0, leftOutJudgements: 0 });
  });

  it("1 / arm probability undoes a change of the blind share between easy and hard items", () => {
    // hard items: half blind, nobody right; easy items: a fifth blind, all right; the suggestion does nothing
    const hard = [...arm(0, 1, 50, 0, { armProbability: 0.5 }), ...arm(0, 0, 50, 0, { armProbability: 0.5 })];
    const easy = [...arm(0, 1, 80, 80), ...arm(0, 0, 20, 20)];
    const result = anchoring(columns([...hard, ...easy]), { random: createRandom(1), resamples: 20 });
    expect(result.pull.estimate).toMatchObject({ value: expect.closeTo(0, 12) });
  });

  it("strata with an empty arm are left out and counted", () => {
    const result = anchoring(columns([...published, ...arm(4, 0, 7, 3)]), { random: createRandom(1), resamples: 20 });
    expect(result).toMatchObject({ judgements: 157, leftOutStrata: 1, leftOutJudgements: 7 });
    expect(result.pull.estimate).toMatchObject({ value: expect.closeTo(0.18333333333333335, 12) });
  });

  it("over-reliance looks at wrong suggestions, and only at known references", () => {
    const wrong = { reference: 8 };
    const rows = [...arm(0, 1, 40, 20, wrong), ...arm(0, 0, 40, 4, wrong), ...arm(0, 1, 30, 30, { reference: -1 })];
    const result = anchoring(columns(rows), { random: createRandom(2), resamples: 200 });
    expect(result.overReliance.estimate).toMatchObject({ value: expect.closeTo(0.4, 12) });
    expect(result.overReliance.isTelling).toBe(true);
    expect(result.benefit.estimate).toHaveProperty("undefinedBecause");
    expect(result.netAccuracy.estimate).toMatchObject({ value: expect.closeTo(0, 12) });
  });

  it("undefined without randomised judgements", () => {
    const { pull, secondsSaved } = anchoring(columns([]), { random: createRandom(1) });
    expect(pull).toEqual({ estimate: { undefinedBecause: "arm without judgements", n: 0 }, isTelling: false });
    expect(secondsSaved.estimate).toEqual({ undefinedBecause: "arm without judgements", n: 0 });
  });

  it("from ten annotators on they are resampled as well", () => {
    const many = published.map((row, k) => ({ ...row, annotator: k % 12 }));
    const { pull } = anchoring(columns(many), { random: createRandom(1), resamples: 50 });
    expect(pull.estimate).toMatchObject({ method: expect.stringContaining("items and annotators") });
  });
});

const judgement = fc.record({
  item: fc.nat(9),
  annotator: fc.nat(2),
  stratum: fc.nat(2),
  suggestion: fc.nat(2),
  answer: fc.nat(2),
  reference: fc.integer({ min: -1, max: 2 }),
  isAssisted: fc.nat(1),
  armProbability: fc.constantFrom(0.2, 0.5, 0.8, 1),
  activeSeconds: fc.integer({ min: 1, max: 20 }),
});

it("bounds, no NaN, no dependence on the order of judgements or the names of labels", () => {
  fc.assert(
    fc.property(fc.array(judgement, { maxLength: 40 }), (rows) => {
      const renamed = rows
        .map((row) => ({
          ...row,
          suggestion: 2 - row.suggestion,
          answer: 2 - row.answer,
          reference: row.reference < 0 ? -1 : 2 - row.reference,
        }))
        .reverse();
      const [own, other] = [rows, renamed].map((each) =>
        anchoring(columns(each), { random: createRandom(1), resamples: 20 }),
      );
      for (const key of ["netAccuracy", "secondsSaved", "pull", "overReliance", "benefit"] as const) {
        const [a, b] = [own?.[key].estimate, other?.[key].estimate];
        if (!a || !b || !isDefined(a) || !isDefined(b)) {
          expect(a).toEqual(b);
          continue;
        }
        expect(a.value).toBeCloseTo(b.value, 10);
        expect(Math.abs(a.value)).toBeLessThanOrEqual(key === "secondsSaved" ? 19 : 1 + 1e-12);
        expect([a.low, a.high].some((limit) => Number.isNaN(limit))).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});
