import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTimestamp, parseTimestamp } from "./timestamp";

describe("parseTimestamp", () => {
  it.each([
    ["2026-03-02T09:00:04.120Z", Date.UTC(2026, 2, 2, 9, 0, 4, 120)],
    ["2026-03-02T10:00:04.12+01:00", Date.UTC(2026, 2, 2, 9, 0, 4, 120)],
    ["2026-03-01 23:30:00-09:30", Date.UTC(2026, 2, 2, 9)],
    ["2024-02-29t00:00:00.1239z", Date.UTC(2024, 1, 29, 0, 0, 0, 123)],
  ])("reads %s", (text, expected) => {
    expect(parseTimestamp(text)).toBe(expected);
  });

  it.each([
    "2026-03-02T09:00:04",
    "2026-03-02",
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-03-02T24:00:00Z",
    "2026-03-02T09:60:00Z",
    "1969-12-31T23:59:59Z",
    "2101-01-01T00:00:00Z",
    "2026-03-02T09:00:00+24:00",
    " 2026-03-02T09:00:00Z",
    "02.03.2026",
    "1772442004120",
  ])("refuses %s", (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  it("reads what is written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2101, 0) - 1 }), (ms) => {
        expect(parseTimestamp(formatTimestamp(ms))).toBe(ms);
      }),
    );
  });
});
