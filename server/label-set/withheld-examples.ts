import { withheldContents } from "@/db/queries/label-examples";
import { projectQueues } from "@/db/queries/queues";
import type { Queryable } from "@/db/store";

/** asked: somebody still has to answer it; blind: a queue that is not closed holds it as an item blind for everybody. */
export type WithheldReason = "asked" | "blind";

/**
 * Of these contents, those that no annotator may see as an example now, since an example tells the answer. By content: an
 * exact duplicate would tell it as well.
 */
export async function withheldExamples(
  db: Queryable,
  { projectId, contentHashes }: { projectId: number; contentHashes: readonly string[] },
): Promise<Map<string, WithheldReason>> {
  const found = new Map<string, WithheldReason>();
  if (contentHashes.length === 0) return found;
  const queues = (await projectQueues(db, { projectId })).filter((queue) => queue.state !== "closed");
  for (const { id: queueId } of queues) {
    const rows = await withheldContents(db, { projectId, queueId, contentHashes });
    for (const { contentHash, isAsked } of rows)
      if (isAsked || !found.has(contentHash)) found.set(contentHash, isAsked ? "asked" : "blind");
  }
  return found;
}
