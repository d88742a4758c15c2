import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseTwins, mixesScripts, parseLabelName } from "./label-name";

describe("parseLabelName", () => {
  it("applies NFC and trims, and says so", () => {
    expect(parseLabelName(" pe\u0302che\u00a0")).toEqual({ ok: true, name: "pêche", changed: true });
    expect(parseLabelName("T-shirt/top")).toEqual({ ok: true, name: "T-shirt/top", changed: false });
  });

  it.each(["null", "NaN", "true", "constructor", "__proto__", "toString", "0"])(
    "takes %s as a name like any other",
    (name) => {
      expect(parseLabelName(name)).toEqual({ ok: true, name, changed: false });
    },
  );

  it.each([
    ["", "empty"],
    ["\u00a0\t ", "empty"],
    ["a\u0000b", "U+0000"],
    ["a\u200bb", "U+200B"],
    ["a\u202eb", "U+202E"],
    ["\ufeffa", "U+FEFF"],
    ["so\u00adft", "U+00AD"],
    ["a\ud800", "lone surrogate"],
    ["x".repeat(201), "201 characters"],
    [7, "a number"],
    [null, "nothing"],
  ])("refuses %j", (raw, part) => {
    const parsed = parseLabelName(raw);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? "" : parsed.message).toContain(part);
  });

  it("counts characters, not UTF-16 units", () => {
    expect(parseLabelName("🍐".repeat(200)).ok).toBe(true);
    expect(parseLabelName("🍐".repeat(201)).ok).toBe(false);
  });

  it("gives a name that parses to itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        const parsed = parseLabelName(raw);
        if (parsed.ok) expect(parseLabelName(parsed.name)).toEqual({ ok: true, name: parsed.name, changed: false });
      }),
    );
  });
});

describe("warnings about names", () => {
  it("finds names that differ by case only", () => {
    expect(caseTwins(["Pear", "apple", "pear", "Pear"])).toEqual([["Pear", "pear"]]);
  });

  it("finds a Cyrillic letter in a Latin word, but not two words", () => {
    expect(mixesScripts("p\u0435ar")).toBe(true);
    expect(mixesScripts("pear груша")).toBe(false);
  });
});
