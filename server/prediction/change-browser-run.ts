import { z } from "zod";
import { inferenceRunById, moveRun } from "@/db/queries/inference";
import { dropResults, releaseLeases } from "@/db/queries/inference-shards";
import { writeAudit } from "../audit";
import { conflict, notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";

export const ChangeBrowserRunInput = z.strictObject({
  projectId: Id,
  runId: Id,
  action: z.enum(["pause", "resume", "cancel"]),
});

const MOVES = {
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  cancel: { from: ["filling", "running", "paused"], to: "cancelled" },
} as const;

/**
 * Pauses, resumes or cancels a run. Shards under way go back; predictions that were checked stay, and results that wait
 * for their check are kept over a pause and dropped by a cancel.
 */
export async function changeBrowserRun(
  { store, actor, now }: OperationContext,
  { projectId, runId, action }: z.infer<typeof ChangeBrowserRunInput>,
) {
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "model.manage" });
    const run = await inferenceRunById(tx, { projectId, runId });
    if (!run) throw notFound("browser run");
    const { from, to } = MOVES[action];
    const isMoved = await moveRun(tx, {
      runId,
      from: [...from],
      state: to,
      ...(action === "cancel" ? { finishedAt: now } : {}),
    });
    if (!isMoved) throw conflict(`The run is ${run.state} now.`);
    if (action !== "resume") await releaseLeases(tx, { runId });
    if (action === "cancel") await dropResults(tx, { runId });
    await writeAudit(tx, { actor, now }, { projectId, action: `browser-run.${action}`, subject: `run ${runId}` });
    return { state: to };
  });
}
