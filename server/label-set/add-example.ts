import { z } from "zod";
import { LabelKey, MAX_EXAMPLE_NOTE, MAX_EXAMPLES } from "@/core/label-set/label-set";
import { itemById } from "@/db/queries/items";
import { insertExample, projectExamples } from "@/db/queries/label-examples";
import { lockEvents, projectLabels } from "@/db/queries/projects";
import { writeAudit } from "../audit";
import { conflict, invalid, notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";

export const AddExampleInput = z.strictObject({
  projectId: Id,
  itemId: Id,
  label: LabelKey,
  /** Why it is a good example; annotators read it. */
  note: z.string().trim().max(MAX_EXAMPLE_NOTE).nullable(),
});

/** Shows an item to annotators as an example of a label, whatever its own label is; a few of each label at most. */
export async function addExample({ store, actor, now }: OperationContext, input: z.infer<typeof AddExampleInput>) {
  const { projectId, itemId, label: key, note } = input;
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "project.configure" });
    // two at once could pass the limit
    await lockEvents(tx, { projectId });
    const item = await itemById(tx, { projectId, itemId });
    if (!item) throw notFound("item");
    const label = (await projectLabels(tx, { projectId })).find((one) => one.key === key);
    if (!label) throw invalid(`There is no label with the key "${key}".`, "label");
    if (label.retiredAt !== null)
      throw invalid(`The label "${label.name}" is retired: it is shown to nobody.`, "label");
    const examples = await projectExamples(tx, { projectId, label: key });
    if (examples.some((one) => one.itemId === itemId))
      throw conflict(`This item is an example of "${label.name}" already.`);
    if (examples.length >= MAX_EXAMPLES)
      throw conflict(`"${label.name}" has ${MAX_EXAMPLES} examples, which is the most. Remove one of them first.`);
    const values = { projectId, label: key, itemId, note: note || null, addedBy: actor.userId, addedAt: now };
    const exampleId = await insertExample(tx, values);
    await writeAudit(
      tx,
      { actor, now },
      { projectId, action: "example.add", subject: item.externalId, data: { label: key } },
    );
    return { exampleId };
  });
}
