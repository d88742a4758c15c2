import { and, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { MediaType, Task } from "@/core/label-set/label-set";
import { dialect } from "../columns";
import {
  guidelineVersions,
  invites,
  labelSetVersions,
  labels,
  members,
  type ProjectSettings,
  projects,
} from "../schema/projects";
import { users } from "../schema/users";
import type { Queryable, Transaction } from "../store";

export type Role = "owner" | "manager" | "adjudicator" | "annotator" | "viewer";

export async function insertProject(
  tx: Transaction,
  values: {
    slug: string;
    name: string;
    description: string;
    task?: Task;
    media: MediaType;
    settings: ProjectSettings;
    createdAt: number;
  },
) {
  const [row] = await tx
    .insert(projects)
    .values({ ...values, task: values.task ?? "single-label" })
    .returning({ id: projects.id });
  if (!row) throw new Error("the project was not stored");
  return row.id;
}

export async function slugExists(db: Queryable, slug: string) {
  return (await db.$count(projects, eq(projects.slug, slug))) > 0;
}

/** A project as its member sees it, with the member's role. */
export async function memberProject(db: Queryable, { projectId, userId }: { projectId: number; userId: number }) {
  const [row] = await db
    .select({
      id: projects.id,
      slug: projects.slug,
      name: projects.name,
      description: projects.description,
      task: projects.task,
      media: projects.media,
      settings: projects.settings,
      eventSeq: projects.eventSeq,
      items: projects.items,
      role: members.role,
    })
    .from(projects)
    .innerJoin(members, and(eq(members.projectId, projects.id), eq(members.userId, userId)))
    .where(eq(projects.id, projectId));
  return row;
}

export async function projectById(db: Queryable, projectId: number) {
  const [row] = await db.select().from(projects).where(eq(projects.id, projectId));
  return row;
}

export async function projectIdBySlug(db: Queryable, slug: string) {
  const [row] = await db.select({ id: projects.id }).from(projects).where(eq(projects.slug, slug));
  return row?.id;
}

export async function projectsOf(db: Queryable, { userId }: { userId: number }) {
  return db
    .select({
      id: projects.id,
      slug: projects.slug,
      name: projects.name,
      description: projects.description,
      task: projects.task,
      media: projects.media,
      items: projects.items,
      role: members.role,
    })
    .from(projects)
    .innerJoin(members, eq(members.projectId, projects.id))
    .where(eq(members.userId, userId))
    .orderBy(asc(projects.id));
}

export async function updateProject(
  tx: Transaction,
  { projectId, ...set }: { projectId: number; name?: string; description?: string; settings?: ProjectSettings },
) {
  await tx.update(projects).set(set).where(eq(projects.id, projectId));
}

export async function addToItemCount(tx: Transaction, { projectId, by }: { projectId: number; by: number }) {
  await tx
    .update(projects)
    .set({ items: sql`${projects.items} + ${by}` })
    .where(eq(projects.id, projectId));
}

/**
 * Takes the project's event lock and returns the last number given. On PostgreSQL the row lock holds until COMMIT,
 * so numbers follow commit order; on SQLite there is one writer anyway.
 */
export async function lockEvents(tx: Transaction, { projectId }: { projectId: number }) {
  const [row] = await tx
    .update(projects)
    .set({ eventSeq: sql`${projects.eventSeq}` })
    .where(eq(projects.id, projectId))
    .returning({ eventSeq: projects.eventSeq });
  if (!row) throw new Error("no such project");
  return row.eventSeq;
}

export async function setEventSeq(tx: Transaction, { projectId, eventSeq }: { projectId: number; eventSeq: number }) {
  await tx.update(projects).set({ eventSeq }).where(eq(projects.id, projectId));
}

export async function addMember(
  tx: Transaction,
  values: { projectId: number; userId: number; role: Role; createdAt: number },
) {
  const rows = await tx.insert(members).values(values).onConflictDoNothing().returning({ userId: members.userId });
  return rows.length === 1;
}

export async function projectMembers(db: Queryable, { projectId }: { projectId: number }) {
  return db
    .select({ userId: users.id, name: users.name, email: users.email, role: members.role })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.projectId, projectId))
    .orderBy(asc(members.createdAt), asc(users.id));
}

export async function setRole(
  tx: Transaction,
  { projectId, userId, role }: { projectId: number; userId: number; role: Role },
) {
  const rows = await tx
    .update(members)
    .set({ role })
    .where(and(eq(members.projectId, projectId), eq(members.userId, userId)))
    .returning({ userId: members.userId });
  return rows.length === 1;
}

