import { z } from "zod";
import { takesOneLabel } from "@/core/prediction/model-use";
import { mayScore, scoringRefusal } from "@/core/prediction/out-of-sample";
import { argmax } from "@/core/prediction/probabilities";
import { confidentJoint, noiseRates } from "@/core/quality/confident-joint";
import { labelIssues } from "@/core/quality/label-issues";
import { labelQuality } from "@/core/quality/label-quality";
import { qualityOrder } from "@/core/quality/quality-order";
import { wilson } from "@/core/statistics/binomial-interval";
import { isDefined } from "@/core/statistics/estimate";
import { itemContents } from "@/db/queries/items";
import { insertJob, unfinishedJobs } from "@/db/queries/jobs";
import { projectRuns } from "@/db/queries/models";
import { projectLabels } from "@/db/queries/projects";
import { finishScoreRun, insertScoreRun, insertScores } from "@/db/queries/scores";
import type { ScoreSummary } from "@/db/schema/scores";
import { writeAudit } from "../audit";
import { conflict, invalid } from "../errors";
import type { JobContext } from "../jobs/job-context";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { readPredictions } from "../prediction/read-predictions";

export const ScoreInput = z.strictObject({ projectId: Id, modelId: Id });
export type ScoreInput = z.infer<typeof ScoreInput>;

const CHUNK = 1_000;

async function scorableRuns({ store }: Pick<OperationContext, "store">, { projectId, modelId }: ScoreInput) {
  const all = (await projectRuns(store.read, { projectId })).filter((run) => run.modelId === modelId);
  if (all.length === 0) throw invalid("This model has no predictions yet. Import some, or let browsers compute them.");
  const allowed = all.filter((run) => scoringRefusal(run) === null);
  if (allowed.length > 0) return allowed;
  if (all.every((run) => run.outOfSample === "no"))
    throw invalid("All predictions of this model are in-sample: it trained on these items, so they hide label errors.");
  const reasons = [...new Set(all.map((run) => scoringRefusal(run)))];
  throw invalid(`No prediction run of this model may be scored: ${reasons.join("; ")}.`);
}

/** Starts a scoring job; refuses runs of a model on the items it trained on. */
export async function startScoring(context: OperationContext, input: ScoreInput) {
  const { store, actor, now } = context;
  const { task } = await authorize(store.read, { actor, projectId: input.projectId, operation: "score.run" });
  if (!takesOneLabel(task)) throw invalid("Only given labels that are one label per item can be scored.");
  await scorableRuns(context, input);
  return store.transaction(async (tx) => {
    const { id: projectId } = await authorize(tx, { actor, projectId: input.projectId, operation: "score.run" });
    if ((await unfinishedJobs(tx, { projectId, kind: "score" })).length > 0)
      throw conflict("A scoring is running already.");
    const jobId = await insertJob(tx, { projectId, kind: "score", input, createdBy: actor.userId, createdAt: now });
    await writeAudit(tx, { actor, now }, { projectId, action: "score.start", subject: `model ${input.modelId}` });
    return { jobId };
  });
}

interface Scorable {
  ids: number[];
  given: Int32Array;
  probs: Float64Array;
  leftOut: ScoreSummary["leftOut"];
}

async function collect(
  context: JobContext,
  projectId: number,
  classes: string[],
  predictions: Map<number, Float64Array>,
): Promise<Scorable> {
  const index = new Map(classes.map((key, k) => [key, k]));
  const rows: { id: number; given: number; probs: Float64Array }[] = [];
  const leftOut = { noGivenLabel: 0, noPrediction: 0, excluded: 0 };
  for (let after = 0; ; ) {
    const page = await itemContents(context.store.read, { projectId, after, limit: 5_000 });
    for (const item of page) {
      const given = item.given === null ? undefined : index.get(item.given);
      const probs = predictions.get(item.id);
      if (item.status === "excluded") leftOut.excluded++;
      else if (given === undefined) leftOut.noGivenLabel++;
      else if (!probs) leftOut.noPrediction++;
      else rows.push({ id: item.id, given, probs });
    }
    after = page.at(-1)?.id ?? after;
    if (page.length < 5_000) break;
  }
  const probs = new Float64Array(rows.length * classes.length);
  for (const [i, row] of rows.entries()) probs.set(row.probs, i * classes.length);
  return { ids: rows.map((row) => row.id), given: Int32Array.from(rows, (row) => row.given), probs, leftOut };
}

