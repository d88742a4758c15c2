import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeCallback } from "./safe-callback";

describe("safeCallback", () => {
  it("keeps paths of this server", () => {
    expect(safeCallback("/projects/clothes/errors?given=shirt")).toBe("/projects/clothes/errors?given=shirt");
    expect(safeCallback("/")).toBe("/");
  });

  it.each([
    null,
    undefined,
    "",
    "projects",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/a\nb",
    "/\t/evil.example",
    `/${"x".repeat(2001)}`,
  ])("sends %j home", (raw) => {
    expect(safeCallback(raw)).toBe("/");
  });

  it("never leaves the server", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        const path = safeCallback(`/${raw}`);
        expect(new URL(path, "http://here.invalid").origin).toBe("http://here.invalid");
      }),
    );
  });
});
