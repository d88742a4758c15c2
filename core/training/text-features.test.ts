import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { denseTextFeatures, fnv1a32, textFeatures, tokenize } from "./text-features";

describe("fnv1a32", () => {
  it.each([
    ["", 0x811c9dc5],
    ["a", 0xe40c292c],
    ["b", 0xe70c2de5],
    ["foobar", 0xbf9cf968],
  ])("gives the published hash of %j", (text, hash) => {
    expect(fnv1a32(text)).toBe(hash);
  });
});

describe("tokenize", () => {
  it("keeps apostrophes, splits numbers, drops the rest", () => {
    expect(tokenize("Don't pay $5.99 -- 100% BAD!?")).toEqual([
      "don't",
      "pay",
      "$",
      "5",
      "99",
      "100",
      "%",
      "bad",
      "!",
      "?",
    ]);
  });

  it("stops at 400 tokens", () => {
    expect(tokenize("a ".repeat(500))).toHaveLength(400);
  });
});

describe("textFeatures", () => {
  it("hashes uni- and bigrams with log counts of unit length", () => {
    const { indices, values } = textFeatures("good good film");
    const index = (ngram: string) => fnv1a32(ngram) & 16383;
    const expected = ["ugood", "ufilm", "bgood good", "bgood film"].map(index).sort((a, b) => a - b);
    expect([...indices]).toEqual(expected);
    const length = Math.hypot(Math.log(3), Math.log(2), Math.log(2), Math.log(2));
    expect(values[indices.indexOf(index("ugood"))]).toBe(Math.fround(Math.log(3) / length));
    expect(values[indices.indexOf(index("bgood film"))]).toBe(Math.fround(Math.log(2) / length));
  });

  it("is empty for a text without tokens", () => {
    expect(textFeatures("— 梨 —").indices).toHaveLength(0);
    expect(denseTextFeatures("", 16)).toEqual(new Float32Array(16));
  });

  it("has unit length, ascending indices, and the same dense form", () => {
    const words = fc.array(fc.constantFrom("not", "bad", "at", "all", "!", "7", "éa"), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.constantFrom(16, 256, 16384), (parts, dims) => {
        const { indices, values } = textFeatures(parts.join(" "), dims);
        expect([...indices]).toEqual([...new Set(indices)].sort((a, b) => a - b));
        expect(Math.max(...indices)).toBeLessThan(dims);
        expect(Math.hypot(...values)).toBeCloseTo(1, 6);
        const dense = denseTextFeatures(parts.join(" "), dims);
        expect(dense.filter((value) => value !== 0)).toEqual(values);
      }),
    );
  });

  it.each([0, 3, 1000, 2 ** 25])("refuses %s dimensions", (dims) => {
    expect(() => textFeatures("a", dims)).toThrow(RangeError);
  });
});
