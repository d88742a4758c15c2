import { describe, expect, it } from "vitest";
import { parseExternalId } from "./external-id";

const codeOf = (raw: unknown, source?: string) => {
  const parsed = parseExternalId(raw, source);
  return parsed.ok ? parsed.id : parsed.code;
};

describe("parseExternalId", () => {
  it("keeps 007, 7 and 7.0 apart", () => {
    expect([codeOf("007"), codeOf("7"), codeOf(7, "7"), codeOf(7, "7.0")]).toEqual(["007", "7", "7", "id-not-exact"]);
  });

  it.each([
    [2 ** 53, "9007199254740993", "id-not-exact"],
    [9007199254740991, "9007199254740991", "9007199254740991"],
    [-0, "-0", "id-not-exact"],
    [1.5, "1.5", "id-not-exact"],
    [100, "1e2", "id-not-exact"],
    [-12, "-12", "-12"],
  ])("reads the number %s written %s as %s", (value, source, expected) => {
    expect(codeOf(value, source)).toBe(expected);
  });

  it.each([
    [undefined, "id-missing"],
    [null, "id-missing"],
    ["", "id-missing"],
    [" a", "id-invalid"],
    ["a\u200b", "id-invalid"],
    ["a\u0000", "id-invalid"],
    ["\ud800", "id-invalid"],
    [true, "id-invalid"],
    [["a"], "id-invalid"],
    ["x".repeat(257), "id-invalid"],
  ])("refuses %j as %s", (raw, code) => {
    expect(codeOf(raw)).toBe(code);
  });

  it("normalises to NFC and says so", () => {
    expect(parseExternalId("pe\u0302che")).toEqual({ ok: true, id: "pêche", changed: true });
  });
});
