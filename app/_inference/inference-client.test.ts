import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModelCard } from "@/core/onnx/model-card";
import type { RuntimeChoice } from "./execution-provider";
import type { FasterMemory, Timing } from "./faster-provider";
import { InferenceClient } from "./inference-client";
import type { InferenceCode, InferenceReply, InferenceRequest } from "./messages";
import type { ModelFile } from "./prediction";
import type { WorkerHandlers } from "./worker-channel";

const card = {} as ModelCard;
const fileOf = (sha256: string, bytes = 1_000): ModelFile => ({ sha256, url: `/api/models/${sha256}`, bytes, card });
const text = { kind: "text", text: "" } as const;
const onGpu: RuntimeChoice = { build: "jspi", provider: "webgpu", why: "a card" };

/** A worker that says only what the test lets it say. */
class FakeWorker {
  readonly requests: InferenceRequest[] = [];
  isTerminated = false;
  timing: Timing | null = null;
  constructor(readonly handlers: WorkerHandlers) {}
  postMessage(request: InferenceRequest) {
    this.requests.push(request);
  }
  terminate() {
    this.isTerminated = true;
  }
  get last(): InferenceRequest {
    const request = this.requests.at(-1);
    if (!request) throw new Error("nothing was asked");
    return request;
  }
  say(reply: InferenceReply) {
    this.handlers.message(reply);
  }
  async answer({ id, epoch, ...request }: InferenceRequest = this.last) {
    if (request.kind === "boot") {
      const { provider, build } = request;
      this.say({ kind: "ready", id, epoch, provider, build, adapter: null, msWarmup: 1, timing: this.timing });
    } else if (request.kind === "predict")
      this.say({ kind: "result", id, epoch, key: request.key, probs: Float32Array.of(0.25, 0.75), ms: 2, prepMs: 1 });
    else this.say({ kind: "disposed", id, epoch });
    await settled();
  }
  async refuse(code: InferenceCode, { id, epoch } = this.last) {
    this.say({ kind: "error", id, epoch, code, message: code, detail: null });
    await settled();
  }
  async progress(phase: "fetch" | "create" | "run", done = 0) {
    const { id, epoch } = this.last;
    this.say({ kind: "progress", id, epoch, phase, done, total: 100 });
    await settled();
  }
}

const settled = () => vi.advanceTimersByTimeAsync(0);

function open({
  choice = onGpu,
  isHidden = false,
  files = [fileOf("a")],
  faster,
}: {
  choice?: RuntimeChoice;
  isHidden?: boolean;
  files?: ModelFile[];
  faster?: FasterMemory;
} = {}) {
  const workers: FakeWorker[] = [];
  const visibility = { isHidden };
  const client = new InferenceClient({
    createWorker: (handlers) => {
      const worker = new FakeWorker(handlers);
      workers.push(worker);
      return worker;
    },
    chooseRuntime: async () => choice,
    isHidden: () => visibility.isHidden,
    ...(faster && { faster }),
  });
  for (const file of files) client.register(file);
  const worker = () => workers.at(-1) as FakeWorker;
  const ask = (key: string, options: Partial<Parameters<InferenceClient["predict"]>[0]> = {}) => {
    const promise = client.predict({ sha256: "a", key, input: text, ...options });
    promise.catch(() => undefined);
    return promise;
  };
  const booted = async () => {
    client.load("a").catch(() => undefined);
    await settled();
    await worker().answer();
  };
  return { client, workers, worker, ask, booted, visibility };
}
const keysOf = ({ requests }: FakeWorker) =>
  requests.flatMap((request) => (request.kind === "predict" ? [request.key] : []));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("order", () => {
  it("boots once, has one request under way, and takes the most urgent first", async () => {
    const { worker, ask } = open();
    const answers = [ask("background", { priority: 2 }), ask("next 1"), ask("next 2"), ask("current", { priority: 0 })];
    await settled();
    expect(worker().requests.map(({ kind }) => kind)).toEqual(["boot"]);
    await worker().answer();
    for (let n = 1; n <= 4; n++) {
      expect(worker().requests).toHaveLength(1 + n);
      await worker().answer();
    }
    // the first call found an idle client, so the background item was taken before the others were known
    expect(keysOf(worker())).toEqual(["background", "current", "next 1", "next 2"]);
    expect((await Promise.all(answers)).map(({ probs }) => [...probs])).toEqual(Array(4).fill([0.25, 0.75]));
  });

  it("joins two requests for one item and keeps its result", async () => {
    const { worker, ask, booted } = open();
    await booted();
    const [first, second] = [ask("busy"), ask("x")];
    const third = ask("x", { priority: 0 });
    const other = ask("y", { priority: 1 });
    await settled();
    for (let n = 0; n < 3; n++) await worker().answer();
    expect(keysOf(worker())).toEqual(["busy", "x", "y"]);
    expect(await third).toBe(await second);
    expect(await ask("x")).toBe(await second);
    await Promise.all([first, other]);
    expect(keysOf(worker())).toHaveLength(3);
  });

  it("drops an aborted item from the queue, and keeps the result of one under way", async () => {
    const { worker, ask, booted } = open();
    await booted();
    const [one, two] = [new AbortController(), new AbortController()];
    const running = ask("running", { signal: one.signal });
    const queued = ask("queued", { signal: two.signal });
    await settled();
    one.abort();
    two.abort();
    await expect(running).rejects.toThrow("abort");
    await expect(queued).rejects.toThrow("abort");
    await worker().answer();
    expect(keysOf(worker())).toEqual(["running"]);
    expect([...(await ask("running")).probs]).toEqual([0.25, 0.75]);
    await expect(ask("late", { signal: two.signal })).rejects.toThrow("abort");
  });

  it("gives every fold file a session of the same thread, and drops the oldest when they are too large", async () => {
    const large = 300 * 1024 ** 2;
    const { client, workers, worker } = open({ files: [fileOf("a", large), fileOf("b", 10), fileOf("c", large)] });
    for (const sha256 of ["a", "b", "c"]) {
      void client.load(sha256);
      await settled();
      await worker().answer();
    }
    await worker().answer();
    expect(workers).toHaveLength(1);
    expect(worker().requests.map(({ kind, sha256 }) => `${kind} ${sha256}`)).toEqual([
      "boot a",
      "boot b",
      "dispose a",
      "boot c",
    ]);
    expect(client.status("a")).toEqual({ state: "off", reason: null });
    expect(client.status("c").state).toBe("ready");
  });
});

