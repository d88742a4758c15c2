import { memberProject, type Role } from "@/db/queries/projects";
import type { Queryable } from "@/db/store";
import { forbidden, notFound } from "./errors";
import type { Actor } from "./operation";

const everyone = ["owner", "manager", "adjudicator", "annotator", "viewer"] as const;
const managers = ["owner", "manager"] as const;
const deciders = ["owner", "manager", "adjudicator"] as const;
const labelers = ["owner", "manager", "adjudicator", "annotator"] as const;
const readers = ["owner", "manager", "adjudicator", "viewer"] as const;

/** The one table of who may do what in a project. */
export const PERMISSIONS = {
  "project.open": everyone,
  "project.read": readers,
  "project.configure": managers,
  "member.manage": ["owner"],
  "member.read": readers,
  "data.import": managers,
  "data.exclude": managers,
  "item.read": readers,
  "model.manage": managers,
  "model.read": readers,
  "score.run": managers,
  "queue.manage": managers,
  "queue.read": readers,
  "queue.label": labelers,
  "annotation.submit": labelers,
  "annotation.own": labelers,
  "agreement.read": readers,
  "agreement.run": readers,
  "annotator.read": managers,
  "adjudication.decide": deciders,
  "snapshot.create": managers,
  "snapshot.read": readers,
  "export.create": managers,
  "export.read": managers,
  "job.read": readers,
  "job.cancel": managers,
  "audit.read": managers,
} as const satisfies Record<string, readonly Role[]>;

export type Operation = keyof typeof PERMISSIONS;

export const mayDo = (role: Role, operation: Operation) => (PERMISSIONS[operation] as readonly Role[]).includes(role);

/** The project with the actor's role, or: not found for others, forbidden for members whose role does not allow it. */
export async function authorize(
  db: Queryable,
  { actor, projectId, operation }: { actor: Actor; projectId: number; operation: Operation },
) {
  const project = await memberProject(db, { projectId, userId: actor.userId });
  if (!project) throw notFound("project");
  if (!mayDo(project.role, operation)) throw forbidden();
  return project;
}
