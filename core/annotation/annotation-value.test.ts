import { describe, expect, it } from "vitest";
import { AnnotationValue, SubmittedAnswer } from "./annotation-value";

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

it("values are strict, and finite", () => {
  expect(AnnotationValue.safeParse({ label: "pear", labels: [] }).success).toBe(false);
  expect(AnnotationValue.safeParse({ boxes: [{ x: 0, y: 0, w: 0, h: 1, label: "pear" }] }).success).toBe(false);
  expect(AnnotationValue.safeParse({ boxes: [{ x: 0, y: 0, w: Infinity, h: 1, label: "pear" }] }).success).toBe(false);
  expect(AnnotationValue.safeParse({ spans: [{ start: 0.5, end: 2, label: "pear" }] }).success).toBe(false);
});
