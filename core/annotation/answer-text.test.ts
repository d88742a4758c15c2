import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnnotationValue } from "./annotation-value";
import { answerProblem } from "./answer-problem";
import { answerText, answerValue, answerWords, labelsNamed } from "./answer-text";

const key = fc.constantFrom("pear", "apple", "sticker");
const marks = fc.array(fc.record({ start: fc.nat(20), length: fc.integer({ min: 1, max: 9 }), label: key }));
const values: fc.Arbitrary<AnnotationValue> = fc.oneof(
  fc.record({ label: key }),
  fc.record({ labels: fc.uniqueArray(key) }),
  marks.map((list) => ({ spans: list.map(({ start, length, label }) => ({ start, end: start + length, label })) })),
  marks.map((list) => ({
    boxes: list.map(({ start, length, label }) => ({ x: start, y: 0, w: length, h: 1, label })),
  })),
);

it("reads back what it wrote, in a form that no order of marks changes", () => {
  fc.assert(
    fc.property(values, (value) => {
      const text = answerText(value);
      expect(answerText(answerValue(text))).toBe(text);
      expect(labelsNamed(answerValue(text)).sort()).toEqual(labelsNamed(value).sort());
      if ("spans" in value) expect(answerText({ spans: [...value.spans].reverse() })).toBe(text);
      if ("boxes" in value) expect(answerText({ boxes: [...value.boxes].reverse() })).toBe(text);
    }),
  );
});

it("says answers in words", () => {
  const words = (value: AnnotationValue) => answerWords(answerText(value), (name) => name.toUpperCase());
  expect(words({ label: "pear" })).toBe("PEAR");
  expect(words({ both: ["pear", "apple"] })).toBe("both APPLE and PEAR");
  expect(words({ labels: [] })).toBe("none applies");
  expect(words({ labels: ["pear", "apple"] })).toBe("APPLE, PEAR");
  expect(words({ spans: [] })).toBe("nothing marked");
  expect(words({ spans: [{ start: 0, end: 1, label: "pear" }] })).toBe("1 span: PEAR");
  const box = { x: 0, y: 0, w: 1, h: 1 };
  expect(words({ boxes: [box, { ...box, x: 3 }, { ...box, x: 9 }].map((one) => ({ ...one, label: "pear" })) })).toBe(
    "3 boxes: 3 PEAR",
  );
});

describe("answerProblem", () => {
  const limits = {
    task: "single-label" as const,
    allowsBoth: false,
    isLabel: (name: string) => name === "pear" || name === "apple",
    labels: 2,
    textLength: 10,
    image: { width: 20, height: 10 },
  };

  it.each<[string, Partial<typeof limits> & { task?: unknown }, AnnotationValue, string | null]>([
    ["a label", {}, { label: "pear" }, null],
    ["an unknown label", {}, { label: "plum" }, "label-unknown"],
    ["the answer of another task", {}, { labels: ["pear"] }, "value-invalid"],
    ["both, where nobody asked", {}, { both: ["pear", "apple"] }, "value-invalid"],
    ["both, to the verify question", { allowsBoth: true }, { both: ["pear", "apple"] }, null],
    ["twice the same as both", { allowsBoth: true }, { both: ["pear", "pear"] }, "value-invalid"],
  ])("%s", (_, change, value, code) => {
    expect(answerProblem(value, { ...limits, ...change } as typeof limits)?.code ?? null).toBe(code);
  });

  it.each<["multi-label" | "spans" | "boxes", AnnotationValue, string | null]>([
    ["multi-label", { labels: [] }, null],
    ["multi-label", { labels: ["pear", "pear"] }, "value-invalid"],
    ["multi-label", { labels: ["pear"], offered: 3 }, "value-invalid"],
    ["spans", { spans: [{ start: 0, end: 10, label: "pear" }] }, null],
    ["spans", { spans: [{ start: 0, end: 11, label: "pear" }] }, "value-invalid"],
    ["spans", { spans: [{ start: 4, end: 4, label: "pear" }] }, "value-invalid"],
    ["spans", { spans: [0, 0].map((start) => ({ start, end: 4, label: "pear" })) }, "value-invalid"],
    ["boxes", { boxes: [{ x: 10, y: 0, w: 10, h: 10, label: "apple" }] }, null],
    ["boxes", { boxes: [{ x: 11, y: 0, w: 10, h: 10, label: "apple" }] }, "value-invalid"],
    ["boxes", { boxes: [{ x: 1, y: 0, w: 1, h: 1, label: "plum" }] }, "label-unknown"],
  ])("%s: %j", (task, value, code) => {
    expect(answerProblem(value, { ...limits, task })?.code ?? null).toBe(code);
  });
});
