import { describe, expect, it } from "vitest";
import { Adam, cosineRate } from "./adam";

describe("Adam", () => {
  it("moves by the rate at the first step, whatever the size of the gradient", () => {
    const weights = Float32Array.of(1, 1, 1);
    new Adam(3).step(weights, Float32Array.of(0.5, -20, 0), { rate: 0.01, factor: 1 });
    expect(weights[0]).toBeCloseTo(0.99, 5);
    expect(weights[1]).toBeCloseTo(1.01, 5);
    expect(weights[2]).toBe(1);
  });

  it("gives the second step of the published rule", () => {
    const weights = Float32Array.of(0);
    const adam = new Adam(1);
    adam.step(weights, Float32Array.of(4), { rate: 0.1, factor: 0.25 });
    adam.step(weights, Float32Array.of(8), { rate: 0.1, factor: 0.25 });
    const mean = (0.9 * 0.1 * 1 + 0.1 * 2) / (1 - 0.9 ** 2);
    const square = (0.999 * 0.001 * 1 + 0.001 * 4) / (1 - 0.999 ** 2);
    expect(weights[0]).toBeCloseTo(-0.1 - (0.1 * mean) / Math.sqrt(square), 5);
  });

  it("finds the minimum of a parabola", () => {
    const weights = Float32Array.of(5, -3);
    const adam = new Adam(2);
    for (let t = 0; t < 2000; t++) {
      const gradient = weights.map((w, i) => 2 * (w - (i === 0 ? 1 : 2)));
      adam.step(weights, gradient, { rate: cosineRate(0.1, t / 2000), factor: 1 });
    }
    expect(weights[0]).toBeCloseTo(1, 3);
    expect(weights[1]).toBeCloseTo(2, 3);
  });
});

describe("cosineRate", () => {
  it("falls from the first rate to zero", () => {
    expect(cosineRate(2, 0)).toBe(2);
    expect(cosineRate(2, 0.5)).toBeCloseTo(1, 12);
    expect(cosineRate(2, 1)).toBe(0);
    expect(cosineRate(2, 3)).toBe(0);
  });
});
