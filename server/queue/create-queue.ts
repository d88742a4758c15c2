import { z } from "zod";
import { takesOneLabel } from "@/core/prediction/model-use";
import { maySuggest } from "@/core/prediction/out-of-sample";
import { plannedPairableItems } from "@/core/queue/arm";
import { gridOrder } from "@/core/queue/grid-order";
import { orderQueue, type QueueCandidate, type QueueEntry } from "@/core/queue/strategy";
import { itemContents } from "@/db/queries/items";
import { insertJob } from "@/db/queries/jobs";
import { projectModels, projectRuns } from "@/db/queries/models";
import { projectLabels } from "@/db/queries/projects";
import {
  clearQueueItems,
  insertQueue,
  insertQueueItems,
  projectQueues,
  queueById,
  updateQueue,
} from "@/db/queries/queues";
import { newestScoreRun } from "@/db/queries/scores";
import type { Transaction } from "@/db/store";
import { writeAudit } from "../audit";
import { invalid, notFound } from "../errors";
import type { JobContext } from "../jobs/job-context";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { readPredictions } from "../prediction/read-predictions";
import { storedSuggestions } from "../prediction/suggest-label";

export const LEASE_MS = 300_000;
const CHUNK = 1_000;
const LabelFilter = z.string().max(64).nullable().default(null);

export const CreateQueueInput = z
  .strictObject({
    projectId: Id,
    name: z.string().trim().min(1, "A name is needed.").max(100),
    /** Neutral; annotators see it. Empty: "Batch n". */
    title: z.string().trim().max(100).default(""),
    strategy: z.enum(["suspected-label-errors", "misclassified", "low-confidence", "random", "all"]),
    measure: z.enum(["margin", "entropy", "least-confidence"]).default("margin"),
    given: LabelFilter,
    predicted: LabelFilter,
    split: z.string().max(64).nullable().default(null),
    limit: z.int().min(1).max(1_000_000).nullable().default(null),
    randomShare: z.number().min(0).max(0.9).default(0.1),
    overlapMin: z.int().min(1).max(10).default(2),
    overlapMax: z.int().min(1).max(10).default(3),
    mode: z.enum(["blind", "mixed", "assisted"]).default("mixed"),
    blindItemsShare: z.number().min(0).max(1).default(0.15),
    modelId: Id.nullable().default(null),
    suggestFrom: z.enum(["stored", "browser"]).default("stored"),
    question: z.enum(["label", "verify"]).default("label"),
    /** grid: many small items at once that the model puts in one label, to be confirmed or corrected. */
    layout: z.enum(["desk", "grid"]).default("desk"),
    /** Enter takes the suggestion that is shown, after a moment to look. */
    enterAccepts: z.boolean().default(false),
    seed: z.int().min(0).max(2_147_483_647).default(1),
  })
  .refine((input) => input.overlapMax >= input.overlapMin, {
    message: "At most as many people as at least: raise the upper number.",
    path: ["overlapMax"],
  });
export type CreateQueueInput = z.output<typeof CreateQueueInput>;

const needsPredictions = (strategy: CreateQueueInput["strategy"]) => strategy !== "random" && strategy !== "all";

/** The model asked for, else the newest one that can do what the queue wants of it. */
async function modelOf(tx: Transaction, { projectId, modelId, suggestFrom, mode, strategy }: CreateQueueInput) {
  const wantsBrowser = suggestFrom === "browser" && mode !== "blind" && strategy !== "random";
  const predicting = new Set((await projectRuns(tx, { projectId })).map((run) => run.modelId));
  const models = await projectModels(tx, { projectId });
  const asked = modelId === null ? null : models.find((model) => model.id === modelId);
  if (asked === undefined) throw notFound("model");
  const model = asked ?? models.find((one) => (wantsBrowser ? one.files.length > 0 : predicting.has(one.id))) ?? null;
  if (wantsBrowser && (model?.files.length ?? 0) === 0)
    throw invalid(
      "There is no model that the annotator's browser could run. Upload one, train a baseline, or take stored predictions.",
      "modelId",
    );
  return model?.id ?? null;
}