const table = (flat: ArrayLike<number>, classes: number) =>
  Array.from({ length: classes }, (_, a) => Array.from({ length: classes }, (_, b) => flat[a * classes + b] ?? 0));

/** Everything of one scoring in memory: scores, order, issues and the summary that pages show. */
export function computeScores({ given, probs, leftOut }: Omit<Scorable, "ids">, classes: string[], warnings: string[]) {
  const width = classes.length;
  const joint = confidentJoint(probs, given, width);
  const quality = labelQuality(probs, given, width);
  const { rankMean, order } = qualityOrder(quality);
  const issues = new Set(labelIssues(probs, given, width, "prune_by_noise_rate", joint));
  const predicted = Int32Array.from(given, (_, i) => argmax(probs.subarray(i * width, (i + 1) * width)));
  const confusion = new Float64Array(width * width);
  let right = 0;
  predicted.forEach((label, i) => {
    const cell = (given[i] ?? 0) * width + label;
    confusion[cell] = (confusion[cell] ?? 0) + 1;
    if (label === given[i]) right++;
  });
  const share = wilson(right, given.length);
  const summary: ScoreSummary = {
    n: given.length,
    classes,
    leftOut,
    thresholds: [...joint.thresholds],
    confidentJoint: table(joint.raw, width),
    calibratedJoint: table(joint.calibrated, width),
    noiseRate: noiseRates(joint).labelErrorShare,
    issues: issues.size,
    differs: given.length - right,
    accuracy: isDefined(share)
      ? { value: share.value, low: share.low ?? share.value, high: share.high ?? share.value, n: share.n }
      : null,
    confusion: table(confusion, width),
    warnings,
  };
  return { quality, rankMean, order, issues, predicted, summary };
}

/** Job: label quality and confident learning over one model's out-of-sample predictions. */
export async function scoreItems(context: JobContext, raw: unknown) {
  const input = ScoreInput.parse(raw);
  const { projectId } = input;
  await authorize(context.store.read, { actor: context.actor, projectId, operation: "score.run" });
  const runs = await scorableRuns(context, input);
  const classes = (await projectLabels(context.store.read, { projectId })).map((label) => label.key);
  const total = runs.reduce((sum, run) => sum + run.count, 0);
  const predictions = await readPredictions(context.store.read, {
    runs,
    classes,
    onProgress: (done) => context.report({ done, total: 2 * total, phase: "reading predictions" }),
  });
  const found = await collect(context, projectId, classes, predictions);
  if (found.ids.length === 0) throw invalid("No item has both a given label and a prediction of this model.");
  const warnings = [...new Set(runs.flatMap((run) => mayScore(run).warning ?? []))];
  const { quality, rankMean, order, issues, predicted, summary } = computeScores(found, classes, warnings);
  const scoreRunId = await context.store.transaction((tx) =>
    insertScoreRun(tx, { projectId, runIds: runs.map((run) => run.id), summary, createdAt: context.now }),
  );
  for (let start = 0; start < order.length; start += CHUNK) {
    const rows = Array.from(order.subarray(start, start + CHUNK), (i, k) => ({
      scoreRunId,
      itemId: found.ids[i] ?? 0,
      rank: start + k + 1,
      selfConfidence: quality.selfConfidence[i] ?? 0,
      normalizedMargin: quality.normalizedMargin[i] ?? 0,
      rankMean: rankMean[i] ?? 0,
      given: classes[found.given[i] ?? 0] ?? "",
      predicted: classes[predicted[i] ?? 0] ?? "",
      confidence: Math.min(1, found.probs[i * classes.length + (predicted[i] ?? 0)] ?? 0),
      isIssue: issues.has(i),
    }));
    await context.store.transaction((tx) => insertScores(tx, rows));
    await context.report({ done: total + start, total: 2 * total, phase: "storing scores" });
  }
  await context.store.transaction((tx) => finishScoreRun(tx, { scoreRunId, now: context.now }));
  return { scoreRunId, scored: found.ids.length, issues: summary.issues };
}
