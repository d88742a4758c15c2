import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { annotatorOfUser } from "@/db/queries/annotators";
import { mayAnnotatorSee } from "@/db/queries/claims";
import { itemMedia } from "@/db/queries/items";
import { notFound } from "../errors";
import type { OperationContext } from "../operation";
import { authorize, mayDo } from "../permission";
import { FILE_HEADERS } from "../security/content-security-policy";

/** An item's image for whoever may see the item; annotators see what they hold or have answered. */
export async function serveMedia(
  context: OperationContext,
  { itemId, variant, etag }: { itemId: number; variant: "original" | "thumbnail"; etag: string | null },
): Promise<Response> {
  const { store, actor, data } = context;
  const found = await itemMedia(store.read, itemId);
  if (!found?.mediaHash) throw notFound("item");
  const project = await authorize(store.read, { actor, projectId: found.projectId, operation: "project.open" });
  if (!mayDo(project.role, "item.read")) {
    const person = await annotatorOfUser(store.read, { projectId: found.projectId, userId: actor.userId });
    if (!person || !(await mayAnnotatorSee(store.read, { itemId, annotatorId: person.id }))) throw notFound("item");
  }
  const tag = `"${found.mediaHash}-${variant}"`;
  const headers = {
    ...FILE_HEADERS,
    etag: tag,
    "cache-control": "private, max-age=31536000, immutable",
    vary: "Cookie",
  };
  if (etag === tag) return new Response(null, { status: 304, headers });
  const path = variant === "thumbnail" ? data.thumbnail(found.mediaHash) : data.media(found.mediaHash);
  const { size } = await stat(path);
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
    headers: {
      ...headers,
      "content-type": variant === "thumbnail" ? "image/webp" : (found.contentType ?? "application/octet-stream"),
      "content-length": String(size),
      "content-disposition": `inline; filename="item-${itemId}"`,
    },
  });
}
