import type { MediaType, Task } from "@/core/label-set/label-set";
import { column } from "../columns";
import { users } from "./users";

/** Choices of a project; parsed by zod where they enter. */
export interface ProjectSettings {
  /** Strict majority needs at least this many current answers. */
  minAnswers: number;
  /** Keys of `meta` that annotators may see. */
  visibleMeta: string[];
  /** Whether external annotators count for agreement. */
  externalsCount: boolean;
  /** Where the data came from, its licence and version, in words. */
  source: string | null;
  /** A remark that stands beside every number that could be read per annotator. */
  annotatorNote: string | null;
}

export const projects = column.table(
  "projects",
  {
    id: column.id(),
    slug: column.str("slug").notNull(),
    name: column.str("name").notNull(),
    description: column.str("description").notNull().default(""),
    task: column.str("task").$type<Task>().notNull(),
    media: column.str("media").$type<MediaType>().notNull(),
    settings: column.json<ProjectSettings>("settings").notNull(),
    /** Orders annotations, adjudications and changes of given labels. */
    eventSeq: column.int("event_seq").notNull().default(0),
    items: column.int("items").notNull().default(0),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.uniqueIndex("projects_slug").on(t.slug)],
);

export const members = column.table(
  "members",
  {
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    userId: column
      .int("user_id")
      .notNull()
      .references(() => users.id),
    role: column.str("role").$type<"owner" | "manager" | "adjudicator" | "annotator" | "viewer">().notNull(),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [
    column.primaryKey({ name: "members_pk", columns: [t.projectId, t.userId] }),
    column.index("members_user").on(t.userId),
  ],
);

export const invites = column.table(
  "invites",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    email: column.str("email").notNull(),
    role: column.str("role").$type<"owner" | "manager" | "adjudicator" | "annotator" | "viewer">().notNull(),
    tokenHash: column.str("token_hash").notNull(),
    createdBy: column.int("created_by").notNull(),
    createdAt: column.at("created_at").notNull(),
    expiresAt: column.at("expires_at").notNull(),
    usedAt: column.at("used_at"),
  },
  (t) => [column.uniqueIndex("invites_token").on(t.tokenHash), column.index("invites_project").on(t.projectId)],
);

export const labelSetVersions = column.table(
  "label_set_versions",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    number: column.int("number").notNull(),
    createdBy: column.int("created_by"),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.uniqueIndex("label_set_versions_number").on(t.projectId, t.number)],
);

/** Stable keys: a label is renamed or retired, never deleted. `position` orders every vector of probabilities. */
export const labels = column.table(
  "labels",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    key: column.str("key").notNull(),
    name: column.str("name").notNull(),
    color: column.int("color").notNull(),
    shortcut: column.str("shortcut"),
    description: column.str("description"),
    position: column.int("position").notNull(),
    /** Key of the label above it in the tree, if there is one. */
    parent: column.str("parent"),
    retiredAt: column.at("retired_at"),
  },
  (t) => [
    column.uniqueIndex("labels_key").on(t.projectId, t.key),
    column.uniqueIndex("labels_position").on(t.projectId, t.position),
  ],
);

export const guidelineVersions = column.table(
  "guideline_versions",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    number: column.int("number").notNull(),
    text: column.str("text").notNull(),
    createdBy: column.int("created_by"),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.uniqueIndex("guideline_versions_number").on(t.projectId, t.number)],
);
