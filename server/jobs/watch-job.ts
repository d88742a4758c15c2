import type { z } from "zod";
import { nextJobChange } from "../event-bus";
import type { OperationContext } from "../operation";
import { type JobInput, readJob } from "./read-jobs";

/** Looks again after so long, for changes that another process made. */
const LOOK_AGAIN_MS = 15_000;

type Input = z.infer<typeof JobInput>;

async function* rowsOf(context: OperationContext, input: Input, signal: AbortSignal | undefined) {
  while (!signal?.aborted) {
    const changed = nextJobChange(input.jobId, { timeoutMs: LOOK_AGAIN_MS, ...(signal ? { signal } : {}) });
    const job = await readJob(context, input);
    yield job;
    if (job.state !== "queued" && job.state !== "running") return;
    await changed;
  }
}

/** A job's row now and after every change, until it is over; refused at once, and anew with every row. */
export async function watchJob(context: OperationContext, input: Input, signal?: AbortSignal) {
  await readJob(context, input);
  return rowsOf(context, input, signal);
}
