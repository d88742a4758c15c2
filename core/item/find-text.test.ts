import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countWhiteSpace, findInText, whiteSpaceRuns } from "./find-text";

const hits = (text: string, query: string, max?: number) =>
  findInText(text, query, max).map(({ start, end }) => text.slice(start, end));

describe("findInText", () => {
  it("ignores case and takes signs as they are", () => {
    expect(hits("Ab aB ab", "AB")).toEqual(["Ab", "aB", "ab"]);
    expect(hits("a.b axb (a.b)", "a.b")).toEqual(["a.b", "a.b"]);
    expect(hits("שלום עולם, שלום", "שלום")).toEqual(["שלום", "שלום"]);
    expect(hits("x", "")).toEqual([]);
    expect(hits("aaaa", "a", 2)).toHaveLength(2);
  });

  it("finds every piece of a text in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.nat(), fc.nat(), (text, a, b) => {
        const units = [...text];
        const piece = units.slice(a % units.length, (a % units.length) + 1 + (b % 5)).join("");
        expect(findInText(text, piece).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("whiteSpaceRuns", () => {
  const text = "a  b\t\tc\r\n\r\nd\u00a0e\u200bf\u2003 g";
  it("names each kind and covers nothing else", () => {
    const runs = whiteSpaceRuns(text);
    expect(runs.map(({ kind }) => kind)).toEqual([
      "space",
      "tab",
      "line break",
      "no-break space",
      "invisible",
      "other space",
      "space",
    ]);
    const rest = runs.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
    expect(rest).toBe("abcdefg");
  });

  it("counts characters, line breaks once", () => {
    expect(countWhiteSpace(text, whiteSpaceRuns(text))).toEqual([
      ["space", 3],
      ["tab", 2],
      ["line break", 2],
      ["no-break space", 1],
      ["other space", 1],
      ["invisible", 1],
    ]);
  });
});
