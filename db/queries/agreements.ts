import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { currentAnnotations } from "../schema/annotations";
import { annotators } from "../schema/annotators";
import { agreements } from "../schema/resolutions";
import type { Queryable, Transaction } from "../store";

export async function storedAgreement(db: Queryable, { projectId }: { projectId: number }) {
  const [row] = await db.select().from(agreements).where(eq(agreements.projectId, projectId));
  return row;
}

export async function storeAgreement(tx: Transaction, values: typeof agreements.$inferInsert) {
  await tx.insert(agreements).values(values).onConflictDoUpdate({ target: agreements.projectId, set: values });
}

/** Pages through all standing answers by annotation, with the annotator's kind. */
export async function votesAfter(
  db: Queryable,
  {
    projectId,
    kinds,
    after,
    limit,
  }: { projectId: number; kinds: ("person" | "external" | "simulated" | "model")[]; after: number; limit: number },
) {
  return db
    .select({
      annotationId: currentAnnotations.annotationId,
      seq: currentAnnotations.seq,
      queueId: currentAnnotations.queueId,
      itemId: currentAnnotations.itemId,
      annotatorId: currentAnnotations.annotatorId,
      label: currentAnnotations.label,
      mode: currentAnnotations.mode,
      channel: currentAnnotations.channel,
      blindItem: currentAnnotations.blindItem,
      slot: currentAnnotations.slot,
      late: currentAnnotations.late,
    })
    .from(currentAnnotations)
    .innerJoin(annotators, eq(annotators.id, currentAnnotations.annotatorId))
    .where(
      and(
        eq(currentAnnotations.projectId, projectId),
        inArray(annotators.kind, kinds),
        gt(currentAnnotations.annotationId, after),
      ),
    )
    .orderBy(asc(currentAnnotations.annotationId))
    .limit(limit);
}
