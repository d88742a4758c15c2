import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ordinalRule } from "./ordinal-rule";

describe("ordinalRule", () => {
  const rule = (answers: number[], maxAnswers = 4) => ordinalRule(answers, { classes: 5, maxAnswers });

  it.each<[string, number[], number, number | null, { isTie?: true; needsAnswer?: true; isConflict?: true }]>([
    ["one answer settles nothing", [3], 3, null, {}],
    ["two alike", [3, 3], 3, 3, {}],
    ["two one apart ask for another", [1, 2], 3, null, { needsAnswer: true }],
    ["two one apart, no more allowed: the lower", [2, 1], 2, 1, { isTie: true }],
    ["two further apart", [0, 2], 2, null, { isConflict: true }],
    ["median of three, settled though in conflict", [4, 0, 3], 3, 3, { isConflict: true }],
    ["four with equal middle answers", [0, 1, 1, 3], 4, 1, { isConflict: true }],
    ["four with middle answers one apart", [1, 1, 2, 2], 4, 1, { isTie: true }],
    ["four with middle answers two apart", [1, 1, 3, 3], 4, null, { isConflict: true }],
  ])("%s", (_, answers, maxAnswers, label, flags) => {
    expect(rule(answers, maxAnswers)).toMatchObject({
      label,
      isTie: false,
      needsAnswer: false,
      isConflict: false,
      ...flags,
    });
  });

  it("says nothing without answers and refuses an unknown class", () => {
    expect(rule([])).toEqual({ undefinedBecause: "no votes", n: 0 });
    expect(() => rule([5])).toThrow("label 5 is not in 0..4");
  });

  it("does not depend on order; the label is an answer between the extremes; shares sum to 1", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 2, max: 7 }),
        (answers, most) => {
          const resolution = rule(answers, most);
          expect(rule(answers.toReversed(), most)).toEqual(resolution);
          if ("undefinedBecause" in resolution) throw new Error(resolution.undefinedBecause);
          expect(resolution.posterior.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
          if (resolution.label !== null) expect(answers).toContain(resolution.label);
          expect(resolution.isConflict).toBe(Math.max(...answers) - Math.min(...answers) >= 2);
        },
      ),
    );
  });
});
