import { z } from "zod";
import { jobById, projectJobs, requestCancel } from "@/db/queries/jobs";
import { writeAudit } from "../audit";
import { notFound } from "../errors";
import { announceJob } from "../event-bus";
import { Id, type OperationContext, type ProjectInput } from "../operation";
import { authorize } from "../permission";

/** The project's last jobs, newest first. */
export async function listJobs({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  await authorize(store.read, { actor, projectId, operation: "job.read" });
  const rows = await projectJobs(store.read, { projectId, limit: 30 });
  return rows.map(({ input: _, ...job }) => job);
}

export const JobInput = z.strictObject({ projectId: Id, jobId: Id });

export async function readJob({ store, actor }: OperationContext, { projectId, jobId }: z.infer<typeof JobInput>) {
  await authorize(store.read, { actor, projectId, operation: "job.read" });
  const job = await jobById(store.read, jobId);
  if (!job || job.projectId !== projectId) throw notFound("job");
  const { input: _, ...rest } = job;
  return rest;
}

/** Asks a job to stop; it does so at its next report. */
export async function cancelJob(
  { store, actor, now }: OperationContext,
  { projectId, jobId }: z.infer<typeof JobInput>,
) {
  await store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "job.cancel" });
    const job = await jobById(tx, jobId);
    if (!job || job.projectId !== projectId) throw notFound("job");
    await requestCancel(tx, { jobId, now });
    await writeAudit(tx, { actor, now }, { projectId, action: "job.cancel", subject: `${job.kind} ${jobId}` });
  });
  announceJob(jobId);
}
