import { and, eq } from "drizzle-orm";
import { media, uploads } from "../schema/uploads";
import type { Queryable, Transaction } from "../store";

export async function insertUpload(tx: Transaction, values: typeof uploads.$inferInsert) {
  await tx.insert(uploads).values(values).onConflictDoNothing();
}

export async function uploadOf(db: Queryable, { sha256, userId }: { sha256: string; userId: number }) {
  const [row] = await db
    .select({ sha256: uploads.sha256, bytes: uploads.bytes, name: uploads.name })
    .from(uploads)
    .where(and(eq(uploads.sha256, sha256), eq(uploads.userId, userId)));
  return row;
}

export async function insertMedia(tx: Transaction, rows: (typeof media.$inferInsert)[]) {
  if (rows.length > 0) await tx.insert(media).values(rows).onConflictDoNothing();
}
