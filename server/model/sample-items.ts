import { z } from "zod";
import { createRandom } from "@/core/random";
import { itemsByNumbers } from "@/db/queries/items";
import { payloadOf } from "../media/item-payload";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";

export const SampleItemsInput = z.strictObject({
  projectId: Id,
  count: z.int().min(1).max(256).default(64),
  seed: z.int().min(0).max(2_147_483_647).default(1),
});

/** A random sample of items with their given labels, for a manager who tries a model before it is stored. */
export async function sampleItems(
  { store, actor }: OperationContext,
  { projectId, count, seed }: z.output<typeof SampleItemsInput>,
) {
  const project = await authorize(store.read, { actor, projectId, operation: "model.manage" });
  const random = createRandom(seed);
  const numbers = new Set<number>();
  const wanted = Math.min(count, project.items);
  while (numbers.size < wanted) numbers.add(1 + Math.floor(random() * project.items));
  const rows = await itemsByNumbers(store.read, { projectId, numbers: [...numbers] });
  return rows.map((row) => ({
    itemId: row.id,
    externalId: row.externalId,
    number: row.number,
    given: row.given,
    ...payloadOf(row),
  }));
}
