import { column } from "../columns";
import { projects } from "./projects";
import { users } from "./users";

export const annotators = column.table(
  "annotators",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    name: column.str("name").notNull(),
    kind: column.str("kind").$type<"person" | "external" | "simulated" | "model">().notNull(),
    userId: column.int("user_id").references(() => users.id),
    /** For simulated ones: the generating seed and noise, in words. */
    note: column.str("note"),
  },
  (t) => [
    column.uniqueIndex("annotators_name").on(t.projectId, t.kind, t.name),
    column.uniqueIndex("annotators_user").on(t.projectId, t.userId),
  ],
);
