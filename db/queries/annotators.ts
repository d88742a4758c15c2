import { and, asc, eq } from "drizzle-orm";
import { annotators } from "../schema/annotators";
import type { Queryable, Transaction } from "../store";

export async function projectAnnotators(db: Queryable, { projectId }: { projectId: number }) {
  return db
    .select({
      id: annotators.id,
      name: annotators.name,
      kind: annotators.kind,
      userId: annotators.userId,
      note: annotators.note,
    })
    .from(annotators)
    .where(eq(annotators.projectId, projectId))
    .orderBy(asc(annotators.id));
}

export async function annotatorOfUser(db: Queryable, { projectId, userId }: { projectId: number; userId: number }) {
  const [row] = await db
    .select({ id: annotators.id, name: annotators.name })
    .from(annotators)
    .where(and(eq(annotators.projectId, projectId), eq(annotators.userId, userId)));
  return row;
}

/** The member's annotator, made at the first claim. */
export async function ensurePerson(
  tx: Transaction,
  { projectId, userId, name }: { projectId: number; userId: number; name: string },
) {
  await tx.insert(annotators).values({ projectId, userId, name, kind: "person" }).onConflictDoNothing();
  const row = await annotatorOfUser(tx, { projectId, userId });
  if (row) return row.id;
  // another member has the same name
  await tx
    .insert(annotators)
    .values({ projectId, userId, name: `${name} (${userId})`, kind: "person" })
    .onConflictDoNothing();
  const made = await annotatorOfUser(tx, { projectId, userId });
  if (!made) throw new Error("the annotator was not stored");
  return made.id;
}

export async function ensureNamed(
  tx: Transaction,
  {
    projectId,
    name,
    kind,
    note,
  }: { projectId: number; name: string; kind: "external" | "simulated"; note: string | null },
) {
  await tx.insert(annotators).values({ projectId, name, kind, note }).onConflictDoNothing();
  const [row] = await tx
    .select({ id: annotators.id })
    .from(annotators)
    .where(and(eq(annotators.projectId, projectId), eq(annotators.kind, kind), eq(annotators.name, name)));
  if (!row) throw new Error("the annotator was not stored");
  return row.id;
}
