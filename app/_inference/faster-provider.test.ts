import { expect, it } from "vitest";
import { fasterOf } from "./faster-provider";

it.each([
  [{ webgpu: 6, wasm: 23 }, "webgpu"],
  // EfficientNet on a fast card
  [{ webgpu: 1100, wasm: 80 }, "wasm"],
  // not by a fifth, once the build is taken into account
  [{ webgpu: 9, wasm: 13 }, "wasm"],
  [{ webgpu: 0.5, wasm: 0.5 }, "wasm"],
] as const)("%j: %s", (timing, faster) => {
  expect(fasterOf(timing)).toBe(faster);
});
