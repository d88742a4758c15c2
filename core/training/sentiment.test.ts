import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { trainBaseline } from "./baseline-model";

type Row = { class: number | null; text: string };
const fixtures = join("node_modules", "sentiment", "test", "fixtures");
const rows = ["imdb", "yelp", "amazon"].flatMap((name): Row[] =>
  JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8")),
);
const sentences = rows.filter((row) => typeof row.class === "number");

describe("the text model on 3,000 real sentences", () => {
  it("reaches the cross-validated accuracy that is documented for it, 80.7 % within two points", () => {
    const texts = sentences.map(({ text }) => text);
    const labels = sentences.map((row) => row.class ?? -1);
    const projectLabels = ["negative", "positive"].map((name) => ({ key: name, name }));
    const { models } = trainBaseline({ kind: "text", texts, labels, groups: texts, projectLabels, folds: 5, seed: 1 });
    expect(models.reduce((sum, { n }) => sum + n, 0)).toBe(3000);
    const right = models.reduce((sum, { accuracy, n }) => sum + (accuracy ?? 0) * n, 0);
    expect(right / 3000).toBeGreaterThan(0.787);
    expect(right / 3000).toBeLessThan(0.827);
    for (const { onnx } of models) expect(onnx.length).toBeLessThan(132_000);
  });
});
