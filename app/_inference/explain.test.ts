import { describe, expect, it } from "vitest";
import { type Explanation, explain } from "./explain";
import type { ModelRunner } from "./model-runner";
import type { PredictOptions } from "./prediction";

/** A model that says "good" by the share of a text's words that are "nice", and by whether the middle of a picture is there. */
function runnerOf(asked: PredictOptions[]): ModelRunner {
  const pGood = ({ input }: PredictOptions) => {
    if (input.kind === "recording") return input.without?.k === 4 ? 0.25 : 0.75;
    if (input.kind === "image") return input.without?.row === 3 && input.without.column === 3 ? 0.25 : 0.75;
    const words = (input.kind === "text" ? input.text : "").split(/\s+/).filter(Boolean);
    return words.filter((word) => word === "nice").length / Math.max(1, words.length);
  };
  return {
    ensure: async () => {},
    predict: async (options) => {
      options.signal?.throwIfAborted();
      asked.push(options);
      const p = pGood(options);
      return {
        probs: Float32Array.of(1 - p, p),
        labels: ["bad", "good"],
        provider: "wasm",
        runtimeVersion: "1",
        truncated: false,
        heard: options.input.kind === "recording" ? { from: 1, to: 6 } : null,
        embedding: null,
        ms: 1,
      };
    },
    status: () => ({ state: "off", reason: null }),
    overall: () => ({ state: "off", reason: null }),
    subscribe: () => () => {},
    retry: () => {},
    dispose: () => {},
  };
}

const common = { sha256: "a", key: "7", label: "good", signal: new AbortController().signal, onPart: () => {} };

describe("explain", () => {
  it("gives each word what the label loses without it", async () => {
    const asked: PredictOptions[] = [];
    const { base, drops, kind } = await explain(runnerOf(asked), {
      ...common,
      item: { kind: "text", text: "nice old nice car" },
    });
    expect([kind, base]).toEqual(["text", 0.5]);
    expect(drops.map((drop) => Number(drop?.toFixed(4)))).toEqual([0.1667, -0.1667, 0.1667, -0.1667]);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(5);
    expect(asked.every(({ priority }) => priority === 2)).toBe(true);
  });

  it("gives each square of a picture its own, the one that matters alone", async () => {
    const { drops, base } = await explain(runnerOf([]), { ...common, item: { kind: "image", url: "/x" } });
    expect(base).toBe(0.75);
    expect(drops.flatMap((drop, k) => (drop === 0 ? [] : [[k, drop]]))).toEqual([[24, 0.5]]);
  });

  it("gives each stretch of what is heard of a recording its own", async () => {
    const explanation = await explain(runnerOf([]), { ...common, item: { kind: "recording", url: "/x" } });
    expect(explanation).toMatchObject({ kind: "recording", heard: { from: 1, to: 6 }, base: 0.75 });
    expect(explanation.drops.flatMap((drop, k) => (drop === 0 ? [] : [[k, drop]]))).toEqual([[4, 0.5]]);
  });

  it("tells what it knows after every run, and ends with the signal", async () => {
    const stop = new AbortController();
    const parts: Explanation[] = [];
    const onPart = (part: Explanation) => {
      parts.push(part);
      if (parts.length === 4) stop.abort();
    };
    const running = explain(runnerOf([]), {
      ...common,
      item: { kind: "image", url: "/x" },
      signal: stop.signal,
      onPart,
    });
    await expect(running).rejects.toThrow(/abort/i);
    expect(parts.map(({ drops }) => drops.filter((drop) => drop !== null).length)).toEqual([0, 1, 2, 3]);
  });
});
