import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import { audit, type JobState, jobs } from "../schema/jobs";
import type { Queryable, Transaction } from "../store";

export type JobRow = typeof jobs.$inferSelect;

export async function insertJob(
  tx: Transaction,
  values: {
    projectId: number | null;
    kind: string;
    input: Record<string, unknown>;
    createdBy: number | null;
    createdAt: number;
  },
) {
  const [row] = await tx
    .insert(jobs)
    .values({ ...values, state: "queued" })
    .returning({ id: jobs.id });
  if (!row) throw new Error("the job was not stored");
  return row.id;
}

export async function jobById(db: Queryable, jobId: number) {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, jobId));
  return row;
}

export async function projectJobs(db: Queryable, { projectId, limit }: { projectId: number; limit: number }) {
  return db.select().from(jobs).where(eq(jobs.projectId, projectId)).orderBy(desc(jobs.id)).limit(limit);
}

export async function unfinishedJobs(db: Queryable, { projectId, kind }: { projectId: number; kind: string }) {
  return db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.projectId, projectId), eq(jobs.kind, kind), inArray(jobs.state, ["queued", "running"])));
}

/** The oldest waiting job, marked running for exactly one caller. */
export async function takeJob(tx: Transaction, { now }: { now: number }) {
  const [next] = await tx
    .select({ id: jobs.id, attempts: jobs.attempts })
    .from(jobs)
    .where(eq(jobs.state, "queued"))
    .orderBy(asc(jobs.id))
    .limit(1);
  if (!next) return undefined;
  const [row] = await tx
    .update(jobs)
    .set({ state: "running", startedAt: now, attempts: next.attempts + 1 })
    .where(and(eq(jobs.id, next.id), eq(jobs.state, "queued")))
    .returning();
  return row;
}

export async function setJobProgress(
  tx: Transaction,
  { jobId, ...set }: { jobId: number; done: number; total: number; phase: string },
) {
  const [row] = await tx
    .update(jobs)
    .set(set)
    .where(eq(jobs.id, jobId))
    .returning({ cancelRequested: jobs.cancelRequested });
  return row?.cancelRequested ?? true;
}

export async function finishJob(
  tx: Transaction,
  {
    jobId,
    ...set
  }: { jobId: number; state: JobState; result?: Record<string, unknown>; error?: string; finishedAt: number },
) {
  await tx.update(jobs).set(set).where(eq(jobs.id, jobId));
}

export async function requestCancel(tx: Transaction, { jobId, now }: { jobId: number; now: number }) {
  await tx.update(jobs).set({ cancelRequested: true }).where(eq(jobs.id, jobId));
  await tx
    .update(jobs)
    .set({ state: "cancelled", finishedAt: now })
    .where(and(eq(jobs.id, jobId), eq(jobs.state, "queued")));
}

/** After a crash: what was running starts again, up to three times. */
export async function requeueInterrupted(tx: Transaction, { now }: { now: number }) {
  await tx
    .update(jobs)
    .set({ state: "failed", error: "The server stopped three times while this job ran.", finishedAt: now })
    .where(and(eq(jobs.state, "running"), inArray(jobs.attempts, [3, 4, 5])));
  await tx
    .update(jobs)
    .set({ state: "queued" })
    .where(and(eq(jobs.state, "running"), lt(jobs.attempts, 3)));
}

export async function insertAudit(tx: Transaction, values: typeof audit.$inferInsert) {
  await tx.insert(audit).values(values);
}

/** What the audit log says of one kind of action in a project, oldest first. */
export async function auditOf(db: Queryable, { projectId, action }: { projectId: number; action: string }) {
  return db
    .select({ id: audit.id, actor: audit.actor, subject: audit.subject, data: audit.data })
    .from(audit)
    .where(and(eq(audit.projectId, projectId), eq(audit.action, action)))
    .orderBy(asc(audit.id));
}

export async function hasQueuedJob(db: Queryable) {
  const rows = await db.select({ id: jobs.id }).from(jobs).where(eq(jobs.state, "queued")).limit(1);
  return rows.length > 0;
}