describe("watchdog", () => {
  it("replaces a thread that gives no answer, on WASM, and sends the same item again", async () => {
    const { client, workers, worker, ask, booted } = open();
    await booted();
    const answer = ask("slow");
    await settled();
    await worker().progress("run");
    await vi.advanceTimersByTimeAsync(4_900);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(workers).toHaveLength(2);
    expect(workers[0]?.isTerminated).toBe(true);
    expect(worker().last).toMatchObject({ kind: "boot", provider: "wasm", build: "wasm" });
    expect(worker().last.epoch).toBeGreaterThan(workers[0]?.last.epoch ?? 0);
    await worker().answer();
    expect(worker().last).toMatchObject({ kind: "predict", key: "slow" });
    await worker().answer();
    expect((await answer).provider).toBe("wasm");
    expect(client.status("a")).toMatchObject({ state: "ready", provider: "wasm" });
  });

  it("does not hear a late answer of the thread before", async () => {
    const { workers, worker, ask, booted } = open();
    await booted();
    const answer = ask("slow");
    await settled();
    await worker().progress("run");
    await vi.advanceTimersByTimeAsync(5_100);
    const old = workers[0] as FakeWorker;
    const { id, epoch } = old.last;
    old.say({ kind: "result", id, epoch, key: "slow", probs: Float32Array.of(1, 0), ms: 1, prepMs: 0 });
    old.say({ kind: "error", id, epoch, code: "bad-model", message: "late", detail: null });
    old.handlers.failed("late");
    await settled();
    expect(workers).toHaveLength(2);
    await worker().answer();
    await worker().answer();
    expect([...(await answer).probs]).toEqual([0.25, 0.75]);
  });

  it("gives up a download only after 30 s without a byte", async () => {
    const { workers, worker, ask } = open();
    void ask("x");
    await settled();
    for (let done = 1; done <= 5; done++) {
      await worker().progress("fetch", done);
      await vi.advanceTimersByTimeAsync(25_000);
    }
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(workers).toHaveLength(2);
  });

  it("waits ten times as long as the model usually takes", async () => {
    const { workers, worker, ask, booted } = open();
    await booted();
    void ask("first");
    await settled();
    const { id, epoch } = worker().last;
    worker().say({ kind: "result", id, epoch, key: "first", probs: Float32Array.of(1, 0), ms: 2_000, prepMs: 0 });
    await settled();
    void ask("second");
    await settled();
    await worker().progress("run");
    await vi.advanceTimersByTimeAsync(19_000);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(workers).toHaveLength(2);
  });

  it("extends a deadline once when it passed on a hidden page", async () => {
    const { workers, worker, ask, booted } = open({ isHidden: true });
    await booted();
    void ask("x");
    await settled();
    await worker().progress("run");
    await vi.advanceTimersByTimeAsync(9_900);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(workers).toHaveLength(2);
  });
});

