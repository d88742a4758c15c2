import { z } from "zod";
import { ModelCard } from "@/core/onnx/model-card";
import { takesOneLabel, trainsBaselines } from "@/core/prediction/model-use";
import { wilson } from "@/core/statistics/binomial-interval";
import {
  type BaselineInput,
  type BaselineModel,
  TrainingCancelled,
  trainBaseline,
} from "@/core/training/baseline-model";
import { insertJob, unfinishedJobs } from "@/db/queries/jobs";
import { insertFolds, insertPredictions, insertRun, setRunCount } from "@/db/queries/models";
import { projectLabels } from "@/db/queries/projects";
import { writeAudit } from "../audit";
import { conflict, invalid } from "../errors";
import { Cancelled, type JobContext } from "../jobs/job-context";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { predictionRow, prepVersionOf } from "../prediction/record-predictions";
import { dropUnfinished, fillModel } from "./fill-model";
import { keepModelFile } from "./model-files";
import { contentOf, embeddedContent, requireBase, type TrainingItem, trainingItems } from "./training-set";

const CHUNK = 500;

export const TrainBaselineInput = z.strictObject({
  projectId: Id,
  name: z.string().trim().min(1).max(100).default("baseline"),
  folds: z.int().min(2).max(10).default(5),
  seed: z.int().min(0).max(2_147_483_647).default(1),
  /** resolved: labels as people settled them, the given label where nobody did. */
  labels: z.enum(["given", "resolved"]).default("given"),
  /** The model whose embeddings a linear head reads; null: the items themselves are read. */
  embeddings: Id.nullable().default(null),
});
export type TrainBaselineInput = z.output<typeof TrainBaselineInput>;

/** Starts the training of a cross-validated baseline over the project's own labels. */
export async function startTraining({ store, actor, now }: OperationContext, input: TrainBaselineInput) {
  const { projectId, embeddings } = input;
  return store.transaction(async (tx) => {
    const { media, task } = await authorize(tx, { actor, projectId, operation: "model.manage" });
    if (!takesOneLabel(task))
      throw invalid("A baseline learns one label per item; the answers here are of another kind.");
    if (embeddings !== null) await requireBase(tx, { projectId, modelId: embeddings });
    else if (!trainsBaselines({ task, media }))
      throw invalid(
        "A baseline does not learn from recordings themselves: upload a model of your own, or import its predictions.",
      );
    if ((await unfinishedJobs(tx, { projectId, kind: "train" })).length > 0)
      throw conflict("A training is running already.");
    const jobId = await insertJob(tx, { projectId, kind: "train", input, createdBy: actor.userId, createdAt: now });
    await writeAudit(tx, { actor, now }, { projectId, action: "model.train", subject: input.name });
    return { jobId };
  });
}

interface Training {
  input: TrainBaselineInput;
  items: readonly TrainingItem[];
  /** Of the labels, in output order. */
  keys: string[];
  trained: BaselineModel;
}

async function storeModel(context: JobContext, { input, items, keys, trained }: Training) {
  const { store, data, now } = context;
  const { projectId, name } = input;
  const files = await Promise.all(trained.models.map((model, fold) => keepModelFile(data, model.onnx, fold)));
  const folds = files.map((file, k) => ({ file: `fold-${k + 1}.onnx`, sha256: file.sha256, bytes: file.bytes }));
  const card = ModelCard.parse({ ...trained.card, model: { folds } });
  const n = trained.models.reduce((sum, model) => sum + model.n, 0);
  const right = trained.models.reduce((sum, model) => sum + Math.round((model.accuracy ?? 0) * model.n), 0);
  const accuracy = {
    ...wilson(right, n),
    method: `cross-validated in ${input.folds} folds against the ${input.labels} labels, Wilson interval`,
  };
  const { id: modelId } = await fillModel(
    store,
    { projectId, name, kind: "baseline", card, files, trainedOn: { foldMap: true }, accuracy, createdAt: now },
    { fill: ({ id }) => storeRuns(context, { modelId: id, card, input, items, keys, trained }) },
  );
  return { modelId, accuracy: n === 0 ? null : right / n, n };
}

