import { describe, expect, it, vi } from "vitest";
import { mediaError } from "./media-error";
import { InferenceError } from "./messages";
import type { ModelRunner } from "./model-runner";
import { NOT_STARTED } from "./model-status";
import { type ShardCalls, ShardTaker, type ShardWork } from "./shard-taker";
import { WorkerDied } from "./worker-channel";

const workOf = (leaseId: number, texts: string[], needsRestart = false): ShardWork => ({
  leaseId,
  modelId: 1,
  sha256: "a",
  needsRestart,
  items: texts.map((text, k) => ({ itemId: 10 * leaseId + k, text, image: null, audio: null, data: null })),
});

const FAILURES = new Map<string, Error>([
  ["broken", new InferenceError("decode", "not a picture")],
  ["gone", mediaError(404, "picture")],
  ["unreachable", mediaError(503, "picture")],
  ["crash", new InferenceError("bad-model", "the model is broken")],
  ["infinite", new InferenceError("non-finite", "not a number")],
  ["deadly", new WorkerDied("timeout", "no answer")],
]);

/** A model that knows the length of a text, unless it fails over it; after "last straw" it is off until it is tried again. */
function makeRunner() {
  const keys: string[] = [];
  let isOff = false;
  const runner: ModelRunner = {
    ensure: async () => {},
    predict: async ({ key, input, signal, wantsEmbedding }) => {
      await Promise.resolve();
      if (signal?.aborted) throw signal.reason;
      keys.push(key);
      const text = input.kind === "text" ? input.text : "";
      const isLastStraw = text === "last straw" && keys.filter((one) => one === key).length === 1;
      isOff ||= isLastStraw;
      const failure = isOff ? new InferenceError("timeout", "suggestions are off") : FAILURES.get(text);
      if (failure) throw failure;
      const embedding = wantsEmbedding ? Float32Array.of(text.length) : null;
      const probs = Float32Array.of(1 / (1 + text.length), 1 - 1 / (1 + text.length));
      return {
        probs,
        labels: ["a", "b"],
        provider: "wasm",
        runtimeVersion: "1",
        truncated: false,
        heard: null,
        embedding,
        ms: 4,
      };
    },
    status: () => (isOff ? { state: "off", reason: "it was started again three times" } : NOT_STARTED),
    overall: () => NOT_STARTED,
    subscribe: () => () => {},
    retry: vi.fn(() => {
      isOff = false;
    }),
    dispose: () => {},
  };
  return { runner, keys };
}

function makeTaker(list: ShardWork[], calls: Partial<ShardCalls> = {}) {
  const { runner, keys } = makeRunner();
  const queue = [...list];
  let idle: (() => void) | undefined;
  const isIdle = new Promise<void>((resolve) => {
    idle = resolve;
  });
  const all: ShardCalls = {
    claim: async () => ({ work: queue.shift() ?? null, running: 1, isRefused: false }),
    extend: async () => true,
    release: vi.fn(async () => {}),
    submit: vi.fn(async () => ({ outcome: "accepted" as const })),
    ...calls,
  };
  const taker = new ShardTaker({
    calls: all,
    runner,
    exclusively: (work) => work(),
    sleep: (_ms, signal) => {
      idle?.();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  });
  return { taker, calls: all, runner, keys, isIdle };
}

describe("a browser that takes shards", () => {
  it("computes one after the other and waits when there is no more", async () => {
    const { taker, calls, isIdle } = makeTaker([workOf(1, ["x", "yyy"]), workOf(2, ["z"])]);
    taker.start();
    await isIdle;
    expect(calls.submit).toHaveBeenCalledTimes(2);
    expect(calls.submit).toHaveBeenNthCalledWith(1, {
      leaseId: 1,
      provider: "wasm",
      runtimeVersion: "1",
      msPerItem: 4,
      probs: [Float32Array.of(0.5, 0.5), Float32Array.of(0.25, 0.75)],
      embeddings: [Float32Array.of(1), Float32Array.of(3)],
      unreadable: [],
    });
    expect(taker.state()).toMatchObject({ phase: "waiting", items: 3, provider: "wasm", msPerItem: 4 });
    taker.stop();
    expect(taker.state().phase).toBe("off");
  });

  it("starts the model anew for a check of its own, and never answers it from memory", async () => {
    const { taker, runner, keys, isIdle } = makeTaker([workOf(1, ["x"]), { ...workOf(2, ["x"], true) }]);
    taker.start();
    await isIdle;
    expect(runner.retry).toHaveBeenCalledTimes(1);
    expect(new Set(keys).size).toBe(2);
    taker.stop();
  });

  it.each([
    ["a broken one", ["x", "broken", "y"]],
    ["one whose file nobody gets", ["x", "gone", "y"]],
    ["one that gives no numbers", ["x", "infinite", "y"]],
    ["one that ends the thread", ["x", "deadly", "y"]],
    ["the first of all", ["infinite", "x", "y"]],
    ["several in a row", ["x", "infinite", "infinite", "deadly", "infinite"]],
  ])("names items that cannot be computed, and goes on: %s", async (_, texts) => {
    const { taker, calls, isIdle } = makeTaker([workOf(1, texts)]);
    taker.start();
    await isIdle;
    const unreadable = texts.flatMap((text, k) => (FAILURES.has(text) ? 10 + k : []));
    expect(calls.submit).toHaveBeenCalledWith(expect.objectContaining({ unreadable }));
    expect(taker.state().phase).toBe("waiting");
    taker.stop();
  });

  it("starts a model again that the deaths of its threads have switched off", async () => {
    const { taker, calls, runner, isIdle } = makeTaker([workOf(1, ["x", "deadly", "last straw", "y"])]);
    taker.start();
    await isIdle;
    expect(runner.retry).toHaveBeenCalledTimes(1);
    expect(calls.submit).toHaveBeenCalledWith(expect.objectContaining({ unreadable: [11] }));
    taker.stop();
  });

  it.each([
    ["the model fails", ["x", "crash"], "the model is broken"],
    ["the server cannot be reached", ["x", "unreachable"], "The server answered 503 for a picture."],
    ["the model has computed nothing yet", ["infinite", "broken", "infinite", "infinite", "x"], "not a number"],
    ["it computes nothing at all", ["deadly", "broken"], "no answer"],
  ])("gives the shard back when %s, and says why", async (_, texts, message) => {
    const { taker, calls, isIdle } = makeTaker([workOf(1, texts)]);
    taker.start();
    await isIdle;
    expect(calls.submit).not.toHaveBeenCalled();
    expect(calls.release).toHaveBeenCalledWith(1);
    expect(taker.state()).toMatchObject({ phase: "failed", message });
    taker.stop();
  });

  it("gives the shard back when it is stopped in the middle", async () => {
    const { taker, calls } = makeTaker([
      workOf(
        1,
        Array.from({ length: 50 }, () => "x"),
      ),
    ]);
    taker.subscribe(() => {
      if (taker.state().phase === "computing") taker.stop();
    });
    taker.start();
    await vi.waitFor(() => expect(calls.release).toHaveBeenCalledWith(1));
    expect(calls.submit).not.toHaveBeenCalled();
  });

  it("does not count what came too late", async () => {
    const { taker, isIdle } = makeTaker([workOf(1, ["x"])], { submit: async () => ({ outcome: "late" }) });
    taker.start();
    await isIdle;
    expect(taker.state().items).toBe(0);
    taker.stop();
  });
});
