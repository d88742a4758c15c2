import { and, desc, eq, max } from "drizzle-orm";
import { exports_, snapshots } from "../schema/snapshots";
import type { Queryable, Transaction } from "../store";

export type SnapshotRow = typeof snapshots.$inferSelect;

export async function insertSnapshot(tx: Transaction, values: Omit<typeof snapshots.$inferInsert, "number">) {
  const [last] = await tx
    .select({ number: max(snapshots.number) })
    .from(snapshots)
    .where(eq(snapshots.projectId, values.projectId));
  const [row] = await tx
    .insert(snapshots)
    .values({ ...values, number: (last?.number ?? 0) + 1 })
    .returning({ id: snapshots.id, number: snapshots.number });
  if (!row) throw new Error("the snapshot was not stored");
  return row;
}

export async function projectSnapshots(db: Queryable, { projectId }: { projectId: number }) {
  return db.select().from(snapshots).where(eq(snapshots.projectId, projectId)).orderBy(desc(snapshots.number));
}

export async function snapshotById(
  db: Queryable,
  { projectId, snapshotId }: { projectId: number; snapshotId: number },
) {
  const [row] = await db
    .select()
    .from(snapshots)
    .where(and(eq(snapshots.projectId, projectId), eq(snapshots.id, snapshotId)));
  return row;
}

export async function snapshotByNumber(db: Queryable, { projectId, number }: { projectId: number; number: number }) {
  const [row] = await db
    .select()
    .from(snapshots)
    .where(and(eq(snapshots.projectId, projectId), eq(snapshots.number, number)));
  return row;
}

export async function insertExport(tx: Transaction, values: typeof exports_.$inferInsert) {
  const [row] = await tx.insert(exports_).values(values).returning({ id: exports_.id });
  if (!row) throw new Error("the export was not stored");
  return row.id;
}

export async function projectExports(db: Queryable, { projectId }: { projectId: number }) {
  return db.select().from(exports_).where(eq(exports_.projectId, projectId)).orderBy(desc(exports_.id));
}

export async function exportById(db: Queryable, exportId: number) {
  const [row] = await db.select().from(exports_).where(eq(exports_.id, exportId));
  return row;
}
