import fc from "fast-check";
import { expect, it } from "vitest";
import { TextPositions, wordEdges } from "./text-positions";

const texts = fc.string({
  unit: fc.constantFrom("a", " ", "é", "🍐", "👩‍👩‍👧", "ß", "\n", "ش", "\ud83c"),
  maxLength: 30,
});

it("counts code points as the language does, there and back", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const positions = new TextPositions(text);
      const points = [...text];
      expect(positions.length).toBe(points.length);
      for (let k = 0; k <= points.length; k++) {
        expect(positions.unitOf(k)).toBe(points.slice(0, k).join("").length);
        expect(positions.pointOf(positions.unitOf(k))).toBe(k);
      }
      expect(positions.slice(0, positions.length)).toBe(text);
    }),
  );
});

it("an offset within a pair belongs to its character; offsets beyond are the ends", () => {
  const positions = new TextPositions("a🍐b");
  expect([0, 1, 2, 3, 4, 99, -1].map((unit) => positions.pointOf(unit))).toEqual([0, 1, 1, 2, 3, 3, 0]);
  expect(positions.unitOf(99)).toBe(4);
});

it("trims white space in code points", () => {
  const positions = new TextPositions("🍐  pears \n of");
  expect(positions.trimmed(1, 10)).toEqual({ start: 3, end: 8 });
  expect(positions.trimmed(8, 11)).toBeNull();
});

it("finds where words begin and end", () => {
  const text = "Pears, 🍐 of Ülm.";
  expect(wordEdges(text, new TextPositions(text))).toEqual([0, 5, 9, 11, 12, 15, 16]);
  expect(wordEdges("", new TextPositions(""))).toEqual([0]);
});
