import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { multiLabelRule } from "./multi-label-rule";

describe("multiLabelRule", () => {
  it("two answers that differ in one label are a conflict there", () => {
    expect(multiLabelRule([{ chosen: [0] }, { chosen: [0, 2] }], 3)).toMatchObject({
      posterior: [
        { value: 1, n: 2 },
        { value: 0, n: 2 },
        { value: 0.5, n: 2 },
      ],
      conflicts: [2],
      labels: null,
    });
  });

  it("four of five is no conflict, and neither is one of five", () => {
    const answers = [[0], [0], [0], [0, 1], []].map((chosen) => ({ chosen }));
    expect(multiLabelRule(answers, 2)).toMatchObject({ conflicts: [], labels: [0] });
  });

  it("no label may apply", () => {
    expect(multiLabelRule([{ chosen: [] }, { chosen: [] }], 2)).toMatchObject({ conflicts: [], labels: [] });
  });

  it("not considered is not no", () => {
    const answers = [{ chosen: [0], offered: [0] }, { chosen: [0, 1] }, { chosen: [0, 1] }];
    expect(multiLabelRule(answers, 2)).toMatchObject({
      posterior: [
        { value: 1, n: 3 },
        { value: 1, n: 2 },
      ],
      labels: [0, 1],
    });
    const once = [{ chosen: [0], offered: [0] }, { chosen: [0, 1] }];
    expect(multiLabelRule(once, 2)).toMatchObject({ conflicts: [], labels: null });
    const never = [
      { chosen: [0], offered: [0] },
      { chosen: [0], offered: [0] },
    ];
    expect(multiLabelRule(never, 2)).toMatchObject({
      posterior: [{ value: 1 }, { undefinedBecause: "no votes", n: 0 }],
      labels: [0],
    });
    expect(() => multiLabelRule([{ chosen: [1], offered: [0] }], 2)).toThrow("label 1 was not offered");
  });

  it("one answer resolves nothing, none is undefined", () => {
    expect(multiLabelRule([{ chosen: [0] }], 2)).toMatchObject({ conflicts: [], labels: null });
    expect(multiLabelRule([], 2)).toEqual({ undefinedBecause: "no votes", n: 0 });
  });

  it("does not depend on order; unanimous answers are taken over", () => {
    const chosen = fc.uniqueArray(fc.nat(3), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(chosen, { minLength: 2, maxLength: 6 }), (sets) => {
        const answers = sets.map((labels) => ({ chosen: labels }));
        expect(multiLabelRule(answers.toReversed(), 4)).toEqual(multiLabelRule(answers, 4));
        const same = answers.map(() => ({ chosen: sets[0] ?? [] }));
        expect(multiLabelRule(same, 4)).toMatchObject({
          labels: (sets[0] ?? []).toSorted((a, b) => a - b),
          conflicts: [],
        });
      }),
    );
  });
});
