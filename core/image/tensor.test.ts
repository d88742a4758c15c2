import { describe, expect, it } from "vitest";
import type { Pixels } from "./resample";
import { imageTensor, type TensorSpec, toGreyscale } from "./tensor";

const image: Pixels = { data: Uint8Array.from([255, 0, 0, 0, 128, 255]), width: 2, height: 1, channels: 3 };
const plain: TensorSpec = { layout: "NCHW", channels: "RGB", scale: 1, mean: [0, 0, 0], std: [1, 1, 1], invert: false };

describe("toGreyscale", () => {
  it("uses Pillow's integer weights", () => {
    expect([...toGreyscale(image).data]).toEqual([76, 104]);
    const white = Uint8Array.from([255, 255, 255]);
    expect([...toGreyscale({ data: white, width: 1, height: 1, channels: 3 }).data]).toEqual([255]);
  });
});

describe("imageTensor", () => {
  it("orders planes, pixels and channels", () => {
    expect([...imageTensor(image, plain)]).toEqual([255, 0, 0, 128, 0, 255]);
    expect([...imageTensor(image, { ...plain, layout: "NHWC" })]).toEqual([255, 0, 0, 0, 128, 255]);
    expect([...imageTensor(image, { ...plain, channels: "BGR" })]).toEqual([0, 255, 0, 128, 255, 0]);
    expect([...imageTensor(image, { ...plain, channels: "L", invert: true })]).toEqual([179, 151]);
  });

  it("repeats a greyscale image for a colour model", () => {
    const grey: Pixels = { data: Uint8Array.from([9]), width: 1, height: 1, channels: 1 };
    expect([...imageTensor(grey, plain)]).toEqual([9, 9, 9]);
  });

  it("computes in float32 step by step", () => {
    const spec: TensorSpec = { ...plain, channels: "L", scale: 1 / 255, mean: [0.286], std: [0.353] };
    const byte: Pixels = { data: Uint8Array.from([201]), width: 1, height: 1, channels: 1 };
    const f = Math.fround;
    expect(imageTensor(byte, spec)[0]).toBe(f(f(f(201 * f(1 / 255)) - f(0.286)) / f(0.353)));
    expect(imageTensor(byte, spec)[0]).toBeCloseTo((201 / 255 - 0.286) / 0.353, 6);
  });
});
