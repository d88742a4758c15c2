import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteRangeOf } from "./byte-range";

describe("byteRangeOf", () => {
  it.each([
    ["bytes=0-", { start: 0, end: 99 }],
    ["bytes=10-19", { start: 10, end: 19 }],
    ["bytes=90-500", { start: 90, end: 99 }],
    ["bytes=-5", { start: 95, end: 99 }],
    ["bytes=-500", { start: 0, end: 99 }],
    ["bytes=100-", "none"],
    ["bytes=-0", "none"],
    ["bytes=5-4", null],
    ["bytes=0-1,5-6", null],
    ["bytes=-", null],
    ["items=0-1", null],
    [null, null],
  ])("%s of 100 bytes", (header, range) => {
    expect(byteRangeOf(header, 100)).toEqual(range);
  });

  it("always lies inside the file", () => {
    fc.assert(
      fc.property(fc.option(fc.nat(300)), fc.option(fc.nat(300)), fc.integer({ min: 0, max: 200 }), (a, b, size) => {
        const range = byteRangeOf(`bytes=${a ?? ""}-${b ?? ""}`, size);
        if (range === null || range === "none") return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThanOrEqual(range.end);
        expect(range.end).toBeLessThan(size);
      }),
    );
  });
});
