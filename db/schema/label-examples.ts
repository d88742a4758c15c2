import { column } from "../columns";
import { items } from "./items";
import { projects } from "./projects";
import { users } from "./users";

/** Items that managers chose to show what a label stands for. */
export const labelExamples = column.table(
  "label_examples",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    /** Key of the label; never deleted, so it always names one. */
    label: column.str("label").notNull(),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id, { onDelete: "cascade" }),
    /** Why it is a good example; annotators read it. */
    note: column.str("note"),
    addedBy: column
      .int("added_by")
      .notNull()
      .references(() => users.id),
    addedAt: column.at("added_at").notNull(),
  },
  (t) => [
    column.uniqueIndex("label_examples_item").on(t.projectId, t.label, t.itemId),
    column.index("label_examples_of_item").on(t.itemId),
  ],
);
