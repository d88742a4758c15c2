import { open } from "node:fs/promises";
import { z } from "zod";
import { wavSeconds } from "@/core/audio/wav";
import { type ItemRow, itemsByIds } from "@/db/queries/items";
import { projectExamples } from "@/db/queries/label-examples";
import type { DataDirectory } from "../data-directory";
import { smallItem } from "../media/small-item";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { PageOwner, requireOwner } from "../queue/queue-access";
import { withheldExamples } from "./withheld-examples";

const PAGE = 60;
const WAV_BEGINNING = 65_536;

export const ShowExamplesInput = z.strictObject({
  projectId: Id,
  userId: PageOwner,
  /** How many were shown before. */
  cursor: z.int().min(0).default(0),
});

/** Seconds that a recording lasts, where the beginning of its file says so. */
async function recordingSeconds(data: DataDirectory, sha256: string): Promise<number | null> {
  const file = await open(data.media(sha256));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(WAV_BEGINNING), 0, WAV_BEGINNING, 0);
    return wavSeconds(buffer.subarray(0, bytesRead), (await file.stat()).size);
  } finally {
    await file.close();
  }
}

async function exampleOf(
  data: DataDirectory,
  { label, note, item }: { label: string; note: string | null; item: ItemRow },
) {
  const sound = item.mediaType === "audio" ? item.audioHash : null;
  const recording = sound === null ? null : { seconds: await recordingSeconds(data, sound) };
  return { label, note, ...(await smallItem(data, item)), recording };
}

/**
 * Examples of the labels as annotators see them: in small, with the reason why, without anything that names the item.
 * None of a retired label, and none whose answer somebody still has to give.
 */
export async function showExamples(
  { store, actor, data }: OperationContext,
  { projectId, userId, cursor }: z.output<typeof ShowExamplesInput>,
) {
  requireOwner(actor, userId);
  const db = store.read;
  await authorize(db, { actor, projectId, operation: "queue.label" });
  const examples = (await projectExamples(db, { projectId })).filter((one) => !one.isRetired);
  const withheld = await withheldExamples(db, { projectId, contentHashes: examples.map((one) => one.contentHash) });
  const shown = examples.filter((one) => !withheld.has(one.contentHash));
  const page = shown.slice(cursor, cursor + PAGE);
  const items = await itemsByIds(db, { projectId, itemIds: page.map((one) => one.itemId) });
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const rows = await Promise.all(
    page.flatMap(({ label, note, itemId }) => {
      const item = itemOf.get(itemId);
      return item ? [exampleOf(data, { label, note, item })] : [];
    }),
  );
  return { rows, nextCursor: shown.length > cursor + PAGE ? cursor + PAGE : null };
}
