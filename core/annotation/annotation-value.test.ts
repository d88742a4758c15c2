import { describe, expect, it } from "vitest";
import { AnnotationValue, SubmittedAnswer, sameValue, valueSchemaOf } from "./annotation-value";

describe("SubmittedAnswer", () => {
  it("takes each kind with what belongs to it", () => {
    expect(SubmittedAnswer.parse({ kind: "label", value: { label: "pear" }, durationMs: 1200 })).toEqual({
      kind: "label",
      value: { label: "pear" },
      certainty: "sure",
      durationMs: 1200,
      note: null,
    });
    expect(SubmittedAnswer.parse({ kind: "flag", reason: "broken", durationMs: null }).kind).toBe("flag");
  });

  it.each([
    { kind: "label", durationMs: 1 },
    { kind: "skip", value: { label: "pear" }, durationMs: 1 },
    { kind: "flag", durationMs: 1 },
    { kind: "flag", reason: "boring", durationMs: 1 },
    { kind: "label", value: { label: "pear" }, durationMs: 86_400_001 },
    { kind: "label", value: { label: "pear" }, durationMs: 1.5 },
    { kind: "label", value: { label: "Pear" }, durationMs: 1 },
    { kind: "other", durationMs: 1 },
  ])("refuses %j", (answer) => {
    expect(SubmittedAnswer.safeParse(answer).success).toBe(false);
  });
});

describe("values", () => {
  it("are strict", () => {
    expect(AnnotationValue.safeParse({ label: "pear", labels: [] }).success).toBe(false);
    expect(sameValue({ label: "a" }, { label: "a" })).toBe(true);
    expect(sameValue({ label: "a" }, { label: "b" })).toBe(false);
  });

  it("are refused for tasks that are not there yet", () => {
    expect(valueSchemaOf("ordinal")).toBe(valueSchemaOf("single-label"));
    expect(() => valueSchemaOf("spans")).toThrow("spans");
  });
});
