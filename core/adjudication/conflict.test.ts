import fc from "fast-check";
import { expect, it } from "vitest";
import { answerCounts, conflictEntropyNats, isInConflict } from "./conflict";

const answers = fc.array(fc.constantFrom("cat", "dog", "__proto__", "constructor"), { maxLength: 8 });

it("counts answers, most frequent first, whatever a label is called", () => {
  expect(answerCounts(["dog", "cat", "__proto__", "cat"])).toEqual([
    ["cat", 2],
    ["__proto__", 1],
    ["dog", 1],
  ]);
  expect(answerCounts([])).toEqual([]);
});

it("is a conflict when answers differ, settled or not", () => {
  expect(isInConflict([])).toBe(false);
  expect(isInConflict(["cat"])).toBe(false);
  expect(isInConflict(["cat", "cat", "dog"])).toBe(true);
});

it("on a scale, neighbours are no conflict, two steps are", () => {
  const scale = ["low", "mid", "high", "top"];
  expect(isInConflict([], scale)).toBe(false);
  expect(isInConflict(["mid", "high", "high"], scale)).toBe(false);
  expect(isInConflict(["high", "low", "mid"], scale)).toBe(true);
});

it("entropy: zero without conflict, ln 2 for two against two", () => {
  expect(conflictEntropyNats(["cat", "dog"])).toBe(Math.LN2);
  expect(conflictEntropyNats(["cat", "cat"])).toBe(0);
  expect(conflictEntropyNats([])).toBe(0);
});

it("does not depend on the order of answers, and is positive exactly in a conflict", () => {
  fc.assert(
    fc.property(answers, (given) => {
      expect(answerCounts([...given].reverse())).toEqual(answerCounts(given));
      expect(conflictEntropyNats(given) > 0).toBe(isInConflict(given));
      expect(isInConflict(given)).toBe(new Set(given).size > 1);
    }),
  );
});
