import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabeledBox } from "../annotation/box";
import type { LabeledSpan } from "../annotation/span";
import { createRandom } from "../random";
import { isDefined } from "../statistics/estimate";
import { boxF1 } from "./box-f1";
import coefficients from "./fixtures/golden-coefficients.json";
import { spanF1 } from "./span-f1";

const random = () => createRandom(1);
const span = ([start, end, label]: (number | string)[]): LabeledSpan => ({
  start: Number(start),
  end: Number(end),
  label: String(label),
});
const box = ([x = 0, y = 0, right = 0, bottom = 0]: number[], label = "a"): LabeledBox => ({
  x,
  y,
  w: right - x,
  h: bottom - y,
  label,
});

describe("golden values (worked by hand)", () => {
  it("spans: exact 1/3, characters 20/36", () => {
    const { A, B, exact, overlap_characters: overlap } = coefficients.spans;
    const agreement = spanF1([[A.map(span), B.map(span)]], { random: random() });
    expect(agreement.exact).toEqual({ value: expect.closeTo(exact.f1, 14), n: 1, method: "span F1, exact" });
    expect(agreement.overlap).toMatchObject({ value: expect.closeTo(overlap.f1, 14) });
  });

  it("boxes: F1@.5 = 4/7, mean IoU .809", () => {
    const { A, B, mean_iou } = coefficients.boxes;
    const agreement = boxF1([[A.map((b) => box(b)), B.map((b) => box(b))]], { random: random() });
    expect(agreement.f1).toMatchObject({ value: expect.closeTo(coefficients.boxes["f1_at_0.5"], 14), n: 1 });
    expect(agreement.meanIou).toMatchObject({ value: expect.closeTo(mean_iou, 14), n: 2 });
  });

  it("boxes: the trap of greedy matching", () => {
    const { A, B, threshold, optimal_f1 } = coefficients.boxes.assignment_trap;
    const answers = [A.map((b) => box(b)), B.map((b) => box(b))];
    expect(boxF1([answers], { threshold, random: random() }).f1).toMatchObject({ value: optimal_f1 });
  });
});

it("labels: boxes match within their label, alpha of the labels on boxes matched without regard to it", () => {
  const [a, b, far] = [box([0, 0, 10, 10], "cat"), box([0, 0, 10, 10], "dog"), box([50, 50, 60, 60], "dog")];
  const { f1, labelAlpha, meanIou } = boxF1(
    [
      [
        [a, far],
        [b, far],
      ],
    ],
    { random: random() },
  );
  expect(f1).toMatchObject({ value: 0.5 });
  expect(meanIou).toMatchObject({ value: 1, n: 1 });
  // votes cat/dog and dog/dog: Do = 1/2 of 4 votes disagree, De = 2 x 1 x 3 / (4 x 3)
  expect(labelAlpha).toMatchObject({ value: expect.closeTo(1 - 0.5 / 0.5, 14), n: 2 });
});

it("undefined: no second answer, nothing marked, nothing matched", () => {
  expect(spanF1([[[]]], { random: random() }).exact).toEqual({ undefinedBecause: "no overlap", n: 0 });
  expect(spanF1([[[], []]], { random: random() })).toMatchObject({
    overlap: { undefinedBecause: "no variation", n: 0 },
    emptyPairs: 1,
  });
  expect(boxF1([[[], []], [[]]], { random: random() }).f1).toEqual({ undefinedBecause: "no variation", n: 0 });
  const apart = boxF1([[[box([0, 0, 1, 1])], [box([5, 5, 6, 6])]]], { random: random() });
  expect(apart).toMatchObject({
    f1: { value: 0, n: 1 },
    meanIou: { undefinedBecause: "no overlap", n: 0 },
    labelAlpha: { undefinedBecause: "no overlap", n: 0 },
  });
});

const spans = fc.array(
  fc
    .record({ start: fc.nat(20), length: fc.integer({ min: 1, max: 6 }), label: fc.constantFrom("x", "y") })
    .map(({ start, length, label }): LabeledSpan => ({ start, end: start + length, label })),
  { maxLength: 5 },
);

it("is 1 between equal answers, in 0..1, the same whoever is first, and counts characters as a set", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(spans, spans), { minLength: 1, maxLength: 6 }), (items) => {
      const agreement = spanF1(items, { random: random() });
      expect(
        spanF1(
          items.map(([a, b]) => [b, a]),
          { random: random() },
        ),
      ).toEqual(agreement);
      if (!isDefined(agreement.exact) || !isDefined(agreement.overlap)) return;
      expect(agreement.overlap.value).toBeLessThanOrEqual(1);
      expect(
        spanF1(
          items.map(([a]) => [a, [...a].reverse()]),
          { random: random() },
        ),
      ).toMatchObject(items.some(([a]) => a.length > 0) ? { exact: { value: 1 }, overlap: { value: 1 } } : {});
      const marks = (list: LabeledSpan[]) =>
        new Set(
          list.flatMap(({ start, end, label }) =>
            Array.from({ length: end - start }, (_, k) => `${label}${start + k}`),
          ),
        );
      let [shared, total] = [0, 0];
      for (const [a, b] of items) {
        shared += 2 * [...marks(a)].filter((mark) => marks(b).has(mark)).length;
        total += marks(a).size + marks(b).size;
      }
      expect(agreement.overlap.value).toBeCloseTo(shared / total, 12);
    }),
  );
});

it("has an interval from 50 items on, wider for clusters of copies", () => {
  const items = Array.from({ length: 100 }, (_, k) => {
    const a = [span([0, 5, "x"])];
    return [a, k % 20 < 6 ? [span([0, 6, "x"])] : a];
  });
  const byItem = spanF1(items, { random: random() }).exact;
  const byCluster = spanF1(items, { random: random(), cluster: items.map((_, k) => k % 20) }).exact;
  if (!isDefined(byItem) || !isDefined(byCluster)) throw new Error("undefined");
  expect(byItem.value).toBe(0.7);
  expect(byItem.method).toContain("BCa interval over items");
  expect(byCluster.method).toContain("over clusters");
  const width = ({ low = 0, high = 0 }) => high - low;
  expect(width(byCluster) / width(byItem)).toBeGreaterThan(1.6);
  expect(spanF1(items.slice(0, 49), { random: random() }).exact).not.toHaveProperty("low");
});
