import { z } from "zod";
import { extendActive, releaseActive, setShownSuggestion } from "@/db/queries/claims";
import { Id, type OperationContext } from "../operation";
import { PageOwner, requireOwner, requireQueue } from "./queue-access";

const ClaimIds = z.array(Id).max(64);

export const ExtendClaimsInput = z.strictObject({
  projectId: Id,
  queueId: Id,
  claimIds: ClaimIds,
  userId: PageOwner,
  /** What the page is going to show, computed in the browser. */
  shown: z
    .array(
      z.strictObject({
        claimId: Id,
        label: z.string().max(64),
        confidence: z.number().min(0).max(1),
        runId: Id.nullable(),
      }),
    )
    .max(64)
    .default([]),
});

/** Heartbeat: extends the leases that still stand and keeps what the browser is going to show. */
export async function extendClaims({ store, actor, now }: OperationContext, input: z.output<typeof ExtendClaimsInput>) {
  const { projectId, queueId, claimIds, shown } = input;
  requireOwner(actor, input.userId);
  return store.transaction(async (tx) => {
    const { queue, annotatorId } = await requireQueue(tx, { actor, projectId, queueId, operation: "queue.label" });
    for (const one of shown)
      await setShownSuggestion(tx, {
        claimId: one.claimId,
        annotatorId,
        suggestion: one.label,
        suggestionConfidence: one.confidence,
        suggestionRun: one.runId,
      });
    const held = await extendActive(tx, { queueId, annotatorId, claimIds, expiresAt: now + queue.leaseMs });
    return { held: held.map((claim) => claim.id) };
  });
}

export const ReleaseClaimsInput = z.strictObject({
  projectId: Id,
  queueId: Id,
  claimIds: ClaimIds,
  userId: PageOwner,
});

/** Gives leases back, so that others get the items at once. */
export async function releaseClaims({ store, actor }: OperationContext, input: z.infer<typeof ReleaseClaimsInput>) {
  const { projectId, queueId, claimIds } = input;
  requireOwner(actor, input.userId);
  return store.transaction(async (tx) => {
    const { annotatorId } = await requireQueue(tx, { actor, projectId, queueId, operation: "queue.label" });
    const released = await releaseActive(tx, { queueId, annotatorId, claimIds });
    return { released: released.length };
  });
}
