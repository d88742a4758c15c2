import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { fromFloat16 } from "@/core/onnx/float16";
import { ModelCard, type ModelCardInput } from "@/core/onnx/model-card";
import { ProtobufWriter } from "@/core/onnx/protobuf-writer";
import { softmax } from "@/core/prediction/probabilities";
import { toRgb } from "./decode-image";
import { imageInput } from "./model-input";
import { openSession } from "./model-session";
import { loadRuntime } from "./runtime";

const cardOf = (dtype: "float32" | "float16" | "uint8", image: Partial<NonNullable<ModelCardInput["image"]>> = {}) =>
  ModelCard.parse({
    schemaVersion: 1,
    task: "image-classification",
    model: { file: { file: "m.onnx", sha256: "a".repeat(64), bytes: 1 } },
    input: { name: "x", dtype },
    image: { width: 1, height: 1, fit: "stretch", ...image },
    output: { name: "logits", kind: "logits" },
    labels: ["red", "green", "blue"].map((name) => ({ name, projectLabel: name })),
  });
/** One pixel: red, green and blue differ. */
const pixel = { data: Uint8Array.of(250, 100, 10), width: 1, height: 1, channels: 3 as const };

describe("channels", () => {
  it("come as the card orders them, with the mean and deviation of each place", () => {
    const card = cardOf("float32", { channels: "BGR", scale: 1, mean: [10, 100, 200], std: [1, 1, 50] });
    expect([...imageInput(card, pixel).data]).toEqual([0, 0, 1]);
    const grey = imageInput(cardOf("uint8", { channels: "L" }), pixel);
    // (250 * 19595 + 100 * 38470 + 10 * 7471 + 2^15) >> 16
    expect([...grey.data]).toEqual([135]);
    expect(grey.dims).toEqual([1, 1, 1, 1]);
    expect([...imageInput(cardOf("uint8", { channels: "BGR" }), pixel).data]).toEqual([10, 100, 250]);
  });
});

describe("what is transparent", () => {
  const rgba = [200, 100, 0, 255, 200, 100, 0, 0, 200, 100, 1, 51];

  it.each([
    ["drop", [200, 100, 0, 200, 100, 0, 200, 100, 1]],
    // round((c * 51 + 255 * 204) / 255)
    ["white", [200, 100, 0, 255, 255, 255, 244, 224, 204]],
    ["black", [200, 100, 0, 0, 0, 0, 40, 20, 0]],
  ] as const)("with alpha %s", (alpha, expected) => {
    expect([...toRgb(rgba, alpha)]).toEqual(expected);
  });
});

/** `x` [N, 3, 1, 1] to `logits` [N, 3], both in half precision. */
function halfModel(): Uint8Array {
  const message = () => new ProtobufWriter();
  const value = (name: string, dims: readonly number[]) => {
    const shape = message().message(1, message().text(2, "N"));
    for (const dim of dims) shape.message(1, message().integer(1, dim));
    const tensor = message().integer(1, 10).message(2, shape);
    return message().text(1, name).message(2, message().message(1, tensor));
  };
  const graph = message()
    .message(1, message().text(1, "x").text(2, "logits").text(4, "Flatten"))
    .text(2, "half")
    .message(11, value("x", [3, 1, 1]))
    .message(12, value("logits", [3]));
  return message().integer(1, 8).message(7, graph).message(8, message().text(1, "").integer(2, 13)).finish();
}

describe("half precision", () => {
  const card = cardOf("float16", { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] });
  const exact = [250, 100, 10].map((byte, c) => {
    const [mean = 0, std = 1] = [card.image?.mean[c], card.image?.std[c]];
    return (byte / 255 - mean) / std;
  });

  it("is what goes in: eleven bits of each value", () => {
    const input = imageInput(card, pixel);
    expect(input.type).toBe("float16");
    const halves = input.type === "float16" ? [...input.data].map(fromFloat16) : [];
    expect(halves).toHaveLength(3);
    for (const [k, half] of halves.entries()) {
      const value = exact[k] ?? 0;
      expect(half).not.toBe(Math.fround(value));
      expect(Math.abs(half - value)).toBeLessThanOrEqual(2 ** -11 * Math.abs(value) + 1e-7);
    }
  });

  it("goes through the runtime and is read again", async () => {
    const installed = createRequire(import.meta.url).resolve("onnxruntime-web/wasm");
    const ort = await loadRuntime("wasm", `${pathToFileURL(dirname(installed)).href}/`);
    const session = await openSession(ort, { bytes: halfModel(), card, provider: "wasm" });
    const probs = await session.run(imageInput(card, pixel));
    const expected = softmax(exact);
    for (const [k, p] of probs.entries()) expect(Math.abs(p - (expected[k] ?? 9))).toBeLessThan(1e-3);
    await session.release();
  });
});
