import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, compareCodePoints, murmur3 } from "./stable-hash";

describe("murmur3", () => {
  it("reproduces public test vectors", () => {
    expect(murmur3("", 0)).toBe(0);
    expect(murmur3("", 1)).toBe(0x514e28b7);
    expect(murmur3("", 0xffffffff)).toBe(0x81f16f39);
    expect(murmur3("a", 0x9747b28c)).toBe(0x7fa09ea6);
    expect(murmur3("aa", 0x9747b28c)).toBe(0x5d211726);
    expect(murmur3("aaa", 0x9747b28c)).toBe(0x283e0130);
    expect(murmur3("aaaa", 0x9747b28c)).toBe(0x5a97808a);
    expect(murmur3("Hello, world!", 0x9747b28c)).toBe(0x24884cba);
  });

  it("hashes UTF-8 bytes, not UTF-16 units", () => {
    expect(murmur3("ππππππππ", 0x9747b28c)).toBe(0xd58063c1);
  });

  it("gives the published hashes of the arms", () => {
    expect(murmur3("1:1", 1)).toBe(926861634);
    expect(murmur3("12345:67", 20251123)).toBe(625132123);
    expect(murmur3("item:12345", 20251123)).toBe(2621361604);
  });
});

describe("canonicalJson", () => {
  it("sorts keys by code point and leaves no whitespace", () => {
    expect(canonicalJson({ b: [1, null, "x y"], a: { d: true, c: -0 } })).toBe(
      '{"a":{"c":0,"d":true},"b":[1,null,"x y"]}',
    );
    expect(canonicalJson({ "\u{1f600}": 1, "\uffff": 2 })).toBe(`{"\uffff":2,"\u{1f600}":1}`);
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it("keeps a key named __proto__", () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":2}'))).toBe('{"__proto__":2,"b":1}');
  });

  it.each([
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [[undefined]],
    [new Array(1)],
    [undefined],
    [10n],
    [() => 1],
    [new Map()],
    [{ at: new Date(0) }],
  ])("refuses %s", (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it("reads back as the same value and does not depend on key order", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        const parsed: unknown = JSON.parse(text);
        expect(parsed).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(parsed)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
        expect(canonicalJson(Object.fromEntries(Object.entries(record).reverse()))).toBe(canonicalJson(record));
      }),
    );
  });
});

it("compareCodePoints agrees with comparing arrays of code points", () => {
  const points = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      const [left, right] = [points(a), points(b)];
      const at = left.findIndex((point, index) => point !== right[index]);
      const expected = at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected));
    }),
  );
});