/** Makes a queue and starts the job that fills it; it opens when it is full. */
export async function createQueue({ store, actor, now }: OperationContext, input: CreateQueueInput) {
  const { projectId } = input;
  const isRandom = input.strategy === "random";
  const isVerify = input.question === "verify";
  const isGrid = input.layout === "grid";
  return store.transaction(async (tx) => {
    const { task } = await authorize(tx, { actor, projectId, operation: "queue.manage" });
    const modelId = await modelOf(tx, input);
    if (needsPredictions(input.strategy) && !takesOneLabel(task))
      throw invalid(
        "This order compares predictions of one label per item; the answers here are of another kind.",
        "strategy",
      );
    if (isVerify && !takesOneLabel(task))
      throw invalid("Two labels can be set against each other only where one label is the answer.", "question");
    if (isGrid && (task !== "single-label" || isVerify || isRandom))
      throw invalid("A grid confirms one label per item; it cannot be an audit, nor ask to verify.", "layout");
    const runs = await projectRuns(tx, { projectId });
    if ((isVerify || isGrid) && !runs.some((run) => maySuggest(run) && (modelId === null || run.modelId === modelId)))
      throw invalid(
        runs.length === 0
          ? "This question needs predictions to show, and the project has none."
          : "This question shows predictions, and the model may have trained on the items of all that it has. It needs predictions that are stated to be out-of-sample.",
      );
    if (needsPredictions(input.strategy) && runs.length === 0)
      throw invalid(
        "This order needs predictions, and the project has none. Import predictions, or choose the random order.",
      );
    const scoreRun = await newestScoreRun(tx, { projectId });
    const count = (await projectQueues(tx, { projectId })).length;
    const queueId = await insertQueue(tx, {
      projectId,
      name: input.name,
      title: input.title || `Batch ${count + 1}`,
      strategy: input.strategy,
      filter: {
        given: input.given,
        predicted: input.predicted,
        split: input.split,
        limit: input.limit,
        randomShare: input.randomShare,
        measure: input.measure,
      },
      scoreRunId: scoreRun?.id ?? null,
      // the random sample is blind for everybody, with one fixed number of people per item
      overlapMin: isRandom ? Math.max(3, input.overlapMin) : input.overlapMin,
      overlapMax: isRandom ? Math.max(3, input.overlapMin) : input.overlapMax,
      // the two labels of the verify question hide where they come from: a suggestion would tell
      mode: isRandom || isVerify ? "blind" : isGrid ? "assisted" : input.mode,
      blindShare: 0.5,
      blindItemsShare: isRandom ? 1 : isGrid ? 0 : input.blindItemsShare,
      question: input.question,
      layout: input.layout,
      seed: input.seed,
      leaseMs: LEASE_MS,
      modelId,
      suggestFrom: isGrid ? "stored" : input.suggestFrom,
      enterAccepts: input.enterAccepts && !isRandom && !isVerify && !isGrid && input.mode !== "blind",
      state: "filling",
      createdAt: now,
    });
    const job = {
      projectId,
      kind: "fill-queue",
      input: { ...input, modelId, queueId },
      createdBy: actor.userId,
      createdAt: now,
    };
    const jobId = await insertJob(tx, job);
    await writeAudit(
      tx,
      { actor, now },
      { projectId, action: "queue.create", subject: input.name, data: { strategy: input.strategy } },
    );
    return { queueId, jobId };
  });
}

