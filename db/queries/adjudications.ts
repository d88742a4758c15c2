import { and, asc, eq } from "drizzle-orm";
import { isAmong } from "../columns";
import { adjudications, annotations, comments, currentAnnotations, firstAnswers } from "../schema/annotations";
import { annotators } from "../schema/annotators";
import { claims } from "../schema/queues";
import { users } from "../schema/users";
import type { Queryable, Transaction } from "../store";

/** Answers of an item with what was shown to whom, for the adjudication desk. */
export async function evidenceOf(db: Queryable, { projectId, itemId }: { projectId: number; itemId: number }) {
  return db
    .select({
      annotationId: currentAnnotations.annotationId,
      annotatorId: currentAnnotations.annotatorId,
      annotator: annotators.name,
      kind: annotators.kind,
      label: currentAnnotations.label,
      certainty: currentAnnotations.certainty,
      mode: currentAnnotations.mode,
      channel: currentAnnotations.channel,
      queueId: currentAnnotations.queueId,
      suggestion: claims.suggestion,
      note: annotations.note,
      receivedAt: annotations.receivedAt,
    })
    .from(currentAnnotations)
    .innerJoin(annotators, eq(annotators.id, currentAnnotations.annotatorId))
    .innerJoin(annotations, eq(annotations.id, currentAnnotations.annotationId))
    .leftJoin(claims, eq(claims.id, annotations.claimId))
    .where(and(eq(currentAnnotations.projectId, projectId), eq(currentAnnotations.itemId, itemId)))
    .orderBy(asc(currentAnnotations.seq));
}

export async function insertAdjudication(tx: Transaction, values: typeof adjudications.$inferInsert) {
  const [row] = await tx.insert(adjudications).values(values).returning({ id: adjudications.id });
  if (!row) throw new Error("the decision was not stored");
  return row.id;
}

/** Decisions of the items, oldest first, with who decided. */
export async function adjudicationsOf(db: Queryable, { itemIds }: { itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .select({ adjudication: adjudications, by: users.email, byName: users.name })
    .from(adjudications)
    .innerJoin(users, eq(users.id, adjudications.userId))
    .where(isAmong(adjudications.itemId, itemIds))
    .orderBy(asc(adjudications.itemId), asc(adjudications.version));
}

export async function insertFirstAnswer(tx: Transaction, values: typeof firstAnswers.$inferInsert) {
  await tx.insert(firstAnswers).values(values).onConflictDoNothing();
}

export async function firstAnswer(
  db: Queryable,
  { itemId, userId, version }: { itemId: number; userId: number; version: number },
) {
  const [row] = await db
    .select({ label: firstAnswers.label })
    .from(firstAnswers)
    .where(and(eq(firstAnswers.itemId, itemId), eq(firstAnswers.userId, userId), eq(firstAnswers.version, version)));
  return row?.label;
}

export async function insertComment(tx: Transaction, values: typeof comments.$inferInsert) {
  await tx.insert(comments).values(values);
}

export async function commentsOf(
  db: Queryable,
  { projectId, itemId, userId }: { projectId: number; itemId: number; userId: number | null },
) {
  return db
    .select({ id: comments.id, text: comments.text, by: users.name, createdAt: comments.createdAt })
    .from(comments)
    .innerJoin(users, eq(users.id, comments.userId))
    .where(
      and(
        eq(comments.projectId, projectId),
        eq(comments.itemId, itemId),
        userId === null ? undefined : eq(comments.userId, userId),
      ),
    )
    .orderBy(asc(comments.id));
}
