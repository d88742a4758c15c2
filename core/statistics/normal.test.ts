import fc from "fast-check";
import { expect, it } from "vitest";
import { normalCdf, normalQuantile, Z95 } from "./normal";

it("reproduces tabulated values to near machine precision", () => {
  // Abramowitz & Stegun, table 26.1 and 26.2; the tail from mpmath.
  const table: [number, number][] = [
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
    [-1, 0.158655253931457],
    [-5, 2.866515718791939e-7],
    [-10, 7.619853024160527e-24],
  ];
  for (const [x, share] of table) expect(Math.abs(normalCdf(x) / share - 1)).toBeLessThan(4e-15);
  expect(Math.abs(normalQuantile(0.975) - Z95)).toBeLessThan(4e-15);
  expect(Math.abs(normalQuantile(0.995) - 2.5758293035489004)).toBeLessThan(4e-15);
  expect(Math.abs(normalQuantile(1e-10) + 6.361340902404056)).toBeLessThan(1e-14);
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  expect(() => normalQuantile(1.1)).toThrow(RangeError);
});

it("is symmetric, rising, and inverted by the quantile", () => {
  fc.assert(
    fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (x) => {
      expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 14);
      expect(normalCdf(x + 0.01)).toBeGreaterThanOrEqual(normalCdf(x));
    }),
  );
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 0.5, noNaN: true }), (p) => {
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12);
    }),
  );
});
