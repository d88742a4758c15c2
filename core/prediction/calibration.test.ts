import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { votesWithModel } from "../consensus/fixtures/golden-votes";
import multiannotator from "../consensus/fixtures/multiannotator.json";
import { voteShares } from "../consensus/posterior";
import golden from "../quality/fixtures/estimators.json";
import { goldenSet, isGoldenHere } from "../quality/fixtures/golden-sets";
import { createRandom } from "../random";
import { isDefined } from "../statistics/estimate";
import { calibration, scorePredictions } from "./calibration";
import { thresholdByFixedSequence, thresholdBySgr } from "./guaranteed-threshold";
import { argmax } from "./probabilities";
import { brierScore, negativeLogLikelihood } from "./proper-scores";
import { riskCoverage } from "./selective-risk";
import { fitTemperature, oneHot, scaledByTemperature } from "./temperature";

const close = (value: number, digits = 12) => ({ value: expect.closeTo(value, digits) });

describe.skipIf(!isGoldenHere).each(["mnist", "20news"] as const)("golden set %s", (name) => {
  const { probs, given, classes } = isGoldenHere
    ? goldenSet(name)
    : { probs: new Float64Array(), given: new Uint8Array(), classes: 2 };
  const scored = scorePredictions(probs, given, classes);
  const { calib, aurc, sgr } = golden.sets[name];

  it("calibration", () => {
    const result = calibration(scored);
    if ("undefinedBecause" in result) throw new Error(result.undefinedBecause);
    expect(result.accuracy).toMatchObject(close(calib.accuracy));
    expect(result.meanConfidence).toMatchObject(close(calib.mean_conf));
    expect(result.expectedCalibrationError).toMatchObject(close(calib.ece15_mass));
    expect(result.bins).toEqual(
      calib.bins.map(([n = 0, confidence = 0, accuracy = 0]) => ({
        n,
        meanConfidence: expect.closeTo(confidence, 12),
        accuracy: expect.objectContaining(close(accuracy)),
      })),
    );
    expect(brierScore(probs, given, classes)).toMatchObject(close(calib.brier));
    // recorded for rows divided by their sum
    const divided = scaledByTemperature(probs, classes, 1);
    expect(negativeLogLikelihood(divided, given, classes)).toMatchObject(close(calib.nll_T1, 9));
  });

  it("temperature", () => {
    const fit = fitTemperature(probs, oneHot(given, classes), classes);
    if ("undefinedBecause" in fit) throw new Error(fit.undefinedBecause);
    expect(fit.temperature).toBeCloseTo(calib.T, 5);
    expect(fit.logLoss).toBeCloseTo(calib.nll_T, 10);
    expect(fit.logLossBefore).toBeCloseTo(calib.nll_T1, 12);
    const after = calibration(scorePredictions(scaledByTemperature(probs, classes, calib.T), given, classes));
    if ("undefinedBecause" in after) throw new Error(after.undefinedBecause);
    expect(after.expectedCalibrationError).toMatchObject(close(calib.ece15_mass_T, 9));
  });

  it("risk and coverage", () => {
    expect(riskCoverage(scored).area).toMatchObject(close(aurc));
  });

  it.each(["0.01", "0.02", "0.05", "0.1"] as const)("threshold for a risk of %s", (risk) => {
    const { fixed_sequence_50: fixed, ...rest } = sgr[risk];
    const { threshold, covered, errors, upper } = fixed.result;
    expect(thresholdByFixedSequence(scored, { risk: Number(risk) })).toEqual({
      threshold: expect.closeTo(threshold, 12),
      covered,
      errors,
      upper: expect.closeTo(upper, 12),
      tests: fixed.tested,
    });
    const [confidence = 0, n, wrong, bound = 0] = rest["bonferroni_binary_search [threshold, covered, errors, upper]"];
    expect(thresholdBySgr(scored, { risk: Number(risk), testsAll: false })).toEqual({
      threshold: expect.closeTo(confidence, 12),
      covered: n,
      errors: wrong,
      upper: expect.closeTo(bound, 12),
      tests: rest.tests,
    });
  });
});

describe("temperature for votes", () => {
  it.each(["tiny", "simulated-200x9"] as const)("%s: soft targets", (name) => {
    const { table, probs } = votesWithModel(name);
    const { T, nll_at_T, nll_at_1 } = multiannotator[name].soft_vote_temperature;
    const fit = fitTemperature(probs, voteShares(table), table.classes);
    if ("undefinedBecause" in fit) throw new Error(fit.undefinedBecause);
    expect(fit.temperature).toBeCloseTo(T, 5);
    expect(fit.logLoss).toBeCloseTo(nll_at_T, 9);
    expect(fit.logLossBefore).toBeCloseTo(nll_at_1, 12);
  });
});

