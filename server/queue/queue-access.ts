import { ensurePerson } from "@/db/queries/annotators";
import { queueById } from "@/db/queries/queues";
import type { Transaction } from "@/db/store";
import { conflict, notFound } from "../errors";
import type { Actor } from "../operation";
import { authorize, type Operation } from "../permission";

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
