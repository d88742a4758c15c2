import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { annotatorOfUser } from "@/db/queries/annotators";
import { mayAnnotatorSee } from "@/db/queries/claims";
import { isComputing } from "@/db/queries/inference-shards";
import { itemMedia } from "@/db/queries/items";
import { notFound } from "../errors";
import type { OperationContext } from "../operation";
import { authorize, mayDo } from "../permission";
import { FILE_HEADERS } from "../security/content-security-policy";
import { byteRangeOf } from "./byte-range";

export const MEDIA_VARIANTS = ["original", "thumbnail", "audio"] as const;
export type MediaVariant = (typeof MEDIA_VARIANTS)[number];

/** An item's picture or sound for whoever may see the item; annotators see what they hold or have answered. */
export async function serveMedia(
  context: OperationContext,
  {
    itemId,
    variant,
    etag,
    range,
  }: { itemId: number; variant: MediaVariant; etag: string | null /** The header as it came. */; range: string | null },
): Promise<Response> {
  const { store, actor, data, now } = context;
  const found = await itemMedia(store.read, { itemId, field: variant === "audio" ? "audio" : "image" });
  if (!found) throw notFound("item");
  const project = await authorize(store.read, { actor, projectId: found.projectId, operation: "project.open" });
  if (!mayDo(project.role, "item.read")) {
    const person = await annotatorOfUser(store.read, { projectId: found.projectId, userId: actor.userId });
    const isTheirs =
      (person && (await mayAnnotatorSee(store.read, { itemId, annotatorId: person.id }))) ||
      // a browser that takes part in a run reads the items of its shard, while it has it
      (await isComputing(store.read, { itemId, userId: actor.userId, now }));
    if (!isTheirs) throw notFound("item");
  }
  const tag = `"${found.hash}-${variant}"`;
  const headers = {
    ...FILE_HEADERS,
    etag: tag,
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=31536000, immutable",
    vary: "Cookie",
  };
  if (etag === tag) return new Response(null, { status: 304, headers });
  const path = variant === "thumbnail" ? data.thumbnail(found.hash) : data.media(found.hash);
  const { size } = await stat(path);
  const part = byteRangeOf(range, size);
  if (part === "none")
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${size}` } });
  const body = createReadStream(path, part ?? {});
  return new Response(Readable.toWeb(body) as ReadableStream, {
    status: part ? 206 : 200,
    headers: {
      ...headers,
      ...(part ? { "content-range": `bytes ${part.start}-${part.end}/${size}` } : {}),
      "content-type": variant === "thumbnail" ? "image/webp" : found.contentType,
      "content-length": String(part ? part.end - part.start + 1 : size),
      "content-disposition": `inline; filename="item-${itemId}"`,
    },
  });
}
