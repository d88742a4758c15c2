import { describe, expect, it, vi } from "vitest";
import { ModelCard } from "@/core/onnx/model-card";
import { ON_WASM } from "./execution-provider";
import { InferenceClient } from "./inference-client";
import { modelRunnerOver } from "./model-runner";
import type { CreateWorker } from "./worker-channel";

const [first, second] = ["a".repeat(64), "b".repeat(64)];
const file = (sha256: string) => ({ file: "f.onnx", sha256, bytes: 10 });
const card = ModelCard.parse({
  schemaVersion: 1,
  task: "text-classification",
  model: { folds: [file(first), file(second)] },
  input: { name: "input" },
  text: { hash: { kind: "fnv1a32", dims: 16, ngrams: [1, 2], maxTokens: 400 } },
  output: { name: "probs", kind: "probabilities" },
  labels: [
    { name: "Good", projectLabel: "good" },
    { name: "Other", projectLabel: null },
  ],
});

function open(readModel = vi.fn(async () => ({ card, files: [file(first), file(second)] }))) {
  const createWorker: CreateWorker = ({ message }) => ({
    postMessage(request) {
      const { id, epoch } = request;
      queueMicrotask(() => {
        if (request.kind === "boot")
          message({
            kind: "ready",
            id,
            epoch,
            provider: "wasm",
            build: "wasm",
            adapter: null,
            msWarmup: 1,
            timing: null,
          });
        else message({ kind: "result", id, epoch, key: "k", probs: Float32Array.of(0.5, 0.5), ms: 1, prepMs: 1 });
      });
    },
    terminate() {},
  });
  const client = new InferenceClient({ createWorker, chooseRuntime: async () => ON_WASM("test") });
  return { runner: modelRunnerOver({ readModel, client }), readModel };
}

describe("model runner", () => {
  it("reads a model's card once for all its folds and names the labels of each value", async () => {
    const { runner, readModel } = open();
    await Promise.all([runner.ensure(1, first), runner.ensure(1, second)]);
    expect(runner.overall()).toEqual({ state: "off", reason: null });
    const answer = await runner.predict({ sha256: second, key: "7", input: { kind: "text", text: "fine" } });
    expect(answer).toMatchObject({ labels: ["good", null], provider: "wasm" });
    expect([...answer.probs]).toEqual([0.5, 0.5]);
    expect(readModel).toHaveBeenCalledTimes(1);
    expect(runner.status(first).state).toBe("off");
    expect(runner.overall()).toBe(runner.status(second));
    runner.dispose();
  });

  it("asks again for a card that did not come", async () => {
    const readModel = vi.fn(async () => ({ card, files: [file(first)] }));
    readModel.mockRejectedValueOnce(new Error("offline"));
    const { runner } = open(readModel);
    await expect(runner.ensure(1, first)).rejects.toThrow("offline");
    await runner.ensure(1, first);
    await runner.predict({ sha256: first, key: "x", input: { kind: "text", text: "" } });
    expect(runner.overall().state).toBe("ready");
    runner.dispose();
  });
});
