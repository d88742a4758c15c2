import { and, asc, desc, eq, gt, inArray, max, sql } from "drizzle-orm";
import { isAmong } from "../columns";
import { inferenceRuns } from "../schema/inference";
import { modelFolds, models, type ParityColumn, predictionRuns, predictions } from "../schema/models";
import type { Queryable, Transaction } from "../store";

export type PredictionRunRow = typeof predictionRuns.$inferSelect;
export type NewPrediction = typeof predictions.$inferInsert;

export async function insertModel(tx: Transaction, values: Omit<typeof models.$inferInsert, "version">) {
  const [last] = await tx
    .select({ version: max(models.version) })
    .from(models)
    .where(and(eq(models.projectId, values.projectId), eq(models.name, values.name)));
  const [row] = await tx
    .insert(models)
    .values({ ...values, version: (last?.version ?? 0) + 1 })
    .returning({ id: models.id, version: models.version });
  if (!row) throw new Error("the model was not stored");
  return row;
}

export async function projectModels(db: Queryable, { projectId }: { projectId: number }) {
  return db.select().from(models).where(eq(models.projectId, projectId)).orderBy(desc(models.id));
}

export async function modelById(db: Queryable, { projectId, modelId }: { projectId: number; modelId: number }) {
  const [row] = await db
    .select()
    .from(models)
    .where(and(eq(models.projectId, projectId), eq(models.id, modelId)));
  return row;
}

export async function modelByName(db: Queryable, { projectId, name }: { projectId: number; name: string }) {
  const [row] = await db
    .select()
    .from(models)
    .where(and(eq(models.projectId, projectId), eq(models.name, name)))
    .orderBy(desc(models.version))
    .limit(1);
  return row;
}

export async function setParity(tx: Transaction, { modelId, parity }: { modelId: number; parity: ParityColumn }) {
  await tx.update(models).set({ parity }).where(eq(models.id, modelId));
}

/** Items that have a prediction of one of the runs, in order of id. */
export async function predictionItemIds(db: Queryable, { runIds }: { runIds: number[] }) {
  const rows = await db
    .selectDistinct({ itemId: predictions.itemId })
    .from(predictions)
    .where(inArray(predictions.runId, runIds))
    .orderBy(asc(predictions.itemId));
  return rows.map((row) => row.itemId);
}

export async function insertFolds(tx: Transaction, rows: (typeof modelFolds.$inferInsert)[]) {
  if (rows.length > 0) await tx.insert(modelFolds).values(rows);
}

export async function foldsOf(db: Queryable, { modelId, itemIds }: { modelId: number; itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .select({ itemId: modelFolds.itemId, fold: modelFolds.fold })
    .from(modelFolds)
    .where(and(eq(modelFolds.modelId, modelId), inArray(modelFolds.itemId, itemIds)));
}

export async function hasFolds(db: Queryable, { modelId }: { modelId: number }) {
  const rows = await db
    .select({ itemId: modelFolds.itemId })
    .from(modelFolds)
    .where(eq(modelFolds.modelId, modelId))
    .limit(1);
  return rows.length > 0;
}

export async function insertRun(tx: Transaction, values: typeof predictionRuns.$inferInsert) {
  const [row] = await tx.insert(predictionRuns).values(values).returning({ id: predictionRuns.id });
  if (!row) throw new Error("the prediction run was not stored");
  return row.id;
}

export async function projectRuns(db: Queryable, { projectId }: { projectId: number }) {
  return db
    .select({
      id: predictionRuns.id,
      modelId: predictionRuns.modelId,
      modelName: models.name,
      modelVersion: models.version,
      name: predictionRuns.name,
      source: predictionRuns.source,
      fold: predictionRuns.fold,
      outOfSample: predictionRuns.outOfSample,
      classes: predictionRuns.classes,
      provider: predictionRuns.provider,
      runtimeVersion: predictionRuns.runtimeVersion,
      prepVersion: predictionRuns.prepVersion,
      count: predictionRuns.count,
      msPerItem: predictionRuns.msPerItem,
      createdAt: predictionRuns.createdAt,
      inferenceRunId: predictionRuns.inferenceRunId,
      passState: inferenceRuns.state,
    })
    .from(predictionRuns)
    .innerJoin(models, eq(models.id, predictionRuns.modelId))
    .leftJoin(inferenceRuns, eq(inferenceRuns.id, predictionRuns.inferenceRunId))
    .where(eq(predictionRuns.projectId, projectId))
    .orderBy(asc(predictionRuns.id));
}

export async function setRunCount(tx: Transaction, { runId, count: n }: { runId: number; count: number }) {
  await tx.update(predictionRuns).set({ count: n }).where(eq(predictionRuns.id, runId));
}

/** Counts predictions onto a run, and their time into its mean. */
export async function bumpRunCount(
  tx: Transaction,
  { runId, by, msPerItem = null }: { runId: number; by: number; msPerItem?: number | null },
) {
  const { count: n, msPerItem: mean } = predictionRuns;
  await tx
    .update(predictionRuns)
    .set({
      count: sql`${n} + ${by}`,
      ...(msPerItem === null || by === 0
        ? {}
        : { msPerItem: sql`(coalesce(${mean}, ${msPerItem}) * ${n} + ${msPerItem * by}) / (${n} + ${by})` }),
    })
    .where(eq(predictionRuns.id, runId));
}

const NEW_PREDICTIONS = {
  table: predictions,
  onConflict: "skip" as const,
  returning: { itemId: predictions.itemId },
};

/** Inserts those that the run does not have yet; returns how many. */
export async function insertPredictions(tx: Transaction, rows: NewPrediction[]) {
  return (await tx.insertMany(NEW_PREDICTIONS, rows)).length;
}

export async function predictionsAfter(
  db: Queryable,
  { runIds, after, limit }: { runIds: number[]; after: number; limit: number },
) {
  return db
    .select({ runId: predictions.runId, itemId: predictions.itemId, probs: predictions.probs })
    .from(predictions)
    .where(and(inArray(predictions.runId, runIds), gt(predictions.itemId, after)))
    .orderBy(asc(predictions.itemId), asc(predictions.runId))
    .limit(limit);
}

export async function predictionsOfItems(db: Queryable, { itemIds }: { itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .select({
      runId: predictions.runId,
      itemId: predictions.itemId,
      probs: predictions.probs,
      topLabel: predictions.topLabel,
      confidence: predictions.confidence,
    })
    .from(predictions)
    .where(isAmong(predictions.itemId, itemIds))
    .orderBy(asc(predictions.itemId), asc(predictions.runId));
}
