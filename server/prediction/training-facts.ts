import type { ItemFacts } from "@/core/prediction/out-of-sample";
import { foldsOf, hasFolds } from "@/db/queries/models";
import type { TrainedOnColumn } from "@/db/schema/models";
import type { Queryable } from "@/db/store";

type Facts = Required<Pick<ItemFacts, "itemFold">> & Pick<ItemFacts, "inSnapshot">;

/**
 * What the model's training data say of each item: the fold that held it out, and whether its snapshot holds it. A
 * snapshot whose items were never listed decides nothing.
 */
export async function trainingFacts(
  db: Queryable,
  { modelId, trainedOn, itemIds }: { modelId: number; trainedOn: TrainedOnColumn; itemIds: number[] },
): Promise<(itemId: number) => Facts> {
  const folds = new Map((await foldsOf(db, { modelId, itemIds })).map((row) => [row.itemId, row.fold]));
  const isSnapshot = typeof trainedOn === "object" && "snapshot" in trainedOn;
  if (!isSnapshot) return (itemId) => ({ itemFold: folds.get(itemId) ?? null });
  if (!(await hasFolds(db, { modelId }))) return () => ({ itemFold: null });
  return (itemId) => ({ itemFold: null, inSnapshot: folds.has(itemId) });
}
