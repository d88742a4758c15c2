import { z } from "zod";
import { annotatorOfUser } from "@/db/queries/annotators";
import { activeClaims } from "@/db/queries/claims";
import { queueById } from "@/db/queries/queues";
import { notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { suggestionsFor } from "../prediction/suggest-label";
import { describeClaims } from "./describe-claims";
import { PageOwner, requireOwner } from "./queue-access";

export const ResumeClaimsInput = z.strictObject({ projectId: Id, queueId: Id, userId: PageOwner });

/** Leases that one holds already: after a reload they come first, in the order in which they were made. */
export async function resumeClaims(
  { store, actor, now }: OperationContext,
  { projectId, queueId, userId }: z.infer<typeof ResumeClaimsInput>,
) {
  requireOwner(actor, userId);
  const project = await authorize(store.read, { actor, projectId, operation: "queue.label" });
  const queue = await queueById(store.read, { projectId, queueId });
  if (!queue) throw notFound("queue");
  const own = await annotatorOfUser(store.read, { projectId, userId: actor.userId });
  if (!own) return [];
  const claims = await activeClaims(store.read, { queueId, annotatorId: own.id, now });
  const assisted = claims.filter((claim) => claim.arm === "assisted").map((claim) => claim.itemId);
  const suggestions = await suggestionsFor(store.read, {
    projectId,
    queue,
    itemIds: assisted,
    role: project.role,
  });
  return describeClaims(store.read, { project, claims, suggestions });
}
