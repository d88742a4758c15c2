import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { insertUpload, uploadOf } from "@/db/queries/uploads";
import { invalid, notFound, OperationError } from "../errors";
import type { OperationContext } from "../operation";

export const MAX_UPLOAD_BYTES = 4 * 1024 ** 3;

/** The user's own name of a file, for reports only: never a path. */
export const cleanFileName = (raw: string) =>
  raw
    .normalize("NFC")
    .replace(/^.*[/\\]/, "")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .slice(0, 200) || "file";

/** Streams a body to disk under its SHA-256; nothing is kept of one that is too large or breaks off. */
export async function receiveUpload(
  { store, actor, now, data }: OperationContext,
  { body, name }: { body: AsyncIterable<Uint8Array>; name: string },
) {
  const hash = createHash("sha256");
  let bytes = 0;
  const partial = data.upload(`partial-${randomUUID()}`);
  async function* measured() {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > MAX_UPLOAD_BYTES) throw new OperationError("full", "The file is larger than 4 GiB.");
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    await pipeline(measured, createWriteStream(partial, { flags: "wx", flush: true }));
    if (bytes === 0) throw invalid("The file is empty.");
    const sha256 = hash.digest("hex");
    await rename(partial, data.upload(sha256));
    await store.transaction((tx) =>
      insertUpload(tx, { sha256, bytes, name: cleanFileName(name), userId: actor.userId, createdAt: now }),
    );
    return { sha256, bytes };
  } finally {
    await rm(partial, { force: true });
  }
}

/** The path of an upload of this user. */
export async function ownUpload({ store, actor, data }: OperationContext, sha256: string) {
  const row = await uploadOf(store.read, { sha256, userId: actor.userId });
  if (!row) throw notFound("upload");
  const path = data.upload(sha256);
  await stat(path);
  return { ...row, path };
}
