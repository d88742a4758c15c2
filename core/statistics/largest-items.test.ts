import fc from "fast-check";
import { expect, it } from "vitest";
import { LargestItems } from "./largest-items";

it("keeps what a sort keeps: the largest scores, of equal ones the earlier items; says what must be exceeded", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 80 }), fc.nat(12), (scores, size) => {
      const largest = new LargestItems(size);
      scores.forEach((score, item) => {
        const floor = largest.offer(item, score);
        const kept = scores.slice(0, item + 1).sort((a, b) => b - a);
        const full = size === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
        expect(floor).toBe(size > 0 ? (kept[size - 1] ?? full) : full);
      });
      const expected = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, size);
      expect([...largest.items()].sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
    }),
  );
});
