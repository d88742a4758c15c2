import { expect, it } from "vitest";
import { imageTensor } from "./tensor";
import { tensorPicture } from "./tensor-picture";

const pixels = { data: Uint8Array.from([255, 0, 51, 0, 102, 255]), width: 2, height: 1, channels: 3 as const };
const spec = { channels: "RGB", scale: 1 / 255, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], invert: false } as const;

it.each(["NCHW", "NHWC"] as const)("shows what a tensor in %s holds, and its range", (layout) => {
  const tensor = imageTensor(pixels, { ...spec, layout });
  const { rgba, low, high } = tensorPicture(tensor, { ...pixels, channels: "RGB", layout });
  expect([...rgba]).toEqual([255, 0, 51, 255, 0, 102, 255, 255]);
  expect([low, high]).toEqual([-1, 1]);
});

it("shows swapped colours as swapped, and grey as grey", () => {
  const swapped = imageTensor(pixels, { ...spec, channels: "BGR", layout: "NCHW" });
  const size = { width: 2, height: 1, layout: "NCHW" } as const;
  expect([...tensorPicture(swapped, { ...size, channels: "BGR" }).rgba.slice(0, 3)]).toEqual([51, 0, 255]);
  expect([...tensorPicture(Float32Array.from([0, 2]), { ...size, channels: "L" }).rgba]).toEqual([
    0, 0, 0, 255, 255, 255, 255, 255,
  ]);
  expect([...tensorPicture(Float32Array.from([3, 3]), { ...size, channels: "L" }).rgba.slice(0, 4)]).toEqual([
    0, 0, 0, 255,
  ]);
});
