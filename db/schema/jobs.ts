import { column } from "../columns";

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

export const jobs = column.table(
  "jobs",
  {
    id: column.id(),
    projectId: column.int("project_id"),
    kind: column.str("kind").notNull(),
    input: column.json<Record<string, unknown>>("input").notNull(),
    state: column.str("state").$type<JobState>().notNull(),
    done: column.int("done").notNull().default(0),
    total: column.int("total").notNull().default(0),
    phase: column.str("phase").notNull().default(""),
    result: column.json<Record<string, unknown>>("result"),
    error: column.str("error"),
    cancelRequested: column.bool("cancel_requested").notNull().default(false),
    attempts: column.int("attempts").notNull().default(0),
    createdBy: column.int("created_by"),
    createdAt: column.at("created_at").notNull(),
    startedAt: column.at("started_at"),
    finishedAt: column.at("finished_at"),
  },
  (t) => [column.index("jobs_state").on(t.state, t.id), column.index("jobs_project").on(t.projectId, t.id)],
);

/** One row for every mutation but claim, heartbeat and submit. */
export const audit = column.table(
  "audit",
  {
    id: column.id(),
    projectId: column.int("project_id"),
    actor: column.str("actor").notNull(),
    action: column.str("action").notNull(),
    subject: column.str("subject").notNull(),
    data: column.json<Record<string, unknown>>("data").notNull(),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.index("audit_project").on(t.projectId, t.id)],
);