async function candidatesOf(context: JobContext, input: CreateQueueInput) {
  const { projectId } = input;
  const classes = (await projectLabels(context.store.read, { projectId })).map((label) => label.key);
  const index = new Map(classes.map((key, k) => [key, k]));
  const allRuns = await projectRuns(context.store.read, { projectId });
  const [newestModel] = (await projectModels(context.store.read, { projectId })).filter((model) =>
    allRuns.some((run) => run.modelId === model.id),
  );
  const modelId =
    input.modelId !== null && allRuns.some((run) => run.modelId === input.modelId) ? input.modelId : newestModel?.id;
  // what people are shown needs a model that is known not to have trained on the item; label-quality orders take what
  // nobody stated as well, low confidence takes any
  const isShown = input.question === "verify" || input.layout === "grid";
  const runs = allRuns.filter(
    (run) =>
      run.modelId === modelId &&
      (isShown ? maySuggest(run) : input.strategy === "low-confidence" || run.outOfSample !== "no"),
  );
  const predictions =
    needsPredictions(input.strategy) || input.predicted !== null || isShown
      ? await readPredictions(context.store.read, {
          runs,
          classes,
          onProgress: (done) => context.report({ done, total: done * 2, phase: "reading predictions" }),
        })
      : new Map<number, Float64Array>();
  const predictedIndex = input.predicted === null ? null : index.get(input.predicted);
  const candidates: QueueCandidate[] = [];
  for (let after = 0; ; ) {
    const page = await itemContents(context.store.read, { projectId, after, limit: 5_000 });
    const shown =
      input.layout === "grid"
        ? await storedSuggestions(context.store.read, {
            projectId,
            modelId: modelId ?? null,
            itemIds: page.map(({ id }) => id),
          })
        : null;
    for (const item of page) {
      if (item.status === "excluded" || (input.given !== null && item.given !== input.given)) continue;
      if (input.split !== null && item.split !== input.split) continue;
      const probs = predictions.get(item.id) ?? null;
      if (predictedIndex !== null && (probs === null || probs.indexOf(Math.max(...probs)) !== predictedIndex)) continue;
      if (isShown && probs === null) continue;
      // a tile is confirmed as the label that it comes with
      if (shown && !shown.get(item.id)?.stored) continue;
      const given = item.given === null ? null : (index.get(item.given) ?? null);
      candidates.push({ itemId: item.id, given, probs, contentHash: item.contentHash });
    }
    after = page.at(-1)?.id ?? after;
    if (page.length < 5_000) return candidates;
  }
}

function largest(probs: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < probs.length; k++) if ((probs[k] as number) > (probs[best] as number)) best = k;
  return best;
}

function groupedByLabel(entries: readonly QueueEntry[], candidates: readonly QueueCandidate[]) {
  const best = new Map(candidates.map(({ itemId, probs }) => [itemId, probs ? largest(probs) : null]));
  return gridOrder(entries, (entry) => best.get(entry.itemId) ?? null);
}

/** Job: orders the items, stores them with a reason each, and opens the queue. */
export async function fillQueue(context: JobContext, raw: unknown) {
  const { queueId, ...rest } = z.looseObject({ queueId: Id }).parse(raw);
  const input = CreateQueueInput.parse(rest);
  const { projectId } = input;
  await authorize(context.store.read, { actor: context.actor, projectId, operation: "queue.manage" });
  const queue = await queueById(context.store.read, { projectId, queueId });
  if (queue?.state !== "filling") throw invalid("The queue is filled already.");
  const labels = await projectLabels(context.store.read, { projectId });
  const candidates = await candidatesOf(context, input);
  const ordered = orderQueue(input.strategy, candidates, {
    labelNames: labels.map((label) => label.name),
    seed: input.seed,
    randomShare: input.strategy === "all" || input.strategy === "random" ? 0 : input.randomShare,
    measure: input.measure,
    ...(input.limit === null ? {} : { limit: input.limit }),
  });
  const entries = input.layout === "grid" ? groupedByLabel(ordered, candidates) : ordered;
  await context.store.transaction((tx) => clearQueueItems(tx, { queueId }));
  for (let start = 0; start < entries.length; start += CHUNK) {
    const rows = entries.slice(start, start + CHUNK).map((entry, k) => ({
      queueId,
      itemId: entry.itemId,
      rank: start + k + 1,
      reason: entry.reason,
      slots: queue.overlapMin,
      state: "open" as const,
    }));
    await context.store.transaction((tx) => insertQueueItems(tx, rows));
    await context.report({ done: start, total: entries.length, phase: "filling the queue" });
  }
  await context.store.transaction((tx) => updateQueue(tx, { queueId, state: "open", total: entries.length }));
  return { queueId, items: entries.length };
}

export const PlanQueueInput = z.strictObject({
  items: z.int().min(0).max(10_000_000),
  answersPerItem: z.int().min(1).max(10),
  blindItemsShare: z.number().min(0).max(1),
  mode: z.enum(["blind", "mixed", "assisted"]),
});

/** How many pairable blind items a queue of that size will give, early and later. */
export const planQueue = (input: z.infer<typeof PlanQueueInput>) => ({
  early: plannedPairableItems({ ...input, blindShare: 0.5 }),
  later: plannedPairableItems({ ...input, blindShare: 0.2 }),
});
