import { sql } from "drizzle-orm";
import { column } from "../columns";
import { items } from "./items";
import { projects } from "./projects";

export interface ScoreSummary {
  n: number;
  classes: string[];
  /** Items left out, by reason. */
  leftOut: { noGivenLabel: number; noPrediction: number; excluded: number };
  thresholds: number[];
  confidentJoint: number[][];
  calibratedJoint: number[][];
  noiseRate: number;
  issues: number;
  differs: number;
  accuracy: { value: number; low: number; high: number; n: number } | null;
  /** Given x predicted counts, row = given. */
  confusion: number[][];
  warnings: string[];
}

export const scoreRuns = column.table(
  "score_runs",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    runIds: column.json<number[]>("run_ids").notNull(),
    summary: column.json<ScoreSummary>("summary").notNull(),
    createdAt: column.at("created_at").notNull(),
    /** Set when all scores are stored; until then nobody sees the run. */
    finishedAt: column.at("finished_at"),
  },
  (t) => [column.index("score_runs_project").on(t.projectId, t.id)],
);

export const scores = column.table(
  "scores",
  {
    scoreRunId: column
      .int("score_run_id")
      .notNull()
      .references(() => scoreRuns.id),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    /** 1 = most suspicious. */
    rank: column.int("rank").notNull(),
    /** P(given). */
    selfConfidence: column.real("self_confidence").notNull(),
    normalizedMargin: column.real("normalized_margin").notNull(),
    rankMean: column.real("rank_mean").notNull(),
    given: column.str("given").notNull(),
    predicted: column.str("predicted").notNull(),
    confidence: column.real("confidence").notNull(),
    isIssue: column.bool("is_issue").notNull(),
  },
  (t) => [
    column.primaryKey({ name: "scores_pk", columns: [t.scoreRunId, t.itemId] }),
    column.index("scores_rank").on(t.scoreRunId, t.rank),
    column.check(
      "scores_range",
      sql`self_confidence >= 0 and self_confidence <= 1 and normalized_margin >= 0 and normalized_margin <= 1`,
    ),
  ],
);
