import { and, asc, eq, gt, lte, ne, or, sql } from "drizzle-orm";
import { dialect, isAmong } from "../columns";
import { items } from "../schema/items";
import { labelExamples } from "../schema/label-examples";
import { labels } from "../schema/projects";
import { claims, queueItems, queues } from "../schema/queues";
import { users } from "../schema/users";
import type { Queryable, Transaction } from "../store";
import { asksAbout, lastRank } from "./queues";

export async function insertExample(tx: Transaction, values: typeof labelExamples.$inferInsert) {
  const [row] = await tx.insert(labelExamples).values(values).returning({ id: labelExamples.id });
  if (!row) throw new Error("the example was not stored");
  return row.id;
}

/** What was removed; nothing where there was no such example in the project. */
export async function deleteExample(
  tx: Transaction,
  { projectId, exampleId }: { projectId: number; exampleId: number },
) {
  const [row] = await tx
    .delete(labelExamples)
    .where(and(eq(labelExamples.projectId, projectId), eq(labelExamples.id, exampleId)))
    .returning({ label: labelExamples.label, itemId: labelExamples.itemId });
  return row;
}

/** Examples in the order of the labels, the oldest of each label first; all of the project, or those of one label or item. */
export async function projectExamples(
  db: Queryable,
  { projectId, label, itemId }: { projectId: number; label?: string; itemId?: number },
) {
  return db
    .select({
      id: labelExamples.id,
      label: labelExamples.label,
      note: labelExamples.note,
      addedAt: labelExamples.addedAt,
      addedBy: users.name,
      isRetired: sql<boolean>`${labels.retiredAt} is not null`.mapWith(Boolean),
      itemId: labelExamples.itemId,
      contentHash: items.contentHash,
    })
    .from(labelExamples)
    .innerJoin(items, eq(items.id, labelExamples.itemId))
    .innerJoin(labels, and(eq(labels.projectId, labelExamples.projectId), eq(labels.key, labelExamples.label)))
    .innerJoin(users, eq(users.id, labelExamples.addedBy))
    .where(
      and(
        eq(labelExamples.projectId, projectId),
        label === undefined ? undefined : eq(labelExamples.label, label),
        itemId === undefined ? undefined : eq(labelExamples.itemId, itemId),
      ),
    )
    .orderBy(asc(labels.position), asc(labelExamples.id));
}

const wasBlindForEverybody = sql`exists (select 1 from ${claims} where ${claims.queueId} = ${queueItems.queueId} and ${claims.itemId} = ${queueItems.itemId} and ${claims.state} = 'answered' and ${claims.blindItem})`;

/** Ranks that one statement looks through: SQLite serves nobody else meanwhile, PostgreSQL plans the whole best. */
const STRETCH = dialect === "postgres" ? Number.MAX_SAFE_INTEGER : 2_000;

/**
 * Of some contents, those of the items of a queue that is not closed, where it still asks somebody or where everybody
 * answered blind.
 */
export async function withheldContents(
  db: Queryable,
  { projectId, queueId, contentHashes }: { projectId: number; queueId: number; contentHashes: readonly string[] },
) {
  const found: { contentHash: string; isAsked: boolean }[] = [];
  const last = await lastRank(db, { queueId });
  for (let after = 0; after < last; after += STRETCH) {
    const rows = await db
      .select({ contentHash: items.contentHash, isAsked: sql<boolean>`${asksAbout}`.mapWith(Boolean) })
      .from(queueItems)
      .innerJoin(queues, eq(queues.id, queueItems.queueId))
      .innerJoin(items, eq(items.id, queueItems.itemId))
      .where(
        and(
          eq(items.projectId, projectId),
          eq(queueItems.queueId, queueId),
          gt(queueItems.rank, after),
          lte(queueItems.rank, after + STRETCH),
          ne(queues.state, "closed"),
          isAmong(items.contentHash, contentHashes),
          or(asksAbout, wasBlindForEverybody),
        ),
      );
    found.push(...rows);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}
