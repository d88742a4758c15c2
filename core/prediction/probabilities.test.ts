import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  argmax,
  checkProbabilities,
  isWithoutPrediction,
  normalizedRow,
  shortestFloat32,
  softmax,
} from "./probabilities";

describe("checkProbabilities", () => {
  it("stores the float32 of the given value, not divided by the sum", () => {
    const checked = checkProbabilities([0.5, 0.3, 0.195]);
    if (!checked.ok) throw new Error(checked.message);
    expect([...checked.values]).toEqual([0.5, Math.fround(0.3), Math.fround(0.195)]);
    expect(checked.sumError).toBeCloseTo(0.005, 12);
    expect(checked.clamped).toBe(0);
  });

  it("clamps and counts what is off by at most 1e-6", () => {
    const checked = checkProbabilities([-1e-6, 1 + 1e-6]);
    expect(checked).toEqual({ ok: true, values: Float32Array.of(0, 1), clamped: 2, sumError: expect.closeTo(0, 15) });
  });

  it.each<[string, unknown, Parameters<typeof checkProbabilities>[1], string]>([
    ["beyond the slack", [-2e-6, 1], {}, "probs-range"],
    ["percent", [90, 10], {}, "probs-range"],
    ["sum 1.02", [0.5, 0.52], {}, "probs-sum"],
    ["all zeros", [0, 0], {}, "probs-sum"],
    ["a missing value is never 0", [1, null], {}, "probs-incomplete"],
    ["an empty text is never 0", [1, ""], {}, "probs-incomplete"],
    ["a hole is never 0", [1, undefined], {}, "probs-incomplete"],
    ["true is never 1", [true, 0], {}, "probs-type"],
    ["a list is never 0", [[], 1], {}, "probs-type"],
    ["text", ["1", 0], {}, "probs-type"],
    ["not a number", [Number.NaN, 1], {}, "probs-type"],
    ["infinite", [Number.POSITIVE_INFINITY, 0], {}, "probs-type"],
    ["no list", { a: 1 }, {}, "probs-type"],
    ["wrong length", [0.5, 0.5], { classes: 3 }, "probs-length"],
    ["sparse file, sum still asked for", [0.5, null], { isAbsentZero: true }, "probs-sum"],
    ["multi-label still has a range", [0.5, 1.5], { sumTolerance: null }, "probs-range"],
  ])("refuses %s", (_, row, rule, code) => {
    expect(checkProbabilities(row, rule)).toMatchObject({ ok: false, code });
  });

  it("names the sum and asks the question", () => {
    expect(checkProbabilities([0.9, 0.47])).toMatchObject({ message: "probabilities sum to 1.37: logits or scores?" });
  });

  it("accepts the edge of the tolerance, a chosen one, sparse rows and multi-label rows", () => {
    expect(checkProbabilities([0.51, 0.5]).ok).toBe(true);
    expect(checkProbabilities([0.55, 0.5], { sumTolerance: 0.05 }).ok).toBe(true);
    expect(checkProbabilities([1, null], { isAbsentZero: true }).ok).toBe(true);
    expect(checkProbabilities([1, 1], { sumTolerance: null })).toMatchObject({ ok: true, sumError: 0 });
  });

  it("accepts every softmax as it is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -800, max: 800, noNaN: true }), { minLength: 2, maxLength: 20 }),
        (logits) => {
          const checked = checkProbabilities([...softmax(logits)]);
          if (!checked.ok) throw new Error(checked.message);
          expect(checked.clamped).toBe(0);
          expect(checked.sumError).toBeLessThan(1e-14);
        },
      ),
    );
  });
});

it("a row without any value is no prediction", () => {
  expect(isWithoutPrediction([null, "", undefined])).toBe(true);
  expect(isWithoutPrediction([null, 0])).toBe(false);
});

it("softmax does not overflow and keeps ratios", () => {
  expect([...softmax([1000, 1000])]).toEqual([0.5, 0.5]);
  expect([...softmax([-1000, 0])]).toEqual([0, 1]);
  const [a = 0, b = 0] = softmax([Math.log(3), 0]);
  expect(a / b).toBeCloseTo(3, 14);
});

it("argmax: ties to the lowest index", () => {
  expect([argmax([0.2, 0.4, 0.4]), argmax([1]), argmax([])]).toEqual([1, 0, -1]);
});

it("normalizedRow divides by the float64 sum", () => {
  expect([...normalizedRow([1, 3])]).toEqual([0.25, 0.75]);
  expect([...normalizedRow([0, 0])]).toEqual([0, 0]);
});

describe("shortestFloat32", () => {
  it.each([
    [Math.fround(0.94), "0.94"],
    [Math.fround(0.1234567890123), "0.12345679"],
    [1, "1"],
    [0, "0"],
    [0.5, "0.5"],
    [Math.fround(1e-9), "1e-9"],
  ])("%d is written %s", (x, text) => {
    expect(shortestFloat32(x)).toBe(text);
  });

  it("reads back as the same float32", () => {
    fc.assert(
      fc.property(fc.float({ min: 0, max: 1, noNaN: true }), (x) => {
        expect(Math.fround(Number(shortestFloat32(x)))).toBe(x === 0 ? 0 : x);
        expect(shortestFloat32(x).length).toBeLessThanOrEqual(17);
      }),
    );
  });
});