export async function deleteMember(tx: Transaction, { projectId, userId }: { projectId: number; userId: number }) {
  const rows = await tx
    .delete(members)
    .where(and(eq(members.projectId, projectId), eq(members.userId, userId)))
    .returning({ userId: members.userId });
  return rows.length === 1;
}

/** Locks the project's row, so that two owners cannot step down at once. */
export async function countOwners(tx: Transaction, { projectId }: { projectId: number }) {
  if (dialect === "postgres")
    await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId)).for("update");
  return tx.$count(members, and(eq(members.projectId, projectId), eq(members.role, "owner")));
}

export async function insertInvite(
  tx: Transaction,
  values: {
    projectId: number;
    email: string;
    role: Role;
    tokenHash: string;
    createdBy: number;
    createdAt: number;
    expiresAt: number;
  },
) {
  const [row] = await tx.insert(invites).values(values).returning({ id: invites.id });
  if (!row) throw new Error("the invitation was not stored");
  return row.id;
}

export async function openInvite(db: Queryable, { tokenHash, now }: { tokenHash: string; now: number }) {
  const [row] = await db
    .select({
      id: invites.id,
      projectId: invites.projectId,
      email: invites.email,
      role: invites.role,
      projectName: projects.name,
      slug: projects.slug,
    })
    .from(invites)
    .innerJoin(projects, eq(projects.id, invites.projectId))
    .where(and(eq(invites.tokenHash, tokenHash), isNull(invites.usedAt), gt(invites.expiresAt, now)));
  return row;
}

/** True for exactly one caller. */
export async function consumeInvite(tx: Transaction, { id, now }: { id: number; now: number }) {
  const rows = await tx
    .update(invites)
    .set({ usedAt: now })
    .where(and(eq(invites.id, id), isNull(invites.usedAt)))
    .returning({ id: invites.id });
  return rows.length === 1;
}

export async function pendingInvites(db: Queryable, { projectId, now }: { projectId: number; now: number }) {
  return db
    .select({ id: invites.id, email: invites.email, role: invites.role, expiresAt: invites.expiresAt })
    .from(invites)
    .where(and(eq(invites.projectId, projectId), isNull(invites.usedAt), gt(invites.expiresAt, now)))
    .orderBy(asc(invites.id));
}

export async function deleteInvite(tx: Transaction, { projectId, inviteId }: { projectId: number; inviteId: number }) {
  await tx
    .delete(invites)
    .where(and(eq(invites.id, inviteId), eq(invites.projectId, projectId), isNull(invites.usedAt)));
}

const labelColumns = {
  key: labels.key,
  name: labels.name,
  color: labels.color,
  shortcut: labels.shortcut,
  description: labels.description,
  position: labels.position,
  parent: labels.parent,
  retiredAt: labels.retiredAt,
};
export type LabelRow = Awaited<ReturnType<typeof projectLabels>>[number];

/** All labels, retired ones too, in the order of every vector of probabilities. */
export async function projectLabels(db: Queryable, { projectId }: { projectId: number }) {
  return db.select(labelColumns).from(labels).where(eq(labels.projectId, projectId)).orderBy(asc(labels.position));
}

export async function newestLabelSetVersion(db: Queryable, { projectId }: { projectId: number }) {
  const [row] = await db
    .select({ number: labelSetVersions.number })
    .from(labelSetVersions)
    .where(eq(labelSetVersions.projectId, projectId))
    .orderBy(desc(labelSetVersions.number))
    .limit(1);
  return row?.number ?? 0;
}

export async function insertLabelSetVersion(tx: Transaction, values: typeof labelSetVersions.$inferInsert) {
  await tx.insert(labelSetVersions).values(values);
}

export async function newestGuidelines(db: Queryable, { projectId }: { projectId: number }) {
  const [row] = await db
    .select({ number: guidelineVersions.number, text: guidelineVersions.text, createdAt: guidelineVersions.createdAt })
    .from(guidelineVersions)
    .where(eq(guidelineVersions.projectId, projectId))
    .orderBy(desc(guidelineVersions.number))
    .limit(1);
  return row;
}

export async function insertGuidelines(tx: Transaction, values: typeof guidelineVersions.$inferInsert) {
  await tx.insert(guidelineVersions).values(values);
}