describe("threshold with a guarantee", () => {
  const scoredBy = (n: number, isWrong: (at: number) => boolean) => ({
    confidence: Float64Array.from({ length: n }, (_, at) => (at + 1) / (n + 1)),
    isCorrect: Uint8Array.from({ length: n }, (_, at) => (isWrong(at) ? 0 : 1)),
  });

  it("says how many items are needed where no threshold passes", () => {
    expect(
      thresholdByFixedSequence(
        scoredBy(40, () => false),
        { risk: 0.05 },
      ),
    ).toEqual({ undefinedBecause: "no threshold", n: 40, itemsNeeded: 59 });
    expect(
      thresholdBySgr(
        scoredBy(40, () => true),
        { risk: 0.05 },
      ),
    ).toEqual({ undefinedBecause: "no threshold", n: 40, itemsNeeded: 59 });
    expect(
      thresholdByFixedSequence(
        scoredBy(0, () => false),
        { risk: 0.01 },
      ),
    ).toEqual({ undefinedBecause: "no items", n: 0, itemsNeeded: 299 });
  });

  it("without errors everything is covered, also by SGR, which tests that first", () => {
    expect(
      thresholdByFixedSequence(
        scoredBy(500, () => false),
        { risk: 0.05 },
      ),
    ).toMatchObject({ covered: 500, errors: 0 });
    expect(
      thresholdBySgr(
        scoredBy(500, () => false),
        { risk: 0.05 },
      ),
    ).toMatchObject({ covered: 500, errors: 0 });
    expect(
      thresholdBySgr(
        scoredBy(500, () => false),
        { risk: 0.05, testsAll: false },
      ),
    ).toMatchObject({ covered: 499 });
  });

  it("the risk of the threshold that is chosen is below r in at least 95 of 100 samples", () => {
    const random = createRandom(11);
    let broken = 0;
    for (let run = 0; run < 300; run++) {
      // the chance of an error at confidence c is 1 - c: the true risk above t is (1 - t) / 2
      const confidence = Float64Array.from({ length: 600 }, () => random());
      const isCorrect = Uint8Array.from(confidence, (c) => (random() < c ? 1 : 0));
      const chosen = thresholdByFixedSequence({ confidence, isCorrect }, { risk: 0.1 });
      if ("threshold" in chosen && (1 - chosen.threshold) / 2 > 0.1) broken++;
    }
    // .05 and three standard errors of 300 runs
    expect(broken / 300).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 300));
  });
});

const predictions = fc.array(
  fc.tuple(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 3, maxLength: 3 }), fc.integer({ min: -1, max: 2 })),
  { maxLength: 40 },
);

function rows(drawn: [number[], number][]) {
  const probs = Float64Array.from(
    drawn.flatMap(([row]) => row.map((value) => value / row.reduce((sum, other) => sum + other, 0))),
  );
  return { probs, reference: Int32Array.from(drawn, ([, label]) => label) };
}

describe("laws", () => {
  it("bounds; undefined without references; never NaN", () => {
    fc.assert(
      fc.property(predictions, (drawn) => {
        const { probs, reference } = rows(drawn);
        const n = reference.filter((label) => label >= 0).length;
        const result = calibration(scorePredictions(probs, reference, 3));
        if (n < 2) {
          expect(result).toEqual({ undefinedBecause: n === 0 ? "no items" : "too few items", n });
        } else if ("bins" in result) {
          expect(result.bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(n);
          expect(
            isDefined(result.expectedCalibrationError) && result.expectedCalibrationError.value,
          ).toBeLessThanOrEqual(1);
        }
        for (const [score, most] of [
          [brierScore(probs, reference, 3), 2],
          [negativeLogLikelihood(probs, reference, 3), 28],
        ] as const) {
          if (n === 0) expect(score).toEqual({ undefinedBecause: "no items", n: 0 });
          else expect(isDefined(score) && score.value >= 0 && score.value <= most).toBe(true);
        }
        const { area, covered, errors } = riskCoverage(scorePredictions(probs, reference, 3));
        expect(covered.at(-1) ?? 0).toBe(n);
        for (let at = 0; at < covered.length; at++) expect(errors[at]).toBeLessThanOrEqual(covered[at] as number);
        if (isDefined(area)) expect(area.value).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("temperature keeps the most probable label, sums and T = 1; scaling twice is scaling by the product", () => {
    fc.assert(
      fc.property(predictions, fc.double({ min: 0.2, max: 5, noNaN: true }), (drawn, temperature) => {
        const { probs } = rows(drawn);
        const scaled = scaledByTemperature(probs, 3, temperature);
        const back = scaledByTemperature(scaled, 3, 1 / temperature);
        for (let row = 0; row < probs.length; row += 3) {
          const own = scaled.subarray(row, row + 3);
          expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
          const best = argmax(probs.subarray(row, row + 3));
          expect(own[best]).toBeCloseTo(Math.max(...own), 12);
          for (let k = 0; k < 3; k++) expect(back[row + k]).toBeCloseTo(probs[row + k] as number, 9);
        }
      }),
    );
  });

  it("perfect predictions: no error, no risk", () => {
    const scored = scorePredictions([1, 0, 0, 1, 1, 0], [0, 1, 0], 2);
    expect(calibration(scored)).toMatchObject({ accuracy: { value: 1 }, expectedCalibrationError: { value: 0 } });
    expect(riskCoverage(scored).area).toMatchObject({ value: 0 });
    expect(riskCoverage(scorePredictions([], [], 2)).area).toEqual({ undefinedBecause: "no items", n: 0 });
    expect(fitTemperature([], [], 2)).toEqual({ undefinedBecause: "no items", n: 0 });
  });

  it("renaming labels changes nothing", () => {
    fc.assert(
      fc.property(predictions, (drawn) => {
        const { probs, reference } = rows(drawn);
        const renamed = rows(drawn.map(([row, label]) => [row.toReversed(), label < 0 ? -1 : 2 - label]));
        const [own, other] = [brierScore(probs, reference, 3), brierScore(renamed.probs, renamed.reference, 3)];
        if (isDefined(own) && isDefined(other)) expect(own.value).toBeCloseTo(other.value, 12);
      }),
    );
  });
});
