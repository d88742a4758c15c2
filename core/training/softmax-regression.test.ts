import { describe, expect, it } from "vitest";
import { predictSoftmaxRegression, softmaxInPlace, trainSoftmaxRegression } from "./softmax-regression";
import { textFeatures } from "./text-features";

const texts = ["good film", "great film", "a good day", "bad film", "awful film", "a bad day", "a film", "a day"];
const labels = [0, 0, 0, 1, 1, 1, 2, 2];
const training = {
  rows: texts.map((text) => textFeatures(text, 256)),
  labels,
  items: labels.map((_, i) => i),
  classes: 3,
  dims: 256,
  seed: 5,
  epochs: 40,
};

describe("trainSoftmaxRegression", () => {
  it("learns separable texts and generalises to their words", () => {
    const model = trainSoftmaxRegression(training);
    const best = (text: string) => {
      const probs = predictSoftmaxRegression(model, textFeatures(text, 256));
      return probs.indexOf(Math.max(...probs));
    };
    expect(texts.map(best)).toEqual(labels);
    expect(best("good great")).toBe(0);
    expect(best("awful bad")).toBe(1);
  });

  it("gives the same bytes for the same seed, others for another", () => {
    const weights = (seed: number) => trainSoftmaxRegression({ ...training, seed, epochs: 2 }).weights;
    expect(weights(5)).toEqual(weights(5));
    expect(weights(5)).not.toEqual(weights(6));
  });

  it("leaves the weights of absent features and of untrained items at zero", () => {
    const model = trainSoftmaxRegression({ ...training, items: [0] });
    const used = new Set(training.rows[0]?.indices);
    expect([...model.weights].every((w, at) => used.has(at % 256) === (w !== 0))).toBe(true);
  });

  it("can be stopped", () => {
    let seen = 0;
    const stop = () => {
      if (++seen === 3) throw new Error("stopped");
    };
    expect(() => trainSoftmaxRegression(training, stop)).toThrow("stopped");
  });
});

describe("softmaxInPlace", () => {
  it("does not overflow", () => {
    expect([...softmaxInPlace(Float64Array.of(1000, 1000, -1000))]).toEqual([0.5, 0.5, 0]);
    expect(softmaxInPlace(Float64Array.of(Math.log(1), Math.log(3)))[1]).toBeCloseTo(0.75, 15);
  });
});
