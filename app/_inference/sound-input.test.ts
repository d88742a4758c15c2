import { describe, expect, it } from "vitest";
import { wavTone } from "@/core/item/fixtures/wav-tone";
import { ModelCard, type ModelCardInput } from "@/core/onnx/model-card";
import { inputOf, partFor } from "./input-of";
import { withoutStretch, zeroInput } from "./model-input";
import { probeInput } from "./self-check";
import { recordingInput } from "./sound-input";

const cardOf = (audio: Partial<ModelCardInput["audio"]> = {}, input: Partial<ModelCardInput["input"]> = {}) =>
  ModelCard.parse({
    schemaVersion: 1,
    task: "audio-classification",
    model: { file: { file: "m.onnx", sha256: "0".repeat(64), bytes: 1 } },
    input: { name: "x", ...input },
    audio: { samplingRate: 8_000, samples: 4_000, ...audio },
    output: { name: "y", kind: "logits" },
    labels: ["low", "high"].map((name) => ({ name, projectLabel: name })),
  });
const wav = (seconds: number) => new Blob([new Uint8Array(wavTone({ hertz: 451, seconds }))]);

describe("a recording as a tensor", () => {
  it("has the shape and type of the card, a fixed batch filled up with silence", async () => {
    const { dims, type, data, truncated, heard } = await recordingInput(cardOf(), wav(0.25));
    expect({ dims, type, truncated, heard }).toEqual({
      dims: [1, 4_000],
      type: "float32",
      truncated: false,
      heard: { from: 0, to: 0.25 },
    });
    expect([...data.slice(2_000, 2_010)]).toEqual(new Array(10).fill(0));
    const other = await recordingInput(cardOf({ shape: "[N, 1, samples]" }, { dtype: "float16", batch: 2 }), wav(1));
    expect([other.dims, other.type, other.data.length]).toEqual([[2, 1, 4_000], "float16", 8_000]);
    expect([other.truncated, other.heard]).toEqual([true, { from: 0, to: 0.5 }]);
    expect(zeroInput(cardOf({ shape: "[N, 1, samples]" })).dims).toEqual([1, 1, 4_000]);
  });

  it("is the same from samples that the page decoded", async () => {
    const samples = Float32Array.from({ length: 800 }, (_, k) => Math.sin(k / 3) / 2);
    const { data } = await recordingInput(cardOf({ samples: 1_000 }), { rate: 8_000, channels: [samples, samples] });
    expect([...data.slice(0, 800)]).toEqual([...samples]);
  });

  it("that cannot be read is about the item, with the reason", async () => {
    const broken = recordingInput(cardOf(), new Blob(["no sound"]));
    await expect(broken).rejects.toMatchObject({ code: "decode", message: "This is not a WAV file." });
    await expect(recordingInput(cardOf(), { rate: 8_000, channels: [] })).rejects.toMatchObject({ code: "decode" });
  });

  it("loses one stretch of what is heard", async () => {
    const input = await recordingInput(cardOf(), wav(0.25));
    const silent = withoutStretch(cardOf(), input, { k: 1, of: 4 });
    const changed = [...silent.data].flatMap((value, k) => (value === input.data[k] ? [] : [k]));
    expect([changed[0], changed.at(-1)]).toEqual([500, 999]);
    expect(silent.data.slice(500, 1_000).every((value) => Number(value) === 0)).toBe(true);
  });

  it("has a probe that is not silent", () => {
    const { data } = probeInput(cardOf());
    expect(new Set(Array.from(data, Number)).size).toBeGreaterThan(3_000);
  });
});

describe("an item with a context", () => {
  const content = { image: "/i", audio: "/a", data: null, text: "words" };

  it("is read as the card says, one without as what it is", () => {
    expect(inputOf({ ...content, image: null, text: null })).toEqual({ kind: "recording", url: "/a" });
    expect(inputOf({ ...content, image: null, audio: null })).toEqual({ kind: "text", text: "words" });
    expect(inputOf(content)).toEqual({ kind: "content", content });
    expect(partFor(cardOf(), content)).toEqual({ kind: "recording", url: "/a" });
    expect(partFor({ image: null }, content)).toEqual({ kind: "text", text: "words" });
  });
});