describe("restart", () => {
  it("keeps the provider after the first loss and takes WASM after the second", async () => {
    const { workers, worker, ask } = open();
    const answer = ask("x");
    await settled();
    worker().handlers.failed("gone");
    await settled();
    expect(worker().last).toMatchObject({ kind: "boot", provider: "webgpu" });
    await worker().answer();
    await worker().refuse("device-lost");
    expect(workers).toHaveLength(3);
    expect(worker().last).toMatchObject({ kind: "boot", provider: "wasm" });
    await worker().answer();
    await worker().answer();
    expect((await answer).provider).toBe("wasm");
  });

  it("is off after more than three in five minutes, says why, and starts again when asked to", async () => {
    const { client, workers, worker, ask } = open();
    const changes = vi.fn();
    client.subscribe(changes);
    const answers = [ask("x"), ask("y")];
    await settled();
    for (let n = 0; n < 4; n++) {
      worker().handlers.failed("gone");
      await settled();
    }
    expect(workers).toHaveLength(4);
    for (const answer of answers) await expect(answer).rejects.toThrow("off on this page");
    expect(client.status("a")).toMatchObject({ state: "off", reason: expect.stringContaining("gone") });
    await expect(ask("z")).rejects.toThrow("off on this page");
    expect(changes).toHaveBeenCalled();
    client.retry();
    expect(client.status("a")).toEqual({ state: "off", reason: null });
    const again = ask("z");
    await settled();
    await worker().answer();
    await worker().answer();
    expect((await again).provider).toBe("webgpu");
  });

  it("forgets restarts after five minutes", async () => {
    const { workers, worker, ask, client } = open();
    for (let n = 0; n < 6; n++) {
      void ask(`${n}`);
      await settled();
      worker().handlers.failed("gone");
      await settled();
      await worker().answer();
      await worker().answer();
      await vi.advanceTimersByTimeAsync(120_000);
    }
    expect(workers.length).toBeGreaterThan(6);
    expect(client.status("a").state).toBe("ready");
  });

  it("gives up an item that two threads died over, not the others", async () => {
    const { worker, ask, booted } = open();
    await booted();
    const answers = [ask("poison"), ask("good")];
    await settled();
    worker().handlers.failed("gone");
    await settled();
    await worker().answer();
    worker().handlers.failed("gone again");
    await settled();
    await expect(answers[0]).rejects.toThrow("gone again");
    await worker().answer();
    await worker().answer();
    expect((await answers[1])?.probs).toHaveLength(2);
  });
});

describe("refusals", () => {
  it.each(["http", "decode"] as const)("passes on that one item cannot be read (%s)", async (code) => {
    const { client, workers, worker, ask, booted } = open();
    await booted();
    const answers = [ask("broken"), ask("good")];
    await settled();
    await worker().refuse(code);
    await expect(answers[0]).rejects.toMatchObject({ code });
    await worker().answer();
    await answers[1];
    expect(workers).toHaveLength(1);
    expect(client.status("a").state).toBe("ready");
  });

  it.each(["hash", "bad-model", "too-large"] as const)("fails a model whose file is no good (%s)", async (code) => {
    const { client, worker, ask } = open({ files: [fileOf("a"), fileOf("b")] });
    const answers = [ask("x"), ask("y"), ask("z", { sha256: "b" })];
    await settled();
    await worker().refuse(code);
    for (const answer of answers.slice(0, 2)) await expect(answer).rejects.toMatchObject({ code });
    expect(client.status("a")).toEqual({ state: "failed", reason: code });
    await expect(ask("again")).rejects.toThrow(code);
    await worker().answer();
    await worker().answer();
    await answers[2];
  });

  it("asks for a file again when the server was out of reach", async () => {
    const { client, worker, ask } = open();
    const first = ask("x");
    await settled();
    await worker().refuse("http");
    await expect(first).rejects.toMatchObject({ code: "http" });
    await expect(ask("y")).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(16_000);
    const second = ask("y");
    await settled();
    await worker().answer();
    await worker().answer();
    await second;
    expect(client.status("a").state).toBe("ready");
  });

  it.each(["needs-f16", "non-finite", "unknown"] as const)("tries WASM when WebGPU cannot (%s)", async (code) => {
    const { worker, ask } = open();
    const answer = ask("x");
    await settled();
    await worker().refuse(code);
    expect(worker().last).toMatchObject({ kind: "boot", provider: "wasm" });
    await worker().answer();
    await worker().answer();
    expect((await answer).provider).toBe("wasm");
  });

  it("never fails a model for items that are blamed themselves", async () => {
    const { client, worker, ask, booted } = open({ choice: { build: "wasm", provider: "wasm", why: "" } });
    await booted();
    for (const key of ["1", "2", "3", "4"]) {
      const answer = ask(key, { blames: "item" });
      await settled();
      await worker().refuse("non-finite");
      await expect(answer).rejects.toMatchObject({ code: "non-finite" });
    }
    expect(client.status("a").state).toBe("ready");
  });

  it("fails a model after three answers in a row that are no probabilities", async () => {
    const { client, worker, ask, booted } = open({ choice: { build: "wasm", provider: "wasm", why: "" } });
    await booted();
    for (let n = 0; n < 3; n++) {
      const answer = ask(`${n}`);
      await settled();
      await worker().refuse("bad-output");
      await expect(answer).rejects.toMatchObject({ code: "bad-output" });
      expect(client.status("a").state).toBe(n < 2 ? "ready" : "failed");
    }
  });

  it("starts a file anew when it comes with another card", async () => {
    const { client, worker, ask, booted } = open();
    await booted();
    void ask("x");
    await settled();
    await worker().answer();
    client.register({ ...fileOf("a"), card: { ...card } });
    void ask("x");
    await settled();
    expect(worker().requests.map(({ kind }) => kind)).toEqual(["boot", "predict", "boot"]);
  });
});

