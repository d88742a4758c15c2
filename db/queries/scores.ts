import { and, asc, desc, eq, gt, isNotNull, sql } from "drizzle-orm";
import { items } from "../schema/items";
import { resolutions } from "../schema/resolutions";
import { type ScoreSummary, scoreRuns, scores } from "../schema/scores";
import type { Queryable, Transaction } from "../store";

export async function insertScoreRun(
  tx: Transaction,
  values: { projectId: number; runIds: number[]; summary: ScoreSummary; createdAt: number },
) {
  const [row] = await tx.insert(scoreRuns).values(values).returning({ id: scoreRuns.id });
  if (!row) throw new Error("the score run was not stored");
  return row.id;
}

export async function finishScoreRun(tx: Transaction, { scoreRunId, now }: { scoreRunId: number; now: number }) {
  await tx.update(scoreRuns).set({ finishedAt: now }).where(eq(scoreRuns.id, scoreRunId));
}

export async function insertScores(tx: Transaction, rows: (typeof scores.$inferInsert)[]) {
  if (rows.length > 0) await tx.insert(scores).values(rows);
}

export async function newestScoreRun(db: Queryable, { projectId }: { projectId: number }) {
  const [row] = await db
    .select()
    .from(scoreRuns)
    .where(and(eq(scoreRuns.projectId, projectId), isNotNull(scoreRuns.finishedAt)))
    .orderBy(desc(scoreRuns.id))
    .limit(1);
  return row;
}

/** The most suspicious items first; only those where the model differs, or one cell of the table, on demand. */
export async function scorePage(
  db: Queryable,
  {
    scoreRunId,
    after,
    limit,
    given,
    predicted,
    issuesOnly,
  }: {
    scoreRunId: number;
    after: number;
    limit: number;
    given: string | null;
    predicted: string | null;
    issuesOnly: boolean;
  },
) {
  return db
    .select({
      itemId: scores.itemId,
      rank: scores.rank,
      selfConfidence: scores.selfConfidence,
      given: scores.given,
      predicted: scores.predicted,
      confidence: scores.confidence,
      isIssue: scores.isIssue,
      externalId: items.externalId,
      mediaType: items.mediaType,
      text: sql<string | null>`substr(${items.text}, 1, 240)`,
      data: items.data,
      mediaHash: items.mediaHash,
      status: items.status,
      resolved: resolutions.label,
    })
    .from(scores)
    .innerJoin(items, eq(items.id, scores.itemId))
    .leftJoin(resolutions, eq(resolutions.itemId, scores.itemId))
    .where(
      and(
        eq(scores.scoreRunId, scoreRunId),
        gt(scores.rank, after),
        given === null ? undefined : eq(scores.given, given),
        predicted === null ? undefined : eq(scores.predicted, predicted),
        issuesOnly ? eq(scores.isIssue, true) : undefined,
      ),
    )
    .orderBy(asc(scores.rank))
    .limit(limit);
}

/** Per (given, predicted): how often the model differs and how often the label is suspected. */
export async function scorePairs(db: Queryable, { scoreRunId }: { scoreRunId: number }) {
  return db
    .select({
      given: scores.given,
      predicted: scores.predicted,
      differs: sql<number>`count(*)`.mapWith(Number),
      suspected: sql<number>`sum(case when ${scores.isIssue} then 1 else 0 end)`.mapWith(Number),
    })
    .from(scores)
    .where(and(eq(scores.scoreRunId, scoreRunId), sql`${scores.given} <> ${scores.predicted}`))
    .groupBy(scores.given, scores.predicted);
}

/** Suspected items so far reviewed, and how many of those were changed. */
export async function reviewOutcome(db: Queryable, { scoreRunId }: { scoreRunId: number }) {
  const [row] = await db
    .select({
      reviewed: sql<number>`count(*)`.mapWith(Number),
      changed: sql<number>`sum(case when ${resolutions.status} = 'corrected' then 1 else 0 end)`.mapWith(Number),
    })
    .from(scores)
    .innerJoin(resolutions, eq(resolutions.itemId, scores.itemId))
    .where(
      and(
        eq(scores.scoreRunId, scoreRunId),
        eq(scores.isIssue, true),
        sql`${resolutions.status} in ('agreed', 'corrected', 'undecidable', 'excluded')`,
      ),
    );
  return { reviewed: row?.reviewed ?? 0, changed: row?.changed ?? 0 };
}
