import { sql } from "drizzle-orm";
import { column } from "../columns";
import { annotators } from "./annotators";
import { items } from "./items";
import { projects } from "./projects";

/** label: choose one; verify: which of two labels fits, their sources hidden. */
export type Question = "label" | "verify";
export type Strategy = "suspected-label-errors" | "misclassified" | "low-confidence" | "random" | "all";

export const queues = column.table(
  "queues",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    /** For managers; may name the strategy. */
    name: column.str("name").notNull(),
    /** Neutral; all that annotators see. */
    title: column.str("title").notNull(),
    strategy: column.str("strategy").$type<Strategy>().notNull(),
    filter: column.json<Record<string, unknown>>("filter").notNull(),
    scoreRunId: column.int("score_run_id"),
    overlapMin: column.int("overlap_min").notNull(),
    overlapMax: column.int("overlap_max").notNull(),
    mode: column.str("mode").$type<"blind" | "mixed" | "assisted">().notNull(),
    blindShare: column.real("blind_share").notNull(),
    blindItemsShare: column.real("blind_items_share").notNull(),
    question: column.str("question").$type<Question>().notNull(),
    seed: column.int("seed").notNull(),
    /** Enter takes the suggestion, after a dwell. */
    enterAccepts: column.bool("enter_accepts").notNull().default(false),
    /** desk: one item at a time; grid: many small ones that the model puts in one label. */
    layout: column.str("layout").$type<"desk" | "grid">().notNull().default("desk"),
    leaseMs: column.int("lease_ms").notNull(),
    /** The model whose browser run may suggest where no stored prediction may. */
    modelId: column.int("model_id"),
    /** stored: a stored prediction first; browser: always computed on the annotator's machine. */
    suggestFrom: column.str("suggest_from").$type<"stored" | "browser">().notNull().default("stored"),
    state: column.str("state").$type<"filling" | "open" | "paused" | "closed">().notNull(),
    total: column.int("total").notNull().default(0),
    done: column.int("done").notNull().default(0),
    inConflict: column.int("in_conflict").notNull().default(0),
    /** Label answers given in the queue, all people together; the schedule of the blind share needs it. */
    judgements: column.int("judgements").notNull().default(0),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.index("queues_project").on(t.projectId, t.id)],
);

export const queueItems = column.table(
  "queue_items",
  {
    queueId: column
      .int("queue_id")
      .notNull()
      .references(() => queues.id),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    rank: column.int("rank").notNull(),
    /** Why it is here; for managers, never for annotators. */
    reason: column.str("reason").notNull(),
    slots: column.int("slots").notNull(),
    answers: column.int("answers").notNull().default(0),
    skips: column.int("skips").notNull().default(0),
    state: column.str("state").$type<"open" | "done" | "attention">().notNull(),
    inConflict: column.bool("in_conflict").notNull().default(false),
  },
  (t) => [
    column.primaryKey({ name: "queue_items_pk", columns: [t.queueId, t.itemId] }),
    column.index("queue_items_open").on(t.queueId, t.rank).where(sql`state = 'open'`),
    column.index("queue_items_rank").on(t.queueId, t.rank),
    column.index("queue_items_item").on(t.itemId),
  ],
);

/** Kept for ever: the record of what was shown. */
export const claims = column.table(
  "claims",
  {
    id: column.id(),
    queueId: column
      .int("queue_id")
      .notNull()
      .references(() => queues.id),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    slot: column.int("slot").notNull(),
    annotatorId: column
      .int("annotator_id")
      .notNull()
      .references(() => annotators.id),
    state: column.str("state").$type<"active" | "answered" | "released" | "expired">().notNull(),
    expiresAt: column.at("expires_at").notNull(),
    claimedAt: column.at("claimed_at").notNull(),
    arm: column.str("arm").$type<"blind" | "assisted">(),
    armProbability: column.real("arm_probability"),
    /** True where the item is blind for everybody (item level of the design). */
    blindItem: column.bool("blind_item"),
    question: column.str("question").$type<Question>(),
    /** verify: the two labels beside each other, in the order of the screen. */
    candidates: column.json<[string, string]>("candidates"),
    suggestionRun: column.int("suggestion_run"),
    suggestion: column.str("suggestion"),
    suggestionConfidence: column.real("suggestion_confidence"),
    labelSetVersion: column.int("label_set_version"),
    guidelineVersion: column.int("guideline_version"),
    shownAt: column.at("shown_at"),
  },
  (t) => [
    column.uniqueIndex("claims_slot").on(t.queueId, t.itemId, t.slot).where(sql`state in ('active', 'answered')`),
    column
      .uniqueIndex("claims_annotator")
      .on(t.queueId, t.itemId, t.annotatorId)
      .where(sql`state in ('active', 'answered')`),
    column.index("claims_expiry").on(t.queueId, t.expiresAt).where(sql`state = 'active'`),
    column.index("claims_person").on(t.annotatorId, t.queueId),
    column.index("claims_item").on(t.itemId, t.annotatorId),
  ],
);
