import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchModel } from "./fetch-model";
import type { ModelCache } from "./model-cache";

const bytes = Uint8Array.from({ length: 5_000 }, (_, i) => i % 251);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const url = `/api/models/${sha256}`;
const octets = { "content-type": "application/octet-stream", "content-length": "5000" };

function cacheOf(kept: Uint8Array<ArrayBuffer> | null) {
  const cache = { kept, removed: 0 };
  const modelCache: ModelCache = {
    read: async () => cache.kept,
    write: async (_, written) => {
      cache.kept = written;
    },
    remove: async () => {
      cache.removed++;
    },
  };
  return { cache, modelCache };
}
const answer = (respond: () => Response | Promise<Response>) =>
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => respond()),
  );
const ask = (modelCache: ModelCache, progress = vi.fn()) => fetchModel({ url, sha256, cache: modelCache, progress });

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("fetchModel", () => {
  it("fetches once, reports, and keeps the bytes", async () => {
    answer(() => new Response(bytes, { headers: octets }));
    const { cache, modelCache } = cacheOf(null);
    const progress = vi.fn();
    expect(await ask(modelCache, progress)).toEqual(bytes);
    expect(progress).toHaveBeenCalledWith("fetch", 5_000, 5_000);
    expect(progress).toHaveBeenLastCalledWith("verify", 0, 5_000);
    expect(cache.kept).toEqual(bytes);
    expect(await ask(modelCache)).toEqual(bytes);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("does not trust what the browser kept", async () => {
    answer(() => new Response(bytes, { headers: octets }));
    const { cache, modelCache } = cacheOf(bytes.slice(1));
    expect(await ask(modelCache)).toEqual(bytes);
    expect(cache.removed).toBe(1);
  });

  it.each([
    ["http", "no connection", () => Promise.reject(new TypeError("Failed to fetch"))],
    ["http", "not allowed", () => new Response("{}", { status: 403 })],
    ["http", "cut off", () => new Response(bytes.slice(0, 100), { headers: octets })],
    ["hash", "changed", () => new Response(bytes.slice().reverse(), { headers: octets })],
    [
      "bad-model",
      "a page to sign in",
      () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
    ],
    ["too-large", "too large", () => new Response(bytes, { headers: { ...octets, "content-length": "600000000" } })],
  ])("answers %s when the file is %s", async (code, _, respond) => {
    answer(respond);
    const { cache, modelCache } = cacheOf(null);
    await expect(ask(modelCache)).rejects.toMatchObject({ code });
    expect(cache.kept).toBeNull();
  });
});
