import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softmax } from "./probabilities";
import { entropyNats, leastConfidence, margin } from "./uncertainty";

describe("golden rows (STATISTICS 2)", () => {
  it.each<[number[], number, number, number]>([
    [[0.5, 0.3, 0.2], 0.5, 0.2, 1.0296530140645737],
    [[1, 0, 0], 0, 1, 0],
    [[1 / 3, 1 / 3, 1 / 3], 2 / 3, 0, 1.0986122886681096],
    [[0.9, 0.1], 0.1, 0.8, 0.3250829733914482],
    [[0.9999, 0.0001, 0], 0.0001, 0.9998, 0.0010210290370309],
  ])("%j", (row, least, gap, entropy) => {
    expect(leastConfidence(row)).toBeCloseTo(least, 14);
    expect(margin(row)).toBeCloseTo(gap, 14);
    expect(entropyNats(row)).toBeCloseTo(entropy, 14);
  });
});

it("stays in range and does not depend on the order of labels", () => {
  const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(logits, (values) => {
      const row = softmax(values);
      const backwards = [...row].reverse();
      const classes = row.length;
      expect(leastConfidence(row)).toBeGreaterThanOrEqual(0);
      expect(leastConfidence(row)).toBeLessThanOrEqual(1 - 1 / classes + 1e-15);
      expect(entropyNats(row)).toBeLessThanOrEqual(Math.log(classes) + 1e-14);
      expect(leastConfidence(backwards)).toBe(leastConfidence(row));
      expect(margin(backwards)).toBe(margin(row));
      expect(entropyNats(backwards)).toBeCloseTo(entropyNats(row), 13);
    }),
  );
});

it("refuses a prediction over one label", () => {
  expect(() => margin([1])).toThrow(RangeError);
  expect(() => leastConfidence([])).toThrow(RangeError);
});
