const CACHE = "concord-models";

/** Model bytes kept by the browser, found by their SHA-256; a cache that fails is only slower. */
export interface ModelCache {
  read(url: string): Promise<Uint8Array<ArrayBuffer> | null>;
  write(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(url: string): Promise<void>;
}

const open = async () => {
  // absent on plain http outside this computer
  if (typeof caches === "undefined") return null;
  return caches.open(CACHE).catch(() => null);
};

export const modelCache: ModelCache = {
  async read(url) {
    try {
      const found = await (await open())?.match(url);
      return found ? new Uint8Array(await found.arrayBuffer()) : null;
    } catch {
      return null;
    }
  },
  async write(url, bytes) {
    try {
      const { quota = Number.POSITIVE_INFINITY, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
      if (bytes.length > (quota - usage) / 2) return;
      await (await open())?.put(url, new Response(bytes, { headers: { "content-type": "application/octet-stream" } }));
    } catch {
      // QuotaExceededError: the model is fetched again next time
    }
  },
  async remove(url) {
    await (await open())?.delete(url).catch(() => false);
  },
};

/** Frees what cached models take, for the menu of the model chip. */
export async function clearModelCache(): Promise<boolean> {
  return typeof caches === "undefined" ? false : caches.delete(CACHE);
}
