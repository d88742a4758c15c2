import { describe, expect, it } from "vitest";
import { axisWeights, type Pixels, resample } from "./resample";

const weightsOf = (from: number, to: number, filter: "bilinear" | "bicubic") => {
  const { starts, counts, weights, stride } = axisWeights(from, to, filter);
  return [...starts].map((start, i) => [start, ...weights.subarray(i * stride, i * stride + (counts[i] ?? 0))]);
};

describe("axisWeights", () => {
  it("gives Pillow's integers", () => {
    expect(weightsOf(5, 3, "bilinear")).toEqual([
      [0, 2396745, 1797559, 0],
      [1, 932068, 2330169, 932068],
      [3, 1797559, 2396745],
    ]);
    expect(weightsOf(5, 3, "bicubic")).toEqual([
      [0, 2452055, 1871305, 0, -129056],
      [0, -156067, 1033945, 2438549, 1033945, -156067],
      [1, -129056, 0, 1871305, 2452055],
    ]);
    expect(weightsOf(3, 5, "bicubic")).toEqual([
      [0, 4510855, -316551],
      [0, 2723168, 1658941, -187805],
      [0, 0, 4194304, 0],
      [0, -187805, 1658941, 2723168],
      [1, -316551, 4510855],
    ]);
  });
});

describe("resample", () => {
  const image: Pixels = { data: Uint8Array.from([0, 50, 100, 150, 200, 250]), width: 3, height: 2, channels: 1 };

  it("returns a copy when nothing changes", () => {
    const same = resample(image, 3, 2, "bicubic");
    expect(same).toEqual(image);
    expect(same.data).not.toBe(image.data);
  });

  it("keeps a flat image flat at every size and filter", () => {
    const flat: Pixels = { data: new Uint8Array(7 * 5 * 3).fill(201), width: 7, height: 5, channels: 3 };
    for (const filter of ["bilinear", "bicubic", "nearest"] as const) {
      for (const [width, height] of [
        [1, 1],
        [13, 4],
        [7, 11],
      ] as const) {
        const resized = resample(flat, width, height, filter);
        expect(resized.data).toHaveLength(width * height * 3);
        expect(new Set(resized.data)).toEqual(new Set([201]));
      }
    }
  });

  it("takes the nearest pixel without mixing", () => {
    expect([...resample(image, 1, 1, "nearest").data]).toEqual([200]);
    expect([...resample(image, 6, 2, "nearest").data]).toEqual([0, 0, 50, 50, 100, 100, 150, 150, 200, 200, 250, 250]);
  });

  it("refuses an empty size", () => {
    expect(() => resample(image, 0, 2, "bilinear")).toThrow(RangeError);
  });
});
