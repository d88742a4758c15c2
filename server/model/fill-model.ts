import { dropModelPart, insertModel, openModel, unfinishedModels } from "@/db/queries/models";
import type { Store, Transaction } from "@/db/store";

const CHUNK = 2_000;

type Values = Omit<Parameters<typeof insertModel>[1], "stage">;
type Made = Awaited<ReturnType<typeof insertModel>>;

/**
 * Stores a model whose items are listed in many short transactions, and shows it with the last one: with half of its fold
 * map it would run on items that it trained on. What breaks off leaves nothing of it, or, where the process was killed,
 * a model that nobody sees and that is stated to have trained on nobody knows what.
 */
export async function fillModel<R>(
  store: Store,
  values: Values,
  { fill, finish }: { fill(made: Made): Promise<R>; finish?(tx: Transaction, made: Made, filled: R): Promise<void> },
): Promise<Made> {
  const made = await store.transaction((tx) => insertModel(tx, { ...values, trainedOn: "unknown", stage: "filling" }));
  try {
    const filled = await fill(made);
    await store.transaction(async (tx) => {
      await finish?.(tx, made, filled);
      await openModel(tx, { modelId: made.id, trainedOn: values.trainedOn });
    });
  } catch (error) {
    await dropModel(store, made.id);
    throw error;
  }
  return made;
}

async function dropModel(store: Store, modelId: number) {
  while (await store.transaction((tx) => dropModelPart(tx, { modelId, limit: CHUNK })));
}

/** Deletes what a killed process left of models that it began up to a time. */
export async function dropUnfinished(store: Store, which: Parameters<typeof unfinishedModels>[1]) {
  for (const modelId of await unfinishedModels(store.read, which)) await dropModel(store, modelId);
}
