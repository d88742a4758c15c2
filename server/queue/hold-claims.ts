import { z } from "zod";
import { extendActive, releaseActive } from "@/db/queries/claims";
import { Id, type OperationContext } from "../operation";
import { PageOwner, requireOwner, requireQueue } from "./queue-access";

/** A grid holds up to 100, and what undo brings back comes to them. */
const ClaimIds = z.array(Id).max(500);

export const ExtendClaimsInput = z.strictObject({
  projectId: Id,
  queueId: Id,
  claimIds: ClaimIds,
  userId: PageOwner,
});

/** Heartbeat: extends the leases that still stand. */
export async function extendClaims({ store, actor, now }: OperationContext, input: z.infer<typeof ExtendClaimsInput>) {
  const { projectId, queueId, claimIds } = input;
  requireOwner(actor, input.userId);
  return store.transaction(async (tx) => {
    const { queue, annotatorId } = await requireQueue(tx, { actor, projectId, queueId, operation: "queue.label" });
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
