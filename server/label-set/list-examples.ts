import { z } from "zod";
import { itemsByIds } from "@/db/queries/items";
import { projectExamples } from "@/db/queries/label-examples";
import { withPreview } from "../dataset/item-preview";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { withheldExamples } from "./withheld-examples";

export const ListExamplesInput = z.strictObject({
  projectId: Id,
  /** Only those of one item. */
  itemId: Id.nullable().default(null),
});

/** Examples in the order of the labels, for whoever may change them, with why annotators do not see one now. */
export async function listExamples(
  { store, actor }: OperationContext,
  { projectId, itemId }: z.output<typeof ListExamplesInput>,
) {
  const db = store.read;
  await authorize(db, { actor, projectId, operation: "project.configure" });
  const rows = await projectExamples(db, { projectId, ...(itemId === null ? {} : { itemId }) });
  const withheld = await withheldExamples(db, { projectId, contentHashes: rows.map((row) => row.contentHash) });
  const items = await itemsByIds(db, { projectId, itemIds: rows.map((row) => row.itemId) });
  const small = new Map(
    items.map((item) => {
      const { id, externalId, mediaType, mediaHash, text } = withPreview(item);
      return [id, { externalId, mediaType, hasImage: mediaHash !== null, text: text?.slice(0, 300) ?? null }];
    }),
  );
  return rows.flatMap(({ contentHash, ...row }) => {
    const item = small.get(row.itemId);
    return item ? [{ ...row, withheld: withheld.get(contentHash) ?? null, ...item }] : [];
  });
}
