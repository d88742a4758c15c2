import fc from "fast-check";
import { expect, it } from "vitest";
import { benjaminiYekutieli } from "./multiplicity";

it("adjusts by rank, the number of tests and the harmonic sum", () => {
  const [first, second] = benjaminiYekutieli([0.01, 0.04]);
  expect(first).toBeCloseTo(0.03, 12);
  expect(second).toBeCloseTo(0.06, 12);
  expect(benjaminiYekutieli([])).toEqual([]);
  expect(benjaminiYekutieli([0.2])).toEqual([0.2]);
});

it("keeps the order, lies between p and 1, and does not depend on the order of tests", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), (values) => {
      const adjusted = benjaminiYekutieli(values);
      const reversed = benjaminiYekutieli(values.toReversed()).toReversed();
      values.forEach((p, at) => {
        expect(adjusted[at]).toBeGreaterThanOrEqual(p - 1e-15);
        expect(adjusted[at]).toBeLessThanOrEqual(1);
        expect(adjusted[at]).toBeCloseTo(reversed[at] as number, 12);
        values.forEach((q, other) => {
          if (p < q) expect(adjusted[at]).toBeLessThanOrEqual((adjusted[other] as number) + 1e-15);
        });
      });
    }),
  );
});
