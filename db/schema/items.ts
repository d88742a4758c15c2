import type { MediaType } from "@/core/label-set/label-set";
import { column } from "../columns";
import { projects } from "./projects";

export type ItemStatus = "untouched" | "in-review" | "agreed" | "corrected" | "disputed" | "undecidable" | "excluded";

export const items = column.table(
  "items",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    externalId: column.str("external_id").notNull(),
    /** The opaque number that annotators see, dense per project. */
    number: column.int("number").notNull(),
    mediaType: column.str("media_type").$type<MediaType>().notNull(),
    text: column.str("text"),
    mediaHash: column.str("media_hash"),
    /** Path of the media file as the user named it. */
    mediaPath: column.str("media_path"),
    /** Of the upright picture, in pixels; null where there is none or nobody has measured it. */
    imageWidth: column.int("image_width"),
    imageHeight: column.int("image_height"),
    audioHash: column.str("audio_hash"),
    audioPath: column.str("audio_path"),
    /** One row of a table: column -> value, in the order of the columns. */
    data: column.json<[string, string | number | boolean | null][]>("data"),
    meta: column.json<Record<string, string | number | boolean | null>>("meta"),
    /** Key of the given label, if there is one. */
    given: column.str("given"),
    split: column.str("split"),
    groupKey: column.str("group_key"),
    observedAt: column.at("observed_at"),
    contentHash: column.str("content_hash").notNull(),
    status: column.str("status").$type<ItemStatus>().notNull().default("untouched"),
    excludedAt: column.at("excluded_at"),
    excludedReason: column.str("excluded_reason"),
    extra: column.json<Record<string, unknown>>("extra"),
    /** The import job that brought it. */
    importId: column.int("import_id").notNull(),
  },
  (t) => [
    column.uniqueIndex("items_external").on(t.projectId, t.externalId),
    column.uniqueIndex("items_number").on(t.projectId, t.number),
    column.index("items_status").on(t.projectId, t.status, t.id),
  ],
);
