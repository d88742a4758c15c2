import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import { SmallCnn, trainSmallCnn } from "./small-cnn";

const specs = [
  { filters: 2, kernel: 3, stride: 1 },
  { filters: 3, kernel: 2, stride: 2 },
];
const shape = { channels: 2, height: 6, width: 5 };
const randomImages = (n: number, random = createRandom(9)) =>
  Float32Array.from({ length: n * 60 }, () => random() * 2 - 1);

describe("SmallCnn", () => {
  it("has the parameters and features of its shape", () => {
    const cnn = new SmallCnn({ channels: 1, height: 28, width: 28 }, 10, createRandom(1));
    expect(cnn.parameters).toHaveLength(5142);
    expect(cnn.featureCount).toBe(256);
  });

  it("convolves as defined", () => {
    const cnn = new SmallCnn(shape, 2, createRandom(3), [{ filters: 2, kernel: 3, stride: 2 }]);
    const image = randomImages(1);
    const at = (c: number, y: number, x: number) => image[(c * 6 + y) * 5 + x] ?? 0;
    const expected: number[] = [];
    for (const filter of [0, 1]) {
      for (const y of [0, 1]) {
        for (const x of [0, 1]) {
          let sum = 0;
          for (const [c, ky, kx] of [0, 1].flatMap((c) =>
            [0, 1, 2].flatMap((ky) => [0, 1, 2].map((kx) => [c, ky, kx] as const)),
          )) {
            sum += (cnn.parameters[((filter * 2 + c) * 3 + ky) * 3 + kx] ?? 0) * at(c, y * 2 + ky, x * 2 + kx);
          }
          expected.push(Math.fround(Math.max(0, sum)));
        }
      }
    }
    cnn.forward(image);
    expect([...(cnn.layers[0]?.activations ?? [])].map((a, i) => a - (expected[i] ?? 0))).toEqual(
      expected.map(() => expect.closeTo(0, 6)),
    );
  });

  it("computes the gradient of the cross-entropy, checked by differences", () => {
    const cnn = new SmallCnn(shape, 3, createRandom(4), specs);
    const image = randomImages(1);
    const gradient = new Float32Array(cnn.parameters.length);
    cnn.forward(image);
    cnn.backward(1, gradient);
    const lossAt = (i: number, shift: number) => {
      const kept = cnn.parameters[i] ?? 0;
      cnn.parameters[i] = kept + shift;
      const loss = -Math.log(cnn.forward(image)[1] ?? 0);
      cnn.parameters[i] = kept;
      return loss;
    };
    const errors = [...gradient].map((g, i) => Math.abs((lossAt(i, 1e-3) - lossAt(i, -1e-3)) / 2e-3 - g));
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0.05);
    expect(errors.filter((error) => error > 2e-3)).toEqual([]);
  });

  it("refuses an image that is smaller than its kernels", () => {
    expect(() => new SmallCnn({ channels: 1, height: 8, width: 28 }, 2, createRandom(1))).toThrow("too small");
  });
});

describe("trainSmallCnn", () => {
  const bars = (n: number) => {
    const random = createRandom(11);
    const images = Float32Array.from({ length: n * 196 }, () => random() * 0.5);
    const labels = Array.from({ length: n }, (_, i) => i % 2);
    for (const [i, label] of labels.entries()) {
      const line = Math.floor(random() * 14);
      for (let k = 0; k < 14; k++) images[i * 196 + (label ? line * 14 + k : k * 14 + line)] = 1;
    }
    return { images, labels, shape: { channels: 1, height: 14, width: 14 }, classes: 2, seed: 2 };
  };

  it("tells horizontal from vertical bars it has not seen", () => {
    const data = bars(300);
    const cnn = trainSmallCnn({ ...data, items: Array.from({ length: 200 }, (_, i) => i), epochs: 20, batchSize: 8 });
    const right = data.labels.filter((label, i) => i >= 200 && (cnn.forward(data.images, i * 196)[label] ?? 0) > 0.5);
    expect(right.length).toBeGreaterThan(90);
  });

  it("gives the same weights for the same seed", () => {
    const data = { ...bars(20), items: [0, 1, 2, 3, 4, 5, 6], epochs: 2, batchSize: 3 };
    const batches: number[] = [];
    const first = trainSmallCnn(data, (n) => batches.push(n));
    expect(trainSmallCnn(data).parameters).toEqual(first.parameters);
    expect(trainSmallCnn({ ...data, seed: 3 }).parameters).not.toEqual(first.parameters);
    expect(batches).toEqual([3, 3, 1, 3, 3, 1]);
  });
});
