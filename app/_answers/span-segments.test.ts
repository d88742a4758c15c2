import fc from "fast-check";
import { expect, it } from "vitest";
import { levelsOf, segmentsOf } from "./span-segments";

const span = fc
  .tuple(fc.nat(20), fc.integer({ min: 1, max: 8 }))
  .map(([start, length]) => ({ start, end: start + length, label: "a" }));

it("stretches cover the text once, and each knows the spans over it", () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 6 }), fc.array(fc.nat(30), { maxLength: 3 }), (spans, cuts) => {
      const segments = segmentsOf(spans, 30, cuts);
      expect(segments[0]?.start).toBe(0);
      expect(segments.at(-1)?.end).toBe(30);
      segments.slice(1).forEach((segment, k) => {
        expect(segment.start).toBe(segments[k]?.end);
      });
      for (const { start, end, over } of segments)
        for (let at = start; at < end; at++)
          expect([...over].sort()).toEqual(
            spans.flatMap((one, k) => (one.start <= at && at < one.end ? [k] : [])).sort(),
          );
      expect(segments.flatMap((segment) => segment.begins).sort()).toEqual(spans.map((_, k) => k).sort());
    }),
  );
});

it("overlapping spans never share a line, and apart from others a span takes the first", () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
      const levels = levelsOf(spans);
      spans.forEach((a, i) => {
        spans.forEach((b, j) => {
          if (i < j && a.start < b.end && b.start < a.end) expect(levels[i]).not.toBe(levels[j]);
        });
        const isAlone = spans.every((b, j) => i === j || a.start >= b.end || b.start >= a.end);
        if (isAlone) expect(levels[i]).toBe(0);
      });
    }),
  );
});
