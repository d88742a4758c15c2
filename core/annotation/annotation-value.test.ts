import { expect, it } from "vitest";
import { AnnotationValue } from "./annotation-value";

it("values are strict, and finite", () => {
  expect(AnnotationValue.safeParse({ label: "pear", labels: [] }).success).toBe(false);
  expect(AnnotationValue.safeParse({ label: "Pear" }).success).toBe(false);
  expect(AnnotationValue.safeParse({ boxes: [{ x: 0, y: 0, w: 0, h: 1, label: "pear" }] }).success).toBe(false);
  expect(AnnotationValue.safeParse({ boxes: [{ x: 0, y: 0, w: Infinity, h: 1, label: "pear" }] }).success).toBe(false);
  expect(AnnotationValue.safeParse({ spans: [{ start: 0.5, end: 2, label: "pear" }] }).success).toBe(false);
});
