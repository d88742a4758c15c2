import { InferenceError } from "./messages";
import type { ModelCache } from "./model-cache";

const MAX_BYTES = 512 * 1024 ** 2;

const failed = (message: string, detail: string | null = null) => new InferenceError("http", message, detail);

export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!("subtle" in crypto))
    throw new InferenceError(
      "http",
      "Models run on pages over https or on localhost only: this browser checks no file here.",
    );
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export interface ModelFetch {
  url: string;
  sha256: string;
  /** The page has the file already: a model that is tried before it is stored. */
  held?: Blob | undefined;
  cache: ModelCache;
  progress(phase: "fetch" | "verify", done: number, total: number): void;
}

/** The bytes of a model file, from the browser's cache or the server, and never others than its hash names. */
export async function fetchModel({ url, sha256, held, cache, progress }: ModelFetch): Promise<Uint8Array<ArrayBuffer>> {
  if (held) return readHeld(held, sha256);
  const kept = await cache.read(url);
  if (kept) {
    progress("verify", 0, kept.length);
    if ((await sha256Of(kept)) === sha256) return kept;
    await cache.remove(url);
  }
  const bytes = await download(url, (done, total) => progress("fetch", done, total));
  progress("verify", 0, bytes.length);
  if ((await sha256Of(bytes)) !== sha256)
    throw new InferenceError("hash", "The model file was changed on its way here, so it is not used.");
  await cache.write(url, bytes);
  return bytes;
}

async function readHeld(held: Blob, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  if (held.size > MAX_BYTES) throw new InferenceError("too-large", "The model is larger than 512 MB.");
  const bytes = new Uint8Array(
    await held.arrayBuffer().catch((error: unknown) => {
      throw failed("The chosen file cannot be read any more.", String(error));
    }),
  );
  if ((await sha256Of(bytes)) !== sha256)
    throw new InferenceError("hash", "The chosen file was changed since it was sent.");
  return bytes;
}

async function download(
  url: string,
  progress: (done: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url).catch((error: unknown) => {
    throw failed("The model file could not be fetched.", String(error));
  });
  if (!response.ok) throw failed(`The server answered ${response.status} to the request for the model file.`);
  if (/^text\/html/i.test(response.headers.get("content-type") ?? ""))
    throw new InferenceError("bad-model", "The server sent a web page instead of the model file.");
  const total = Number(response.headers.get("content-length") ?? 0);
  if (total > MAX_BYTES) throw new InferenceError("too-large", "The model is larger than 512 MB.");
  const parts: Uint8Array[] = [];
  let done = 0;
  try {
    for (const reader = response.body?.getReader(); reader; ) {
      const part = await reader.read();
      if (part.done) break;
      parts.push(part.value);
      done += part.value.length;
      if (done > MAX_BYTES) throw new InferenceError("too-large", "The model is larger than 512 MB.");
      progress(done, Math.max(total, done));
    }
  } catch (error) {
    throw error instanceof InferenceError
      ? error
      : failed("The model file was cut off on its way here.", String(error));
  }
  // a compressed answer has a length of its own
  if (total > 0 && done < total && !response.headers.get("content-encoding"))
    throw failed("The model file was cut off on its way here.");
  const bytes = new Uint8Array(done);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
