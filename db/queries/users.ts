import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { sessions, signInFailures, signInLinks, users } from "../schema/users";
import type { Queryable, Transaction } from "../store";

const publicUser = { id: users.id, email: users.email, name: users.name, isAdmin: users.isAdmin };

export async function insertUser(
  tx: Transaction,
  values: { email: string; name: string; passwordHash: string | null; isAdmin: boolean; now: number },
) {
  const { now, ...rest } = values;
  const [row] = await tx
    .insert(users)
    .values({ ...rest, createdAt: now })
    .returning(publicUser);
  if (!row) throw new Error("the user was not stored");
  return row;
}

export async function userByEmail(db: Queryable, email: string) {
  const [row] = await db
    .select({ ...publicUser, passwordHash: users.passwordHash, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.email, email));
  return row;
}

export async function activeUser(db: Queryable, userId: number) {
  const [row] = await db
    .select(publicUser)
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.disabledAt)));
  return row;
}

export async function countUsers(db: Queryable) {
  return db.$count(users);
}

export async function allUsers(db: Queryable) {
  return db.select(publicUser).from(users).orderBy(asc(users.id));
}

export async function setPasswordHash(
  tx: Transaction,
  { userId, passwordHash }: { userId: number; passwordHash: string },
) {
  await tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
}

/** Own choices as they were stored; whoever reads them parses them. */
export async function userPreferences(db: Queryable, { userId }: { userId: number }) {
  const [row] = await db.select({ preferences: users.preferences }).from(users).where(eq(users.id, userId));
  return row?.preferences ?? null;
}

export async function setPreferences(
  tx: Transaction,
  { userId, preferences }: { userId: number; preferences: Record<string, unknown> },
) {
  await tx.update(users).set({ preferences }).where(eq(users.id, userId));
}

export async function insertSession(
  tx: Transaction,
  values: { userId: number; secretHash: string; createdAt: number; expiresAt: number },
) {
  await tx.insert(sessions).values(values);
}

/** The user of a live session: not ended, not expired, user not disabled. */
export async function sessionUser(db: Queryable, { secretHash, now }: { secretHash: string; now: number }) {
  const [row] = await db
    .select({ ...publicUser, sessionId: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.secretHash, secretHash),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, now),
        isNull(users.disabledAt),
      ),
    );
  return row;
}

export async function endSession(tx: Transaction, { secretHash, now }: { secretHash: string; now: number }) {
  await tx
    .update(sessions)
    .set({ endedAt: now })
    .where(and(eq(sessions.secretHash, secretHash), isNull(sessions.endedAt)));
}

export async function insertSignInLink(
  tx: Transaction,
  values: { kind: "setup" | "demo"; tokenHash: string; userId: number | null; expiresAt: number },
) {
  await tx.insert(signInLinks).values(values);
}

export async function signInLink(db: Queryable, { tokenHash, now }: { tokenHash: string; now: number }) {
  const [row] = await db
    .select({
      id: signInLinks.id,
      kind: signInLinks.kind,
      userId: signInLinks.userId,
      name: users.name,
      email: users.email,
    })
    .from(signInLinks)
    .leftJoin(users, eq(users.id, signInLinks.userId))
    .where(and(eq(signInLinks.tokenHash, tokenHash), isNull(signInLinks.usedAt), gt(signInLinks.expiresAt, now)));
  return row;
}

/** True for exactly one caller. */
export async function consumeSignInLink(tx: Transaction, { id, now }: { id: number; now: number }) {
  const rows = await tx
    .update(signInLinks)
    .set({ usedAt: now })
    .where(and(eq(signInLinks.id, id), isNull(signInLinks.usedAt)))
    .returning({ id: signInLinks.id });
  return rows.length === 1;
}

export async function deleteSignInLinks(tx: Transaction, { kind }: { kind: "setup" | "demo" }) {
  await tx.delete(signInLinks).where(eq(signInLinks.kind, kind));
}

export async function signInFailure(db: Queryable, key: string) {
  const [row] = await db.select().from(signInFailures).where(eq(signInFailures.key, key));
  return row;
}

export async function countSignInFailure(tx: Transaction, values: { key: string; blockedUntil: number; now: number }) {
  const { key, blockedUntil, now } = values;
  await tx
    .insert(signInFailures)
    .values({ key, failures: 1, blockedUntil, updatedAt: now })
    .onConflictDoUpdate({
      target: signInFailures.key,
      set: { failures: sql`${signInFailures.failures} + 1`, blockedUntil, updatedAt: now },
    });
}

export async function clearSignInFailures(tx: Transaction, key: string) {
  await tx.delete(signInFailures).where(eq(signInFailures.key, key));
}
