import { column } from "../columns";
import { users } from "./users";

export const uploads = column.table(
  "uploads",
  {
    id: column.id(),
    sha256: column.str("sha256").notNull(),
    bytes: column.int("bytes").notNull(),
    name: column.str("name").notNull(),
    userId: column
      .int("user_id")
      .notNull()
      .references(() => users.id),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.uniqueIndex("uploads_owner").on(t.sha256, t.userId)],
);

/** Decoded once on the way in; the original lies under `media/ab/<sha256>`. */
export const media = column.table("media", {
  sha256: column.str("sha256").primaryKey(),
  bytes: column.int("bytes").notNull(),
  contentType: column.str("content_type").notNull(),
  width: column.int("width").notNull(),
  height: column.int("height").notNull(),
});
