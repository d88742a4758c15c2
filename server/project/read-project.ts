import { z } from "zod";
import { ownCounts } from "@/db/queries/annotations";
import { annotatorOfUser } from "@/db/queries/annotators";
import { peopleAtWork } from "@/db/queries/claims";
import { resolutionCounts, statusCounts } from "@/db/queries/items";
import { projectModels } from "@/db/queries/models";
import {
  newestGuidelines,
  newestLabelSetVersion,
  pendingInvites,
  projectIdBySlug,
  projectLabels,
  projectMembers,
  projectsOf,
} from "@/db/queries/projects";
import { projectQueues } from "@/db/queries/queues";
import { newestScoreRun, reviewOutcome } from "@/db/queries/scores";
import { projectSnapshots } from "@/db/queries/snapshots";
import { notFound } from "../errors";
import type { OperationContext, ProjectInput } from "../operation";
import { authorize, mayDo } from "../permission";

/** The actor's projects. */
export async function listProjects({ store, actor }: OperationContext) {
  return projectsOf(store.read, { userId: actor.userId });
}

export const SlugInput = z.strictObject({ slug: z.string().min(1).max(100) });

/** What every page of a project needs: the project, the role, labels and counters of the navigation. */
export async function openProject(context: OperationContext, { slug }: z.infer<typeof SlugInput>) {
  const { store, actor, now } = context;
  const projectId = await projectIdBySlug(store.read, slug);
  if (projectId === undefined) throw notFound("project");
  const project = await authorize(store.read, { actor, projectId, operation: "project.open" });
  const labels = await projectLabels(store.read, { projectId });
  if (!mayDo(project.role, "project.read")) return { project: publicProject(project), labels, counts: null };
  const queues = await projectQueues(store.read, { projectId });
  const openQueues = queues.filter((queue) => queue.state === "open");
  const scoreRun = await newestScoreRun(store.read, { projectId });
  const [resolutions, snapshots, models, working] = await Promise.all([
    resolutionCounts(store.read, { projectId }),
    projectSnapshots(store.read, { projectId }),
    projectModels(store.read, { projectId }),
    peopleAtWork(store.read, { queueIds: openQueues.map((queue) => queue.id), now }),
  ]);
  return {
    project: publicProject(project),
    labels,
    counts: {
      items: project.items,
      suspected: scoreRun?.summary.issues ?? null,
      queues: openQueues.length,
      conflicts: resolutions.needsDecision,
      models: models.length,
      snapshot: snapshots[0]?.number ?? null,
      working,
    },
  };
}

type ProjectOfMember = Awaited<ReturnType<typeof authorize>>;
const publicProject = ({ id, slug, name, description, task, media, role, items, settings }: ProjectOfMember) => ({
  id,
  slug,
  name,
  description,
  task,
  media,
  role,
  items,
  settings,
});

/** The overview: what happened so far, with its denominators. */
export async function readOverview({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  await authorize(store.read, { actor, projectId, operation: "project.read" });
  const scoreRun = await newestScoreRun(store.read, { projectId });
  const [resolutions, status, queues, snapshots, outcome] = await Promise.all([
    resolutionCounts(store.read, { projectId }),
    statusCounts(store.read, { projectId }),
    projectQueues(store.read, { projectId }),
    projectSnapshots(store.read, { projectId }),
    scoreRun ? reviewOutcome(store.read, { scoreRunId: scoreRun.id }) : null,
  ]);
  return {
    resolutions,
    status,
    queues,
    snapshot: snapshots[0] ? { number: snapshots[0].number, createdAt: snapshots[0].createdAt } : null,
    score: scoreRun ? { id: scoreRun.id, createdAt: scoreRun.createdAt, summary: scoreRun.summary } : null,
    outcome,
  };
}

/** Labels, guidelines and settings, as the settings page edits them. */
export async function readSettings({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  const project = await authorize(store.read, { actor, projectId, operation: "project.read" });
  const [labels, version, guidelines] = await Promise.all([
    projectLabels(store.read, { projectId }),
    newestLabelSetVersion(store.read, { projectId }),
    newestGuidelines(store.read, { projectId }),
  ]);
  return {
    project: publicProject(project),
    labels,
    labelSetVersion: version,
    guidelines: { number: guidelines?.number ?? 0, text: guidelines?.text ?? "" },
  };
}

/** People of a project and invitations that wait. */
export async function listMembers(
  { store, actor, now }: OperationContext,
  { projectId }: z.infer<typeof ProjectInput>,
) {
  const project = await authorize(store.read, { actor, projectId, operation: "member.read" });
  const invites = mayDo(project.role, "member.manage") ? await pendingInvites(store.read, { projectId, now }) : [];
  return { members: await projectMembers(store.read, { projectId }), invites };
}

/** The annotator's home: queues open to them, what is left, what they did. */
export async function listMyQueues({ store, actor }: OperationContext) {
  const projects = await projectsOf(store.read, { userId: actor.userId });
  const found = [];
  for (const project of projects.filter((p) => mayDo(p.role, "queue.label"))) {
    const person = await annotatorOfUser(store.read, { projectId: project.id, userId: actor.userId });
    const own = person ? await ownCounts(store.read, { projectId: project.id, annotatorId: person.id }) : [];
    const queues = await projectQueues(store.read, { projectId: project.id });
    for (const queue of queues.filter((q) => q.state === "open"))
      found.push({
        queueId: queue.id,
        title: queue.title,
        slug: project.slug,
        projectName: project.name,
        total: queue.total,
        done: queue.done,
        mine: own.find((row) => row.queueId === queue.id)?.n ?? 0,
        /** The annotator's browser may run a model for it. */
        runsModel: queue.mode !== "blind" && queue.modelId !== null,
      });
  }
  return found;
}
