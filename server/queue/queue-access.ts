import { ensurePerson } from "@/db/queries/annotators";
import { queueById } from "@/db/queries/queues";
import type { Transaction } from "@/db/store";
import { conflict, notFound, OperationError } from "../errors";
import { type Actor, Id } from "../operation";
import { authorize, type Operation } from "../permission";

/** The person for whom the page was made: on a shared computer somebody else may have signed in meanwhile. */
export const PageOwner = Id.optional();

/** What a page asks for one person is never done as another. */
export function requireOwner(actor: Actor, userId: number | undefined) {
  if (userId !== undefined && userId !== actor.userId)
    throw new OperationError("forbidden", "Somebody else is signed in now.", "userId");
}

/** An open queue and the actor's annotator in it; not found for others. */
export async function requireQueue(
  tx: Transaction,
  { actor, projectId, queueId, operation }: { actor: Actor; projectId: number; queueId: number; operation: Operation },
) {
  const project = await authorize(tx, { actor, projectId, operation });
  const queue = await queueById(tx, { projectId, queueId });
  if (!queue || queue.state === "filling") throw notFound("queue");
  const annotatorId = await ensurePerson(tx, { projectId, userId: actor.userId, name: actor.name });
  return { project, queue, annotatorId };
}

export const refuseClosed = (state: string) => {
  if (state !== "open") throw conflict("This queue is closed. Answers that you gave are kept.");
};
