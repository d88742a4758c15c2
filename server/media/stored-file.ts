import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";

export const sha256OfBytes = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Writes a file whose name is its content: one that is there already is left alone. */
export async function writeOnce(path: string, bytes: Uint8Array) {
  if (existsSync(path)) return;
  const partial = `${path}.${randomUUID()}`;
  await writeFile(partial, bytes, { flush: true });
  await rename(partial, path);
}
