import type { AnnotationValue } from "@/core/annotation/annotation-value";
import { column } from "../columns";
import { annotators } from "./annotators";
import { items } from "./items";
import { projects } from "./projects";
import { users } from "./users";

export type AnnotationKind = "label" | "skip" | "flag" | "undo";

/** An answer, or the reason of a flag; nothing for skip and undo. */
export type StoredValue = AnnotationValue | { reason: string } | Record<string, never>;

/** Append-only, by trigger: a correction supersedes, nothing is overwritten. */
export const annotations = column.table(
  "annotations",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    seq: column.int("seq").notNull(),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    /** 0: outside any queue (imported). */
    queueId: column.int("queue_id").notNull(),
    claimId: column.int("claim_id"),
    annotatorId: column
      .int("annotator_id")
      .notNull()
      .references(() => annotators.id),
    kind: column.str("kind").$type<AnnotationKind>().notNull(),
    value: column.json<StoredValue>("value").notNull(),
    certainty: column.str("certainty").$type<"sure" | "unsure">().notNull(),
    channel: column.str("channel").$type<"desk" | "grid" | "explorer" | "import" | "api">().notNull(),
    mode: column.str("mode").$type<"blind" | "assisted" | "unknown">().notNull(),
    late: column.bool("late").notNull().default(false),
    clientKey: column.str("client_key").notNull(),
    clientTime: column.at("client_time"),
    receivedAt: column.at("received_at").notNull(),
    durationMs: column.int("duration_ms"),
    supersedes: column.int("supersedes"),
    note: column.str("note"),
    extra: column.json<Record<string, unknown>>("extra"),
  },
  (t) => [
    column.uniqueIndex("annotations_key").on(t.annotatorId, t.clientKey),
    column.uniqueIndex("annotations_seq").on(t.projectId, t.seq),
    column.index("annotations_item").on(t.itemId, t.annotatorId, t.queueId),
  ],
);

/** Derived in the same transaction: the standing answer per (queue, item, annotator). */
export const currentAnnotations = column.table(
  "current_annotations",
  {
    queueId: column.int("queue_id").notNull(),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    annotatorId: column
      .int("annotator_id")
      .notNull()
      .references(() => annotators.id),
    projectId: column.int("project_id").notNull(),
    annotationId: column.int("annotation_id").notNull(),
    seq: column.int("seq").notNull(),
    /** In the form of `answerText`. */
    label: column.str("label").notNull(),
    certainty: column.str("certainty").$type<"sure" | "unsure">().notNull(),
    mode: column.str("mode").$type<"blind" | "assisted" | "unknown">().notNull(),
    channel: column.str("channel").$type<"desk" | "grid" | "explorer" | "import" | "api">().notNull(),
    blindItem: column.bool("blind_item").notNull(),
    /** Slot of the claim; 0 for imports and late answers, which stand outside the quota. */
    slot: column.int("slot").notNull(),
    late: column.bool("late").notNull(),
  },
  (t) => [
    column.primaryKey({ name: "current_annotations_pk", columns: [t.queueId, t.itemId, t.annotatorId] }),
    column.index("current_annotations_item").on(t.itemId),
    column.index("current_annotations_project").on(t.projectId, t.annotatorId),
  ],
);

/** Append-only, by trigger; the highest version counts. */
export const adjudications = column.table(
  "adjudications",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    seq: column.int("seq").notNull(),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    version: column.int("version").notNull(),
    /** reopened: an undo of an answer that the decision had seen. */
    decision: column.str("decision").$type<"label" | "undecidable" | "exclude" | "reopened">().notNull(),
    label: column.str("label"),
    ownFirstAnswer: column.str("own_first_answer"),
    reason: column.str("reason").notNull(),
    rule: column.str("rule"),
    seenAnnotations: column.json<number[]>("seen_annotations").notNull(),
    userId: column
      .int("user_id")
      .notNull()
      .references(() => users.id),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [
    column.uniqueIndex("adjudications_version").on(t.itemId, t.version),
    column.uniqueIndex("adjudications_seq").on(t.projectId, t.seq),
  ],
);

/** What an adjudicator answered before the evidence was shown; fixed once given. */
export const firstAnswers = column.table(
  "first_answers",
  {
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    userId: column
      .int("user_id")
      .notNull()
      .references(() => users.id),
    /** The decision round it belongs to: the version the item had. */
    version: column.int("version").notNull(),
    label: column.str("label").notNull(),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.primaryKey({ name: "first_answers_pk", columns: [t.itemId, t.userId, t.version] })],
);

export const comments = column.table(
  "comments",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    userId: column
      .int("user_id")
      .notNull()
      .references(() => users.id),
    text: column.str("text").notNull(),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.index("comments_item").on(t.itemId)],
);