describe("end", () => {
  it("frees the thread after half an hour without work", async () => {
    const { client, workers, worker, ask, booted } = open();
    await booted();
    await vi.advanceTimersByTimeAsync(29 * 60_000);
    expect(worker().isTerminated).toBe(false);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(worker().isTerminated).toBe(true);
    expect(client.status("a")).toEqual({ state: "off", reason: null });
    void ask("x");
    await settled();
    expect(workers).toHaveLength(2);
  });

  it("ends everything with the page", async () => {
    const { client, worker, ask, booted } = open();
    await booted();
    const answers = [ask("x"), ask("y")];
    await settled();
    client.dispose();
    for (const answer of answers) await expect(answer).rejects.toThrow("closed");
    expect(worker().isTerminated).toBe(true);
    await expect(ask("z")).rejects.toThrow("not open");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the faster provider", () => {
  const contest: RuntimeChoice = { ...onGpu, contest: "acme card" };
  const memoryOf = (kept: Map<string, "wasm" | "webgpu">): FasterMemory => ({
    read: (key) => kept.get(key) ?? null,
    write: (key, provider) => void kept.set(key, provider),
  });

  it("is timed once per model and card; where WASM wins, its own build takes over and is remembered", async () => {
    const kept = new Map<string, "wasm" | "webgpu">();
    const { client, workers, worker } = open({ choice: contest, faster: memoryOf(kept) });
    const loaded = client.load("a");
    await settled();
    expect(worker().last).toMatchObject({ kind: "boot", provider: "webgpu", contest: true });
    worker().timing = { webgpu: 50, wasm: 4 };
    await worker().answer();
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    expect(worker().last).toMatchObject({ kind: "boot", provider: "wasm", build: "wasm", contest: false });
    await worker().answer();
    await loaded;
    expect(client.status("a")).toMatchObject({
      state: "ready",
      provider: "wasm",
      why: expect.stringContaining("timed"),
    });
    expect([...kept.values()]).toEqual(["wasm"]);

    const next = open({ choice: contest, faster: memoryOf(kept) });
    next.client.load("a").catch(() => undefined);
    await settled();
    expect(next.worker().last).toMatchObject({ kind: "boot", provider: "wasm", contest: false });
  });

  it("stays the graphics card where that wins", async () => {
    const kept = new Map<string, "wasm" | "webgpu">();
    const { client, workers, worker } = open({ choice: contest, faster: memoryOf(kept) });
    const loaded = client.load("a");
    await settled();
    worker().timing = { webgpu: 5, wasm: 40 };
    await worker().answer();
    await loaded;
    expect(workers).toHaveLength(1);
    expect(client.status("a")).toMatchObject({ provider: "webgpu" });
    const next = open({ choice: contest, faster: memoryOf(kept) });
    next.client.load("a").catch(() => undefined);
    await settled();
    expect(next.worker().last).toMatchObject({ provider: "webgpu", contest: false });
  });

  it("is no question where the person has chosen", async () => {
    const { client, worker } = open({ faster: memoryOf(new Map()) });
    client.load("a").catch(() => undefined);
    await settled();
    expect(worker().last).toMatchObject({ contest: false });
  });
});
