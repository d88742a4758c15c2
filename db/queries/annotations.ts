import { and, asc, count, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { isAmong } from "../columns";
import { annotations, currentAnnotations } from "../schema/annotations";
import { annotators } from "../schema/annotators";
import { items } from "../schema/items";
import { claims } from "../schema/queues";
import { users } from "../schema/users";
import type { Queryable, Transaction } from "../store";

export type NewAnnotation = typeof annotations.$inferInsert;
export type AnnotationRow = typeof annotations.$inferSelect;
export type CurrentRow = typeof currentAnnotations.$inferSelect;

export async function insertAnnotation(tx: Transaction, values: NewAnnotation) {
  const [row] = await tx.insert(annotations).values(values).returning({ id: annotations.id });
  if (!row) throw new Error("the annotation was not stored");
  return row.id;
}

const NEW_ANNOTATIONS = {
  table: annotations,
  onConflict: "fail" as const,
  returning: { id: annotations.id, clientKey: annotations.clientKey, annotatorId: annotations.annotatorId },
};

/** Bulk form, for imports. */
export async function insertAnnotations(tx: Transaction, rows: NewAnnotation[]) {
  return tx.insertMany(NEW_ANNOTATIONS, rows);
}

export async function annotationsByKey(
  db: Queryable,
  { annotatorId, clientKeys }: { annotatorId: number; clientKeys: string[] },
) {
  if (clientKeys.length === 0) return [];
  return db
    .select()
    .from(annotations)
    .where(and(eq(annotations.annotatorId, annotatorId), isAmong(annotations.clientKey, clientKeys)));
}

export async function annotationsByKeys(
  db: Queryable,
  { annotatorIds, clientKeys }: { annotatorIds: number[]; clientKeys: string[] },
) {
  return db
    .select({ annotatorId: annotations.annotatorId, clientKey: annotations.clientKey })
    .from(annotations)
    .where(and(isAmong(annotations.annotatorId, annotatorIds), isAmong(annotations.clientKey, clientKeys)));
}

/** The events of one annotator on one item of one queue, newest first. */
export async function chainOf(
  db: Queryable,
  { queueId, itemId, annotatorId }: { queueId: number; itemId: number; annotatorId: number },
) {
  return db
    .select()
    .from(annotations)
    .where(
      and(eq(annotations.itemId, itemId), eq(annotations.annotatorId, annotatorId), eq(annotations.queueId, queueId)),
    )
    .orderBy(desc(annotations.seq));
}

export async function setCurrent(tx: Transaction, values: CurrentRow) {
  await tx
    .insert(currentAnnotations)
    .values(values)
    .onConflictDoUpdate({
      target: [currentAnnotations.queueId, currentAnnotations.itemId, currentAnnotations.annotatorId],
      set: values,
    });
}

const { annotationId, seq, label, certainty, mode, channel, blindItem } = getTableColumns(currentAnnotations);
const CURRENT = {
  table: currentAnnotations,
  onConflict: {
    target: [currentAnnotations.queueId, currentAnnotations.itemId, currentAnnotations.annotatorId],
    overwrite: [annotationId, seq, label, certainty, mode, channel, blindItem],
  },
  returning: { itemId: currentAnnotations.itemId },
};

/** Bulk form, for imports. */
export async function setCurrentMany(tx: Transaction, rows: CurrentRow[]) {
  await tx.insertMany(CURRENT, rows);
}

export async function deleteCurrent(
  tx: Transaction,
  { queueId, itemId, annotatorId }: { queueId: number; itemId: number; annotatorId: number },
) {
  await tx
    .delete(currentAnnotations)
    .where(
      and(
        eq(currentAnnotations.queueId, queueId),
        eq(currentAnnotations.itemId, itemId),
        eq(currentAnnotations.annotatorId, annotatorId),
      ),
    );
}

/** Standing answers of the items over all queues, oldest first. */
export async function currentOfItems(db: Queryable, { itemIds }: { itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .select()
    .from(currentAnnotations)
    .where(isAmong(currentAnnotations.itemId, itemIds))
    .orderBy(asc(currentAnnotations.itemId), asc(currentAnnotations.seq));
}

/** The person's own last answers in a queue, newest first, for history and undo after a reload. */
export async function recentOwn(
  db: Queryable,
  { queueId, annotatorId, limit }: { queueId: number; annotatorId: number; limit: number },
) {
  return db
    .select({
      id: annotations.id,
      seq: annotations.seq,
      itemId: annotations.itemId,
      claimId: annotations.claimId,
      kind: annotations.kind,
      value: annotations.value,
      certainty: annotations.certainty,
      supersedes: annotations.supersedes,
      number: items.number,
      mediaHash: items.mediaHash,
    })
    .from(annotations)
    .innerJoin(items, eq(items.id, annotations.itemId))
    .where(and(eq(annotations.queueId, queueId), eq(annotations.annotatorId, annotatorId)))
    .orderBy(desc(annotations.seq))
    .limit(limit);
}

export async function ownCounts(db: Queryable, { projectId, annotatorId }: { projectId: number; annotatorId: number }) {
  return db
    .select({ queueId: currentAnnotations.queueId, n: count() })
    .from(currentAnnotations)
    .where(and(eq(currentAnnotations.projectId, projectId), eq(currentAnnotations.annotatorId, annotatorId)))
    .groupBy(currentAnnotations.queueId);
}

/** Active time of the person's last answers in a queue, for the size of the window. */
export async function recentDurations(
  db: Queryable,
  { queueId, annotatorId, limit }: { queueId: number; annotatorId: number; limit: number },
) {
  return db
    .select({ durationMs: annotations.durationMs })
    .from(annotations)
    .where(
      and(
        eq(annotations.queueId, queueId),
        eq(annotations.annotatorId, annotatorId),
        eq(annotations.kind, "label"),
        sql`${annotations.durationMs} is not null`,
      ),
    )
    .orderBy(desc(annotations.seq))
    .limit(limit);
}

/** Current answers by person; `fast` of the `timed` ones took less active time than `fastMs`. */
export async function answersPerAnnotator(db: Queryable, { projectId, fastMs }: { projectId: number; fastMs: number }) {
  return db
    .select({
      annotatorId: currentAnnotations.annotatorId,
      answers: count(),
      unsure: sql<number>`sum(case when ${currentAnnotations.certainty} = 'unsure' then 1 else 0 end)`.mapWith(Number),
      timed: count(annotations.durationMs),
      fast: sql<number>`sum(case when ${annotations.durationMs} < ${fastMs} then 1 else 0 end)`.mapWith(Number),
    })
    .from(currentAnnotations)
    .innerJoin(annotations, eq(annotations.id, currentAnnotations.annotationId))
    .where(eq(currentAnnotations.projectId, projectId))
    .groupBy(currentAnnotations.annotatorId);
}

/** Flags that stand: nothing of the same person on the item came after them. */
export async function standingFlags(db: Queryable, { projectId, limit }: { projectId: number; limit: number }) {
  return db
    .select({
      itemId: annotations.itemId,
      queueId: annotations.queueId,
      externalId: items.externalId,
      annotator: annotators.name,
      value: annotations.value,
      note: annotations.note,
      receivedAt: annotations.receivedAt,
    })
    .from(annotations)
    .innerJoin(items, eq(items.id, annotations.itemId))
    .innerJoin(annotators, eq(annotators.id, annotations.annotatorId))
    .where(
      and(
        eq(annotations.projectId, projectId),
        eq(annotations.kind, "flag"),
        sql`not exists (select 1 from annotations u where u.queue_id = ${annotations.queueId} and u.item_id = ${annotations.itemId}
          and u.annotator_id = ${annotations.annotatorId} and u.seq > ${annotations.seq})`,
      ),
    )
    .orderBy(desc(annotations.seq))
    .limit(limit);
}

/** All events of the items, oldest first: what a snapshot writes and what votes are rebuilt from. */
export async function eventsOfItems(db: Queryable, { itemIds }: { itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .select({
      annotation: annotations,
      annotator: sql<string>`coalesce(${users.email}, ${annotators.name})`,
      annotatorKind: annotators.kind,
      arm: claims.arm,
      armProbability: claims.armProbability,
      question: claims.question,
      candidates: claims.candidates,
      suggestion: claims.suggestion,
      suggestionConfidence: claims.suggestionConfidence,
      suggestionRun: claims.suggestionRun,
    })
    .from(annotations)
    .innerJoin(annotators, eq(annotators.id, annotations.annotatorId))
    .leftJoin(users, eq(users.id, annotators.userId))
    .leftJoin(claims, eq(claims.id, annotations.claimId))
    .where(isAmong(annotations.itemId, itemIds))
    .orderBy(asc(annotations.itemId), asc(annotations.seq));
}

export async function annotatedItemIds(db: Queryable, { itemIds }: { itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .selectDistinct({ itemId: annotations.itemId })
    .from(annotations)
    .where(isAmong(annotations.itemId, itemIds));
}

export async function annotationKeysOfItems(db: Queryable, { itemIds }: { itemIds: number[] }) {
  if (itemIds.length === 0) return [];
  return db
    .select({ itemId: annotations.itemId, annotator: annotators.name, clientKey: annotations.clientKey })
    .from(annotations)
    .innerJoin(annotators, eq(annotators.id, annotations.annotatorId))
    .where(and(isAmong(annotations.itemId, itemIds), eq(annotations.channel, "import")));
}
