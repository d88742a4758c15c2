import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ON_WASM } from "./execution-provider";
import { prepareThread, takeThread } from "./spare-thread";

const onGpu = { build: "jspi", provider: "webgpu", why: "test" } as const;

class FakeThread extends EventTarget {
  readonly asked: unknown[] = [];
  isEnded = false;
  onerror = null;
  onmessage = null;
  onmessageerror = null;
  postMessage = (request: unknown) => void this.asked.push(request);
  terminate = () => {
    this.isEnded = true;
  };
}

const made: FakeThread[] = [];
const make = () => {
  const thread = new FakeThread();
  made.push(thread);
  return thread;
};
const prepare = (choice = ON_WASM("test")) => prepareThread(async () => choice, make);

beforeEach(() => {
  vi.useFakeTimers();
  made.length = 0;
});
afterEach(() => {
  // none is left for the next test
  takeThread(null, make);
  vi.useRealTimers();
});

describe("a thread that is started ahead", () => {
  it("loads the runtime once, is taken once, and the next one is new", async () => {
    await Promise.all([prepare(), prepare()]);
    expect(made.map(({ asked }) => asked)).toEqual([[{ kind: "prepare", build: "wasm" }]]);
    expect(takeThread("wasm", make)).toBe(made[0]);
    expect(takeThread("wasm", make)).toBe(made[1]);
    expect(made[1]?.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(made.some(({ isEnded }) => isEnded)).toBe(false);
  });

  it("is ended where another build is asked for", async () => {
    await prepareThread(async () => onGpu, make);
    expect(takeThread("wasm", make)).toBe(made[1]);
    expect(made[0]?.isEnded).toBe(true);
  });

  it("ends by itself when nothing takes it, or when it fails", async () => {
    await prepare();
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(made[0]?.isEnded).toBe(true);
    await prepare();
    made[1]?.dispatchEvent(new Event("error"));
    expect(made[1]?.isEnded).toBe(true);
    expect(takeThread("wasm", make)).toBe(made[2]);
  });
});
