import { and, asc, desc, eq, gt, inArray, lte, max, ne, sql } from "drizzle-orm";
import { isAmong } from "../columns";
import { inferenceRuns } from "../schema/inference";
import {
  modelFolds,
  models,
  type ParityColumn,
  predictionRuns,
  predictions,
  type TrainedOnColumn,
} from "../schema/models";
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

/** A model whose items are not all listed takes one that it trained on for one that it never saw: it is not there yet. */
const isWhole = ne(models.stage, "filling");

export async function projectModels(db: Queryable, { projectId }: { projectId: number }) {
  return db
    .select()
    .from(models)
    .where(and(eq(models.projectId, projectId), isWhole))
    .orderBy(desc(models.id));
}

export async function modelById(db: Queryable, { projectId, modelId }: { projectId: number; modelId: number }) {
  const [row] = await db
    .select()
    .from(models)
    .where(and(eq(models.projectId, projectId), eq(models.id, modelId), isWhole));
  return row;
}

export async function modelByName(db: Queryable, { projectId, name }: { projectId: number; name: string }) {
  const [row] = await db
    .select()
    .from(models)
    .where(and(eq(models.projectId, projectId), eq(models.name, name), isWhole))
    .orderBy(desc(models.version))
    .limit(1);
  return row;
}

/** Shows a model whose items are all listed, and says what it trained on. */
export async function openModel(
  tx: Transaction,
  { modelId, trainedOn }: { modelId: number; trainedOn: TrainedOnColumn },
) {
  await tx.update(models).set({ trainedOn, stage: "candidate" }).where(eq(models.id, modelId));
}

/** Models that a process began to fill up to a time, and that nobody sees. */
export async function unfinishedModels(
  db: Queryable,
  { projectId, kind, until }: { projectId: number; kind: "onnx" | "baseline"; until: number },
) {
  const rows = await db
    .select({ id: models.id })
    .from(models)
    .where(
      and(
        eq(models.projectId, projectId),
        eq(models.kind, kind),
        eq(models.stage, "filling"),
        lte(models.createdAt, until),
      ),
    );
  return rows.map((row) => row.id);
}

/**
 * Deletes a part of a model that is not whole: of so many items their place in its lists and their predictions, or, with
 * none left, its runs and itself; false then.
 */
export async function dropModelPart(tx: Transaction, { modelId, limit }: { modelId: number; limit: number }) {
  const listed = await tx
    .select({ itemId: modelFolds.itemId })
    .from(modelFolds)
    .where(eq(modelFolds.modelId, modelId))
    .limit(limit);
  const itemIds = listed.map((row) => row.itemId);
  const runs = tx.select({ id: predictionRuns.id }).from(predictionRuns).where(eq(predictionRuns.modelId, modelId));
  if (itemIds.length > 0) {
    await tx.delete(predictions).where(and(isAmong(predictions.itemId, itemIds), inArray(predictions.runId, runs)));
    await tx.delete(modelFolds).where(and(eq(modelFolds.modelId, modelId), isAmong(modelFolds.itemId, itemIds)));
    return true;
  }
  await tx.delete(predictionRuns).where(eq(predictionRuns.modelId, modelId));
  await tx.delete(models).where(and(eq(models.id, modelId), eq(models.stage, "filling")));
  return false;
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

const NEW_FOLDS = { table: modelFolds, onConflict: "fail" as const, returning: { itemId: modelFolds.itemId } };

export async function insertFolds(tx: Transaction, rows: (typeof modelFolds.$inferInsert)[]) {
  await tx.insertMany(NEW_FOLDS, rows);
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
    .where(and(eq(predictionRuns.projectId, projectId), isWhole))
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
