import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { openStore } from "@/db/store";
import { openDataDirectory } from "../data-directory";
import type { JobHotline } from "./job-context";
import { runJob } from "./run-job";

const Task = z.object({
  jobId: z.int(),
  databaseUrl: z.string(),
  dataFolder: z.string(),
  cancel: z.instanceof(SharedArrayBuffer),
});

// its own connection: a long job shares nothing with the thread that answers requests
const { jobId, databaseUrl, dataFolder, cancel } = Task.parse(workerData);
const flag = new Int32Array(cancel);
const hotline: JobHotline = {
  tell: (progress) => parentPort?.postMessage(progress),
  isCancelled: () => Atomics.load(flag, 0) === 1,
  changed: () => parentPort?.postMessage("changed"),
};
const store = await openStore(databaseUrl);
try {
  await runJob({ store, data: openDataDirectory(dataFolder), jobId, hotline });
} finally {
  await store.close();
}
