import fc from "fast-check";
import { expect, it } from "vitest";
import { studentUpperTail } from "./student-t";

it.each([
  [0, 7, 0.5],
  [2.2281388519649385, 10, 0.025],
  [-2.2281388519649385, 10, 0.975],
  [6.313751514675044, 1, 0.05],
  [1.6972608865939587, 30, 0.05],
  [Number.POSITIVE_INFINITY, 5, 0],
  [Number.NEGATIVE_INFINITY, 5, 1],
])("P(T > %d) with %d degrees of freedom is %d", (t, degrees, tail) => {
  expect(studentUpperTail(t, degrees)).toBeCloseTo(tail, 10);
});

it("falls, and is the arctangent with one degree of freedom", () => {
  fc.assert(
    fc.property(fc.double({ min: -50, max: 50, noNaN: true }), fc.integer({ min: 1, max: 200 }), (t, degrees) => {
      expect(studentUpperTail(t + 0.1, degrees)).toBeLessThanOrEqual(studentUpperTail(t, degrees));
      expect(studentUpperTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 10);
    }),
  );
});
