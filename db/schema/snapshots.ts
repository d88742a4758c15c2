import { column } from "../columns";
import { projects } from "./projects";

/** Immutable: canonical items.jsonl and schema.json, content-addressed under `snapshots/`. */
export const snapshots = column.table(
  "snapshots",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    number: column.int("number").notNull(),
    eventSeq: column.int("event_seq").notNull(),
    contentHash: column.str("content_hash").notNull(),
    itemsHash: column.str("items_hash").notNull(),
    schemaHash: column.str("schema_hash").notNull(),
    manifest: column.json<Record<string, unknown>>("manifest").notNull(),
    note: column.str("note").notNull(),
    createdBy: column.str("created_by").notNull(),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.uniqueIndex("snapshots_number").on(t.projectId, t.number)],
);

export const exports_ = column.table(
  "exports",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    snapshotId: column
      .int("snapshot_id")
      .notNull()
      .references(() => snapshots.id),
    format: column.str("format").$type<"jsonl" | "csv">().notNull(),
    options: column.json<Record<string, unknown>>("options").notNull(),
    file: column.str("file").notNull(),
    bytes: column.int("bytes").notNull(),
    manifest: column.json<Record<string, unknown>>("manifest").notNull(),
    createdBy: column.str("created_by").notNull(),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.index("exports_project").on(t.projectId, t.id)],
);
