import { finishJob, type JobRow, jobById, setJobProgress } from "@/db/queries/jobs";
import { activeUser } from "@/db/queries/users";
import type { Store } from "@/db/store";
import type { DataDirectory } from "../data-directory";
import { OperationError } from "../errors";
import { Cancelled, type JobContext, type JobHotline, noHotline } from "./job-context";
import { jobKinds } from "./job-kinds";

const REPORT_EVERY_MS = 200;

export interface JobRun {
  store: Store;
  data: DataDirectory;
  jobId: number;
  hotline?: JobHotline;
}

async function contextOf({ store, data, hotline = noHotline }: JobRun, job: JobRow): Promise<JobContext> {
  const user = job.createdBy === null ? undefined : await activeUser(store.read, job.createdBy);
  if (!user) throw new OperationError("forbidden", "The person who started this job has no account any more.");
  let reportedAt = 0;
  return {
    store,
    data,
    hotline,
    jobId: job.id,
    now: Date.now(),
    actor: { userId: user.id, name: user.name, email: user.email, isAdmin: user.isAdmin },
    async report(progress) {
      const now = Date.now();
      if (now - reportedAt < REPORT_EVERY_MS && progress.done < progress.total) return;
      reportedAt = now;
      const isCancelled = await store.transaction((tx) => setJobProgress(tx, { jobId: job.id, ...progress }));
      hotline.changed();
      if (isCancelled) throw new Cancelled();
    },
  };
}

/** Runs one job to its end and stores the outcome; the same function in a thread, on the command line and in tests. */
export async function runJob(run: JobRun) {
  const { store, jobId } = run;
  const job = await jobById(store.read, jobId);
  if (!job) throw new Error(`no job ${jobId}`);
  const work = jobKinds[job.kind];
  try {
    if (!work) throw new Error(`no job of kind ${job.kind}`);
    const result = await work(await contextOf(run, job), job.input);
    await store.transaction((tx) => finishJob(tx, { jobId, state: "done", result, finishedAt: Date.now() }));
  } catch (error) {
    const state = error instanceof Cancelled ? "cancelled" : "failed";
    const known = error instanceof OperationError || error instanceof Cancelled;
    if (!known)
      process.stderr.write(`job ${jobId} (${job.kind}): ${error instanceof Error ? error.stack : String(error)}\n`);
    const message =
      known && error instanceof Error ? error.message : `The job broke off (job ${jobId}); the log says why.`;
    await store.transaction((tx) => finishJob(tx, { jobId, state, error: message, finishedAt: Date.now() }));
  }
}
