import fc from "fast-check";
import { expect, it } from "vitest";
import coefficients from "./fixtures/golden-coefficients.json";
import { type MarkAnswer, summarizeMarks } from "./mark-summary";

const { A, B, jaccard } = coefficients.labelSets;
const labels = ["a", "b", "c", "d"];
const both = (first: MarkAnswer["value"], second: MarkAnswer["value"], item = 0): MarkAnswer[] => [
  { item, annotator: 0, value: first },
  { item, annotator: 1, value: second },
];

it("label sets: the golden answers", () => {
  const answers = A.flatMap((names: string[], item: number) =>
    both({ labels: names }, { labels: B[item] ?? [] }, item),
  );
  const summary = summarizeMarks(answers, { task: "multi-label", labels, seed: 1 });
  expect(summary.measures[1]?.estimate).toMatchObject({ value: expect.closeTo(jaccard, 13), n: A.length });
  expect(summary).toMatchObject({ items: A.length, pairableItems: A.length, votes: 2 * A.length, annotators: 2 });
  expect(summary.warnings.map((one) => one.code)).toEqual(["few-items"]);
  expect(summary.perLabel.map((row) => row.label)).toEqual([0, 1, 2, 3]);
});

it("spans: the golden answers, exact 1/3 and by characters 20/36, and per label", () => {
  const span = (start: number, end: number, label: string) => ({ start, end, label });
  const first = { spans: [span(0, 5, "per"), span(10, 15, "org"), span(20, 30, "loc")] };
  const second = { spans: [span(0, 5, "per"), span(10, 16, "org"), span(40, 45, "per")] };
  const summary = summarizeMarks(both(first, second), { task: "spans", labels: ["per", "org", "loc"], seed: 1 });
  expect(summary.measures.map(({ estimate }) => ("value" in estimate ? estimate.value : null))).toEqual([
    1 / 3,
    20 / 36,
  ]);
  expect(summary.perLabel).toMatchObject([
    { label: 0, votes: 2, estimate: { value: 2 / 3 } },
    { label: 1, votes: 2, estimate: { value: 0 } },
    { label: 2, votes: 1, estimate: { value: 0 } },
  ]);
});

it("boxes: F1, mean IoU of the matched ones and alpha of their labels", () => {
  const box = (x: number, label: string) => ({ x, y: 0, w: 10, h: 10, label });
  const answers = [
    ...both({ boxes: [box(0, "a")] }, { boxes: [box(1, "a")] }, 0),
    ...both({ boxes: [box(0, "b")] }, { boxes: [box(0, "b"), box(50, "a")] }, 1),
    ...both({ boxes: [] }, { boxes: [] }, 2),
  ];
  const { measures, emptyPairs } = summarizeMarks(answers, { task: "boxes", labels, seed: 1 });
  expect(measures.map(({ estimate }) => ("value" in estimate ? estimate.value : null))).toEqual([
    4 / 5,
    expect.closeTo((9 / 11 + 1) / 2, 12),
    1,
  ]);
  expect(emptyPairs).toBe(1);
});

it("says why there is no number", () => {
  const one = [{ item: 0, annotator: 0, value: { spans: [] } }];
  const summary = summarizeMarks(one, { task: "spans", labels, seed: 1 });
  expect(summary.measures[0]?.estimate).toEqual({ undefinedBecause: "no overlap", n: 0 });
  expect(summary.warnings.map((warning) => warning.code)).toEqual(["no-overlap"]);
});

it("everybody alike gives 1, in any order of answers", () => {
  const sets = fc.array(fc.subarray(labels), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(sets, (items) => {
      const answers = items.flatMap((names, item) => both({ labels: names }, { labels: [...names].reverse() }, item));
      const [masi] = summarizeMarks(answers, { task: "multi-label", labels, seed: 1 }).measures;
      const [turned] = summarizeMarks([...answers].reverse(), { task: "multi-label", labels, seed: 1 }).measures;
      expect(turned?.estimate).toEqual(masi?.estimate);
      if (masi && "value" in masi.estimate) expect(masi.estimate.value).toBeCloseTo(1, 12);
    }),
  );
});
