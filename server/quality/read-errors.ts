import { z } from "zod";
import { projectRuns } from "@/db/queries/models";
import { newestScoreRun, reviewOutcome, scorePage, scorePairs } from "@/db/queries/scores";
import { withPreview } from "../dataset/item-preview";
import { Id, Limit, type OperationContext, type ProjectInput } from "../operation";
import { authorize } from "../permission";

/** The newest scoring: summary, pairs and review outcome; null before the first. */
export async function readScoring({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  await authorize(store.read, { actor, projectId, operation: "item.read" });
  const run = await newestScoreRun(store.read, { projectId });
  if (!run) return null;
  const runs = (await projectRuns(store.read, { projectId })).filter((one) => run.runIds.includes(one.id));
  return {
    scoreRunId: run.id,
    createdAt: run.createdAt,
    summary: run.summary,
    model: runs[0] ? `${runs[0].modelName} ${runs[0].modelVersion}` : null,
    folds: runs.length,
    pairs: await scorePairs(store.read, { scoreRunId: run.id }),
    outcome: await reviewOutcome(store.read, { scoreRunId: run.id }),
  };
}

export const SuspectsInput = z.strictObject({
  projectId: Id,
  cursor: z.int().min(0).default(0),
  limit: Limit.default(50),
  given: z.string().max(64).nullable().default(null),
  predicted: z.string().max(64).nullable().default(null),
  issuesOnly: z.boolean().default(false),
});

/** Most suspicious first, by rank; the cursor is the last rank seen. */
export async function listSuspects({ store, actor }: OperationContext, input: z.output<typeof SuspectsInput>) {
  const { projectId, cursor, limit, given, predicted, issuesOnly } = input;
  await authorize(store.read, { actor, projectId, operation: "item.read" });
  const run = await newestScoreRun(store.read, { projectId });
  if (!run) return { rows: [], nextCursor: null };
  const rows = await scorePage(store.read, {
    scoreRunId: run.id,
    after: cursor,
    limit: limit + 1,
    given,
    predicted,
    issuesOnly,
  });
  const page = rows.slice(0, limit);
  return { rows: page.map(withPreview), nextCursor: rows.length > limit ? (page.at(-1)?.rank ?? null) : null };
}
