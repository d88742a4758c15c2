import { measureAgreement } from "../agreement/measure-agreement";
import { importDataset } from "../dataset/import-dataset";
import { trainBaselineModel } from "../model/train-baseline";
import { scoreItems } from "../quality/score-items";
import { fillQueue } from "../queue/create-queue";
import { createSnapshot } from "../snapshot/create-snapshot";
import { exportSnapshot } from "../snapshot/export-snapshot";
import type { JobContext } from "./job-context";

type Job = (context: JobContext, input: unknown) => Promise<Record<string, unknown>>;

/** Which operation runs for which kind of job row. */
export const jobKinds: Partial<Record<string, Job>> = {
  "fill-queue": fillQueue,
  score: scoreItems,
  train: trainBaselineModel,
  agreement: measureAgreement,
  import: importDataset,
  snapshot: createSnapshot,
  export: exportSnapshot,
};
