import { z } from "zod";
import { itemById } from "@/db/queries/items";
import { deleteExample } from "@/db/queries/label-examples";
import { writeAudit } from "../audit";
import { notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";

export const RemoveExampleInput = z.strictObject({ projectId: Id, exampleId: Id });

/** The item stays; it is no longer shown as an example of that label. */
export async function removeExample(
  { store, actor, now }: OperationContext,
  { projectId, exampleId }: z.infer<typeof RemoveExampleInput>,
) {
  await store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "project.configure" });
    const removed = await deleteExample(tx, { projectId, exampleId });
    if (!removed) throw notFound("example");
    const item = await itemById(tx, { projectId, itemId: removed.itemId });
    await writeAudit(
      tx,
      { actor, now },
      {
        projectId,
        action: "example.remove",
        subject: item?.externalId ?? `item ${removed.itemId}`,
        data: { label: removed.label },
      },
    );
  });
}
