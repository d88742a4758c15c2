import { and, asc, eq } from "drizzle-orm";
import { labels, projects } from "../schema/projects";
import type { Queryable, Transaction } from "../store";

/** Label keys in their order where the project's labels have one; null for labels without order. */
export async function labelScale(db: Queryable, { projectId }: { projectId: number }): Promise<string[] | null> {
  const rows = await db
    .select({ key: labels.key })
    .from(labels)
    .innerJoin(projects, eq(projects.id, labels.projectId))
    .where(and(eq(labels.projectId, projectId), eq(projects.task, "ordinal")))
    .orderBy(asc(labels.position));
  return rows.length === 0 ? null : rows.map((row) => row.key);
}

export async function insertLabels(tx: Transaction, rows: (typeof labels.$inferInsert)[]) {
  await tx.insert(labels).values(rows);
}

export async function updateLabel(
  tx: Transaction,
  {
    projectId,
    key,
    ...set
  }: {
    projectId: number;
    key: string;
    name: string;
    color: number;
    shortcut: string | null;
    description: string | null;
    retiredAt: number | null;
  },
) {
  await tx
    .update(labels)
    .set(set)
    .where(and(eq(labels.projectId, projectId), eq(labels.key, key)));
}
