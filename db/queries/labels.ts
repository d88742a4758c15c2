import { and, eq } from "drizzle-orm";
import { labels } from "../schema/projects";
import type { Transaction } from "../store";

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
    parent: string | null;
    retiredAt: number | null;
  },
) {
  await tx
    .update(labels)
    .set(set)
    .where(and(eq(labels.projectId, projectId), eq(labels.key, key)));
}
