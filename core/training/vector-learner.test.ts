import { describe, expect, it } from "vitest";
import { argmax } from "../prediction/probabilities";
import { createRandom } from "../random";
import { trainBaseline } from "./baseline-model";
import { vectorScale } from "./vector-learner";

const ITEMS = 300;

/** Three clusters on a plane, the second dimension a thousand times the first; a third of noise; some values missing. */
function clusters(seed: number) {
  const random = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const labels = Array.from({ length: ITEMS }, (_, k) => k % 3);
  const centres = [
    [0, 0],
    [6, 0],
    [0, 6000],
  ] as const;
  const vectors = Float32Array.from(
    labels.flatMap((label) => {
      const [x, y] = centres[label] ?? [0, 0];
      const row = [x + normal(), y + 1000 * normal(), 7 + normal()];
      return random() < 0.1 ? [row[0], row[1], Number.NaN] : row;
    }) as number[],
  );
  return { labels, vectors, dims: 3 };
}

const train = (seed: number) =>
  trainBaseline({
    kind: "table",
    columns: ["x", "y", "noise"],
    ...clusters(3),
    groups: Array.from({ length: ITEMS }, (_, k) => k),
    projectLabels: ["a", "b", "c"].map((key) => ({ key, name: key })),
    folds: 3,
    seed,
  });

describe("the linear head", () => {
  it("separates what a line separates, whatever the units, out of sample", () => {
    const { probs, models, card } = train(1);
    const { labels } = clusters(3);
    const right = labels.filter((label, k) => argmax(probs.subarray(3 * k, 3 * k + 3)) === label).length;
    expect(right / ITEMS).toBeGreaterThan(0.96);
    expect(models).toHaveLength(3);
    expect(card).toMatchObject({ task: "tabular-classification", table: { columns: ["x", "y", "noise"] } });
    expect(probs.every(Number.isFinite)).toBe(true);
  });

  it("gives the same bytes for the same seed", () => {
    expect(train(5).models.map(({ onnx }) => Buffer.from(onnx).toString("base64"))).toEqual(
      train(5).models.map(({ onnx }) => Buffer.from(onnx).toString("base64")),
    );
  });
});

describe("the scale", () => {
  it("leaves missing values out", () => {
    expect(vectorScale({ vectors: Float32Array.of(1, 5, 3, Number.NaN, 5, 5), dims: 2 })).toEqual({
      mean: [3, 5],
      std: [Math.fround(Math.sqrt(8 / 3)), 1],
    });
  });

  it("refuses a dimension without any number", () => {
    expect(() => vectorScale({ vectors: Float32Array.of(1, Number.NaN), dims: 2 })).toThrow(RangeError);
  });
});
