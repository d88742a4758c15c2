import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitTokens, type TokenizedParts } from "./fit-tokens";

const shape = { maxLength: 6, padTo: "maxLength", padSide: "right", padId: 9 } as const;
const parts = (content: number[], before = [101], after = [102]): TokenizedParts => {
  const ids = [...before, ...content, ...after];
  return { ids, content, typeIds: ids.map(() => 0) };
};

describe("fitTokens", () => {
  it("fills up on the side that the tokenizer wants", () => {
    expect(fitTokens(parts([1, 2]), shape)).toEqual({
      ids: [101, 1, 2, 102, 9, 9],
      mask: [1, 1, 1, 1, 0, 0],
      typeIds: [0, 0, 0, 0, 0, 0],
      truncated: false,
    });
    expect(fitTokens(parts([1, 2]), { ...shape, padSide: "left" })).toMatchObject({
      ids: [9, 9, 101, 1, 2, 102],
      mask: [0, 0, 1, 1, 1, 1],
    });
    expect(fitTokens(parts([1, 2]), { ...shape, padTo: "longest" }).ids).toEqual([101, 1, 2, 102]);
    expect(fitTokens(parts([], [], []), { ...shape, padTo: "longest" }).ids).toEqual([9]);
  });

  it("cuts the text and keeps the special tokens around it", () => {
    expect(fitTokens(parts([1, 2, 3, 4, 5]), shape)).toMatchObject({ ids: [101, 1, 2, 3, 4, 102], truncated: true });
    expect(fitTokens(parts([1, 2, 3, 4, 5, 6], [], [7, 8]), shape).ids).toEqual([1, 2, 3, 4, 7, 8]);
    expect(fitTokens(parts([1, 2, 3], [5, 6], []), { ...shape, maxLength: 4 }).ids).toEqual([5, 6, 1, 2]);
    expect(fitTokens(parts([1, 2, 3, 4]), shape).truncated).toBe(false);
  });

  it("always has the length of the model, and never loses a special token", () => {
    const ids = fc.array(fc.nat(50), { maxLength: 40 });
    const special = fc.array(fc.integer({ min: 100, max: 103 }), { maxLength: 2 });
    fc.assert(
      fc.property(ids, special, special, fc.integer({ min: 4, max: 20 }), (content, before, after, maxLength) => {
        const fitted = fitTokens(parts(content, before, after), { ...shape, maxLength });
        expect([fitted.ids.length, fitted.mask.length, fitted.typeIds.length]).toEqual([
          maxLength,
          maxLength,
          maxLength,
        ]);
        const kept = fitted.ids.filter((_, k) => fitted.mask[k] === 1);
        expect(kept.slice(0, before.length)).toEqual(before);
        expect(kept.slice(kept.length - after.length)).toEqual(after);
        expect(kept.filter((id) => id < 100)).toEqual(content.slice(0, maxLength - before.length - after.length));
        expect(fitted.truncated).toBe(before.length + content.length + after.length > maxLength);
      }),
    );
  });
});
