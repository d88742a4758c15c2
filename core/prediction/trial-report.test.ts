import { describe, expect, it } from "vitest";
import { bestTrial, trialReport } from "./trial-report";

const labels = ["cat", "dog", null];
const item = (given: string | null, ...probs: number[]) => ({ given, probs });
const many = (n: number, make: (k: number) => ReturnType<typeof item>) => Array.from({ length: n }, (_, k) => make(k));

describe("trialReport", () => {
  it("counts what can be compared, and says what is confused with what", () => {
    const report = trialReport(
      [
        item("cat", 0.7, 0.2, 0.1),
        item("cat", 0.1, 0.8, 0.1),
        item("cat", 0.1, 0.85, 0.05),
        item("dog", 0.1, 0.2, 0.7),
        item("dog", 0, 1, 0),
        item(null, 0.6, 0.3, 0.1),
        item("horse", 0.6, 0.3, 0.1),
      ],
      labels,
    );
    expect(report.accuracy).toMatchObject({ value: 0.4, n: 5 });
    expect(report.histogram).toEqual([0, 0, 0, 0, 0, 0, 2, 2, 2, 1]);
    expect(report.confusions).toEqual([
      { given: "cat", predicted: "dog", count: 2 },
      { given: "dog", predicted: null, count: 1 },
    ]);
    expect(report.warnings).toEqual([]);
  });

  it("warns of certainty everywhere, though every label is right", () => {
    const sure = trialReport(
      many(40, (k) => (k % 2 ? item("cat", 0.999, 0.001, 0) : item("dog", 0, 1, 0))),
      labels,
    );
    expect(sure.accuracy).toMatchObject({ value: 1 });
    expect(sure.warnings).toEqual(["saturated"]);
    const almost = many(40, (k) => (k < 2 ? item("cat", 0.98, 0.02, 0) : item("cat", 1, 0, 0)));
    expect(trialReport(almost, labels).warnings).not.toContain("saturated");
  });

  it("warns of one class for everything, and of mere guessing", () => {
    const flat = trialReport(
      many(16, (k) => item(k % 2 ? "cat" : "dog", 0.5, 0.4, 0.1)),
      labels,
    );
    expect(flat.warnings).toEqual(["one-class", "not-better"]);
    const onlyCats = many(16, () => item("cat", 0.5, 0.4, 0.1));
    expect(trialReport(onlyCats, labels).warnings).toEqual([]);
  });

  it("has no accuracy without given labels, and draws nothing from few items", () => {
    expect(trialReport([item(null, 1, 0, 0)], labels)).toMatchObject({
      accuracy: { undefinedBecause: "no items" },
      warnings: [],
    });
  });
});

it("takes the more accurate preparation, and among equals one that is not certain of everything", () => {
  const soft = trialReport(
    many(20, (k) => (k % 2 ? item("cat", 0.8, 0.1, 0.1) : item("dog", 0.1, 0.8, 0.1))),
    labels,
  );
  const hard = trialReport(
    many(20, (k) => (k % 2 ? item("cat", 1, 0, 0) : item("dog", 0, 1, 0))),
    labels,
  );
  const wrong = trialReport(
    many(20, (k) => (k % 2 ? item("dog", 0.8, 0.1, 0.1) : item("cat", 0.1, 0.8, 0.1))),
    labels,
  );
  expect(bestTrial([wrong, hard, soft])).toBe(2);
  expect(bestTrial([wrong])).toBe(0);
});
