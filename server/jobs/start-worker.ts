import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { packageRoot } from "@/db/migrate";

export interface WorkerTask {
  jobId: number;
  databaseUrl: string;
  dataFolder: string;
  /** One Int32: 1 asks the job to stop. */
  cancel: SharedArrayBuffer;
}

/** Starts the thread that runs one job: bundled by Next in the server, built to `dist` everywhere else. */
export function startWorker(task: WorkerTask): Worker {
  if (process.env.NEXT_RUNTIME === "nodejs")
    // the options must stand here as a literal, else the bundler leaves the TypeScript file alone
    return new Worker(new URL("./job.worker.ts", import.meta.url), {
      workerData: {
        jobId: task.jobId,
        databaseUrl: task.databaseUrl,
        dataFolder: task.dataFolder,
        cancel: task.cancel,
      },
    });
  const built = join(packageRoot(), "dist", "job.worker.mjs");
  if (!existsSync(built)) throw new Error("dist/job.worker.mjs is missing: run npm run build:worker");
  return new Worker(built, { workerData: task });
}