/** One run per fold with the predictions of the items that it held out, and the fold map. */
async function storeRuns(
  { store, now, report }: JobContext,
  { modelId, card, input, items, keys, trained }: Training & { modelId: number; card: ModelCard },
) {
  const run = {
    projectId: input.projectId,
    modelId,
    source: "server" as const,
    outOfSample: "yes" as const,
    classes: keys,
    provider: "typescript",
    prepVersion: prepVersionOf(card),
    createdAt: now,
  };
  const runIds = await store.transaction(async (tx) => {
    const ids: number[] = [];
    for (const fold of trained.models.keys()) ids.push(await insertRun(tx, { ...run, fold }));
    return ids;
  });
  const runOf = (i: number) => runIds[trained.folds[i] ?? 0] ?? 0;
  for (let start = 0; start < items.length; start += CHUNK) {
    const part = [...items.slice(start, start + CHUNK).entries()].map(([k, { id }]) => ({ i: start + k, itemId: id }));
    await store.transaction(async (tx) => {
      await insertFolds(
        tx,
        part.map(({ i, itemId }) => ({ modelId, itemId, fold: trained.folds[i] ?? 0 })),
      );
      await insertPredictions(
        tx,
        part.map(({ i, itemId }) =>
          predictionRow(
            { runId: runOf(i), itemId, classes: keys },
            trained.probs.slice(i * keys.length, (i + 1) * keys.length),
          ),
        ),
      );
    });
    await report({ done: start, total: items.length, phase: "storing predictions" });
  }
  const counts = new Map<number, number>();
  for (const i of items.keys()) counts.set(runOf(i), (counts.get(runOf(i)) ?? 0) + 1);
  await store.transaction(async (tx) => {
    for (const runId of runIds) await setRunCount(tx, { runId, count: counts.get(runId) ?? 0 });
  });
}

/** Job: folds, training, out-of-sample predictions and one ONNX file per fold, from the project's own labels. */
export async function trainBaselineModel(context: JobContext, raw: unknown) {
  const input = TrainBaselineInput.parse(raw);
  const { projectId } = input;
  const project = await authorize(context.store.read, { actor: context.actor, projectId, operation: "model.manage" });
  // of the project's trainings one runs at a time
  await dropUnfinished(context.store, { projectId, kind: "baseline", until: context.now });
  const labels = (await projectLabels(context.store.read, { projectId })).filter((label) => label.retiredAt === null);
  const all = await trainingItems(
    context,
    input,
    labels.map((label) => label.key),
  );
  const { embeddings: modelId, folds } = input;
  const { items, content } =
    modelId === null
      ? { items: all, content: await contentOf(context, project.media, all) }
      : await embeddedContent(context, { projectId, modelId, folds }, all);
  if (items.filter((item) => item.label >= 0).length < input.folds * 2)
    throw invalid(
      `There are too few labeled items${modelId === null ? "" : " with an embedding"} for a baseline: at least two per fold are needed.`,
    );
  const shared = {
    labels: items.map((item) => item.label),
    groups: items.map((item) => item.group),
    projectLabels: labels.map(({ key, name }) => ({ key, name })),
    folds: input.folds,
    seed: input.seed,
  };
  const training: BaselineInput = { ...shared, ...content };
  let trained: BaselineModel;
  try {
    trained = trainBaseline(training, {
      onProgress: (done, total) => context.hotline.tell({ done, total, phase: `training ${input.folds} folds` }),
      isCancelled: context.hotline.isCancelled,
    });
  } catch (error) {
    if (error instanceof TrainingCancelled) throw new Cancelled();
    if (error instanceof RangeError) throw invalid(error.message);
    throw error;
  }
  return storeModel(context, { input, items, keys: shared.projectLabels.map((label) => label.key), trained });
}
