import { z } from "zod";
import { finishJob, hasQueuedJob, jobById, requeueInterrupted, setJobProgress, takeJob } from "@/db/queries/jobs";
import type { Store } from "@/db/store";
import type { DataDirectory } from "../data-directory";
import { announceJob } from "../event-bus";
import { startWorker } from "./start-worker";

/** How many jobs run at once; the thread that answers requests keeps the rest of the machine. */
const AT_ONCE = 2;
const POLL_MS = 250;
const Progress = z.object({ done: z.number(), total: z.number(), phase: z.string() });

/** Takes job rows and starts a thread for each; what a crash interrupted starts again. */
export function startJobRunner({
  store,
  data,
  databaseUrl,
}: {
  store: Store;
  data: DataDirectory;
  databaseUrl: string;
}) {
  const logged = (error: unknown) =>
    void process.stderr.write(`job runner: ${error instanceof Error ? error.message : String(error)}\n`);
  let running = 0;
  let busy = false;

  async function ended(jobId: number, why: string) {
    running--;
    const job = await jobById(store.read, jobId);
    if (job?.state === "running")
      await store.transaction((tx) => finishJob(tx, { jobId, state: "failed", error: why, finishedAt: Date.now() }));
    announceJob(jobId);
  }
  async function keep(jobId: number, progress: z.infer<typeof Progress>, cancel: SharedArrayBuffer) {
    if (await store.transaction((tx) => setJobProgress(tx, { jobId, ...progress })))
      Atomics.store(new Int32Array(cancel), 0, 1);
    announceJob(jobId);
  }
  async function look() {
    if (busy || running >= AT_ONCE || !(await hasQueuedJob(store.read))) return;
    busy = true;
    try {
      const job = await store.transaction((tx) => takeJob(tx, { now: Date.now() }));
      if (!job) return;
      running++;
      let problem = "The job's thread ended before the job did.";
      const cancel = new SharedArrayBuffer(4);
      const worker = startWorker({ jobId: job.id, databaseUrl, dataFolder: data.folder, cancel });
      announceJob(job.id);
      worker.on("message", (raw) => {
        if (raw === "changed") return announceJob(job.id);
        const progress = Progress.safeParse(raw);
        if (progress.success) void keep(job.id, progress.data, cancel).catch(logged);
      });
      worker.on("error", (error) => {
        problem = `The job's thread broke off: ${error instanceof Error ? error.message : "unknown reason"}`;
        process.stderr.write(`job ${job.id}: ${error instanceof Error ? error.stack : String(error)}\n`);
      });
      worker.once("exit", () => void ended(job.id, problem));
    } finally {
      busy = false;
    }
  }
  store
    .transaction((tx) => requeueInterrupted(tx, { now: Date.now() }))
    .then(() => setInterval(() => void look().catch(logged), POLL_MS).unref(), logged);
}
