import { z } from "zod";
import { storedAnswer } from "@/core/annotation/answer-text";
import { ownCounts, recentOwn } from "@/db/queries/annotations";
import { annotatorOfUser } from "@/db/queries/annotators";
import { newestGuidelines, projectIdBySlug, projectLabels } from "@/db/queries/projects";
import { queueById } from "@/db/queries/queues";
import { ownKeysOf } from "../annotator/update-preferences";
import { notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";

export const OpenDeskInput = z.strictObject({ slug: z.string().max(100), queueId: Id });

/** What the label screen starts with: labels, guidelines, the queue's neutral title and one's own last answers. */
export async function openDesk({ store, actor }: OperationContext, { slug, queueId }: z.infer<typeof OpenDeskInput>) {
  const projectId = await projectIdBySlug(store.read, slug);
  if (projectId === undefined) throw notFound("project");
  const project = await authorize(store.read, { actor, projectId, operation: "queue.label" });
  const queue = await queueById(store.read, { projectId, queueId });
  if (!queue || queue.state === "filling") throw notFound("queue");
  const [labels, guidelines, own] = await Promise.all([
    projectLabels(store.read, { projectId }),
    newestGuidelines(store.read, { projectId }),
    annotatorOfUser(store.read, { projectId, userId: actor.userId }),
  ]);
  const events = own ? await recentOwn(store.read, { queueId, annotatorId: own.id, limit: 60 }) : [];
  const counts = own ? await ownCounts(store.read, { projectId, annotatorId: own.id }) : [];
  const undone = new Set(events.filter((event) => event.kind === "undo").map((event) => event.supersedes));
  const replaced = new Set(events.filter((event) => event.kind === "label").map((event) => event.supersedes));
  return {
    project: { id: projectId, slug: project.slug, name: project.name, media: project.media, task: project.task },
    role: project.role,
    queue: {
      id: queue.id,
      title: queue.title,
      total: queue.total,
      done: queue.done,
      state: queue.state,
      layout: queue.layout,
      enterAccepts: queue.enterAccepts,
    },
    mine: counts.find((row) => row.queueId === queueId)?.n ?? 0,
    labels: labels.filter((label) => label.retiredAt === null),
    /** Labels that there are, by position: what an answer of several labels could choose from. */
    offered: labels.length,
    ownKeys: await ownKeysOf(store.read, { userId: actor.userId, projectId }),
    guidelines: guidelines?.text ?? "",
    /** Standing answers of one's own, newest first. */
    history: events
      .filter((event) => event.kind !== "undo" && !undone.has(event.id) && !replaced.has(event.id))
      .slice(0, 20)
      .map((event) => ({
        claimId: event.claimId ?? 0,
        itemId: event.itemId,
        number: event.number,
        kind: event.kind,
        label: storedAnswer(event.value),
        certainty: event.certainty,
        thumbnail: event.mediaHash === null ? null : `/api/media/${event.itemId}/thumbnail`,
      })),
  };
}
