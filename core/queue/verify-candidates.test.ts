import fc from "fast-check";
import { expect, it } from "vitest";
import { verifyCandidates } from "./verify-candidates";

const at = { queueSeed: 7, itemId: 3, annotatorId: 5, isOpen: () => true };
const pair = (given: number | null, probs: number[], isOpen = (_: number) => true) =>
  verifyCandidates({ ...at, given, probs, isOpen })?.toSorted((a, b) => a - b) ?? null;

it("sets the given label against the most probable one, else the two most probable", () => {
  expect(pair(0, [0.1, 0.2, 0.7])).toEqual([0, 2]);
  expect(pair(2, [0.1, 0.2, 0.7])).toEqual([1, 2]);
  expect(pair(null, [0.1, 0.2, 0.7])).toEqual([1, 2]);
  expect(pair(1, [0.5, 0, 0.5])).toEqual([0, 1]);
});

it("passes over labels that were retired", () => {
  expect(pair(0, [0.1, 0.2, 0.7], (label) => label !== 2)).toEqual([0, 1]);
  expect(pair(0, [0.1, 0.2, 0.7], (label) => label !== 0)).toEqual([1, 2]);
  expect(pair(0, [0.1, 0.2, 0.7], (label) => label === 0)).toBeNull();
});

it("the side is fixed per person and item, and tells nothing of the source", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (itemId, annotatorId) => {
      const ask = () => verifyCandidates({ ...at, itemId, annotatorId, given: 0, probs: [0, 1] });
      expect(ask()).toEqual(ask());
    }),
  );
  const sides = Array.from(
    { length: 4000 },
    (_, itemId) => verifyCandidates({ ...at, itemId, given: 0, probs: [0, 1] })?.[0] ?? 0,
  );
  const right = sides.reduce((sum, side) => sum + side, 0) / sides.length;
  expect(Math.abs(right - 0.5)).toBeLessThan(0.04);
});
