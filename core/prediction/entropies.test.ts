import fc from "fast-check";
import { expect, it } from "vitest";
import { entropies } from "./entropies";
import { softmax } from "./probabilities";
import { entropyNats, normalizedEntropy } from "./uncertainty";

it("from float32 and float64 is the entropy of each row to the last digits", () => {
  const logits = fc.array(fc.double({ min: -60, max: 60, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(logits, { minLength: 1, maxLength: 10 }), (rows) => {
      const exact = Float64Array.from(rows.flatMap((row) => [...softmax(row)]));
      for (const probs of [exact, Float32Array.from(exact)]) {
        const all = entropies(probs, 4);
        rows.forEach((_, i) => {
          expect(Math.abs((all[i] ?? 9) - entropyNats(probs.subarray(4 * i, 4 * i + 4)))).toBeLessThan(1e-14);
        });
      }
    }),
  );
});

it("is exactly 0 of one-hot rows, zeros, minus zero and subnormal numbers included", () => {
  expect([...entropies(Float32Array.of(1, 0, -0, 1), 2)]).toEqual([0, 0]);
  const tiny = Float32Array.of(1e-42, 1);
  expect(entropies(tiny, 2)[0]).toBeCloseTo(entropyNats(tiny), 20);
  expect(entropies(Float32Array.of(0.5, 0.5), 2)[0]).toBe(Math.LN2);
});

it("normalized: 1 of an even row, 0 of a one-hot one, not for one label", () => {
  expect(normalizedEntropy([1 / 3, 1 / 3, 1 / 3])).toBeCloseTo(1, 15);
  expect(normalizedEntropy([0, 1])).toBe(0);
  expect(normalizedEntropy([0.5, 0.3, 0.2])).toBeCloseTo(1.0296530140645737 / Math.log(3), 15);
  expect(() => normalizedEntropy([1])).toThrow(RangeError);
});
