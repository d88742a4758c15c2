import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softmax } from "../prediction/probabilities";
import { confidentJoint, noiseRates } from "./confident-joint";
import { goldenResult, goldenSet, isGoldenHere } from "./fixtures/golden-sets";

describe("a set worked by hand", () => {
  // given 0: .9, .8, .1 (mean .6); given 1: .7, .8 (mean .75)
  const probs = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7, 0.2, 0.8);
  const joint = confidentJoint(probs, [0, 0, 0, 1, 1], 2);

  it("has the mean self-confidence as thresholds and no guess below them", () => {
    expect(joint.thresholds[0]).toBeCloseTo(0.6, 14);
    expect(joint.thresholds[1]).toBeCloseTo(0.75, 14);
    expect([...joint.guesses]).toEqual([0, 0, 1, -1, 1]);
  });

  it("counts, calibrates to the given counts, and derives rates", () => {
    expect([...joint.raw]).toEqual([2, 1, 0, 1]);
    expect([...joint.calibrated]).toEqual([2, 1, 0, 2]);
    const rates = noiseRates(joint);
    expect(rates.labelErrorShare).toBe(0.2);
    expect([...rates.joint]).toEqual([0.4, 0.2, 0, 0.4]);
    expect([...rates.truePrior]).toEqual([0.4, 0.6]);
    expect(rates.givenFromTrue).toEqual([1, 1 / 3, 0, 2 / 3]);
    expect(rates.trueFromGiven).toEqual([2 / 3, 1 / 3, 0, 1]);
  });
});

it("a label nobody was given is never guessed; its row is undefined, not NaN", () => {
  const joint = confidentJoint(Float64Array.of(0.7, 0.1, 0.2, 0.1, 0.7, 0.2), [0, 1], 3);
  expect(joint.thresholds[2]).toBe(2);
  expect([...joint.guesses]).not.toContain(2);
  const rates = noiseRates(joint);
  expect(rates.trueFromGiven.slice(6)).toEqual([null, null, null]);
  expect(rates.givenFromTrue[2]).toBeNull();
});

it("several labels above their thresholds: argmax over all labels, ties to the lowest", () => {
  // thresholds .45 and .45: both reached by the first item
  const joint = confidentJoint(Float64Array.of(0.5, 0.5, 0.4, 0.6, 0.55, 0.45, 0.55, 0.45), [0, 0, 1, 1], 2);
  expect(joint.guesses[0]).toBe(0);
  // both reach .1 and .1: the argmax is the third label, although nobody was given it
  expect([...confidentJoint(Float64Array.of(0.1, 0.2, 0.7, 0.2, 0.1, 0.7), [0, 1], 3).guesses]).toEqual([2, 2]);
});

it("every row of the calibrated joint sums to the given count; order of items does not matter", () => {
  const items = fc.array(
    fc.record({
      logits: fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 3, maxLength: 3 }),
      given: fc.nat(2),
    }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(items, (rows) => {
      const of = (list: typeof rows) =>
        confidentJoint(
          Float64Array.from(list.flatMap(({ logits }) => [...softmax(logits)])),
          list.map((item) => item.given),
          3,
        );
      const joint = of(rows);
      for (let a = 0; a < 3; a++) {
        const row = joint.calibrated.subarray(3 * a, 3 * a + 3);
        expect(row.reduce((sum, count) => sum + count)).toBe(joint.givenCounts[a]);
      }
      expect(of([...rows].reverse()).calibrated).toEqual(joint.calibrated);
      expect(noiseRates(joint).joint.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    }),
  );
});

it("has nothing to estimate without items", () => {
  expect(() => noiseRates(confidentJoint(new Float64Array(0), [], 2))).toThrow(RangeError);
});

describe.skipIf(!isGoldenHere)("golden sets", () => {
  it.each(["mnist", "20news"] as const)("%s: thresholds, counts, joint and matrices equal cleanlab 2.9.0", (name) => {
    const { probs, given, classes } = goldenSet(name);
    const joint = confidentJoint(probs, given, classes);
    const close = (ours: Iterable<number | null>, theirs: unknown) => {
      const expected = (theirs as number[] | number[][]).flat();
      const values = [...ours];
      expect(values.length).toBe(expected.length);
      values.forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k] ?? Number.NaN, 12);
      });
    };
    close(joint.thresholds, goldenResult(name, "get_confident_thresholds"));
    const raw = goldenResult(name, "compute_confident_joint(labels, pred_probs, calibrate=False)") as number[][];
    // the recorded call adds 1 to an empty diagonal too
    expect([...joint.raw]).toEqual(raw.flat());
    expect([...joint.calibrated]).toEqual(
      (goldenResult(name, "compute_confident_joint(labels, pred_probs, calibrate=True)") as number[][]).flat(),
    );
    const rates = noiseRates(joint);
    expect(rates.labelErrorShare).toBeCloseTo(goldenResult(name, "1 - trace") as number, 13);
    close(rates.joint, goldenResult(name, "cleanlab.count.estimate_joint"));
    const matrices = goldenResult(name, "estimate_py_and_noise_matrices") as {
      py: number[];
      noise_matrix?: number[][];
      inverse_noise_matrix?: number[][];
    };
    close(rates.truePrior, matrices.py);
    // the two matrices are recorded for MNIST only; cleanlab's inverse is [true][given]
    if (matrices.noise_matrix) close(rates.givenFromTrue, matrices.noise_matrix);
    const inverse = matrices.inverse_noise_matrix;
    if (inverse)
      close(
        rates.trueFromGiven,
        Array.from(inverse, (_, a) => inverse.map((row) => row[a] ?? Number.NaN)),
      );
  });

  it("20news: row 3 has exact halves, rounded so that the sum stays", () => {
    const { probs, given, classes } = goldenSet("20news");
    const { calibrated } = confidentJoint(probs, given, classes);
    expect([...calibrated.subarray(60, 80)].filter((count) => count > 2)).toEqual([3, 381, 4]);
  });
});
