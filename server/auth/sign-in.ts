import {
  clearSignInFailures,
  consumeSignInLink,
  countSignInFailure,
  countUsers,
  deleteSignInLinks,
  endSession,
  insertSession,
  insertSignInLink,
  insertUser,
  signInFailure,
  signInLink,
  userByEmail,
} from "@/db/queries/users";
import type { Store } from "@/db/store";
import { OperationError } from "../errors";
import { hashPassword, passwordFits } from "./password";
import { hashSecret, newSecret } from "./secret";

export const SESSION_MS = 30 * 86_400_000;
const FREE_TRIES = 5;
const LONGEST_DELAY_MS = 15 * 60_000;

/** How long the account or the address has to wait still; 0 when it may try. */
export async function signInDelayMs(store: Store, { keys, now }: { keys: string[]; now: number }): Promise<number> {
  const rows = await Promise.all(keys.map((key) => signInFailure(store.read, key)));
  return Math.max(0, ...rows.map((row) => (row ? row.blockedUntil - now : 0)));
}

async function noteFailure(store: Store, { keys, now }: { keys: string[]; now: number }) {
  for (const key of keys) {
    const failures = ((await signInFailure(store.read, key))?.failures ?? 0) + 1;
    const free = key.startsWith("address:") ? FREE_TRIES * 10 : FREE_TRIES;
    const delay = failures < free ? 0 : Math.min(LONGEST_DELAY_MS, 1000 * 2 ** (failures - free));
    await store.transaction((tx) => countSignInFailure(tx, { key, blockedUntil: now + delay, now }));
  }
}

export const failureKeys = (email: string, address: string) => [
  `account:${email.normalize("NFC").trim().toLowerCase().slice(0, 254)}:${address}`,
  `address:${address}`,
];

/** A new session row; the secret goes into the cookie, its hash into the table. */
async function startSession(store: Store, { userId, now }: { userId: number; now: number }): Promise<string> {
  const secret = newSecret();
  await store.transaction((tx) =>
    insertSession(tx, { userId, secretHash: hashSecret(secret), createdAt: now, expiresAt: now + SESSION_MS }),
  );
  return secret;
}

/** Checks name and password; null for every kind of no, in the same time. */
export async function signInByPassword(
  store: Store,
  { email, password, address, now }: { email: string; password: string; address: string; now: number },
) {
  const keys = failureKeys(email, address);
  if ((await signInDelayMs(store, { keys, now })) > 0) return null;
  const user = await userByEmail(store.read, email.normalize("NFC").trim().toLowerCase());
  const fits = await passwordFits(password, user?.passwordHash);
  if (!user || !fits || user.disabledAt !== null) {
    await noteFailure(store, { keys, now });
    return null;
  }
  await store.transaction((tx) => clearSignInFailures(tx, keys[0] ?? ""));
  return { user, sessionSecret: await startSession(store, { userId: user.id, now }) };
}

/** The demo's one-click link; valid while this server runs, any number of times. */
export async function signInByLink(store: Store, { token, now }: { token: string; now: number }) {
  const link = await signInLink(store.read, { tokenHash: hashSecret(token), now });
  if (link?.kind !== "demo" || link.userId === null) return null;
  return {
    user: { id: link.userId, name: link.name ?? "", email: link.email ?? "" },
    sessionSecret: await startSession(store, { userId: link.userId, now }),
  };
}

export async function signOut(store: Store, { sessionSecret, now }: { sessionSecret: string; now: number }) {
  await store.transaction((tx) => endSession(tx, { secretHash: hashSecret(sessionSecret), now }));
}

/** Fresh demo links for these people; those of earlier starts stop working. */
export async function makeDemoLinks(store: Store, { userIds, now }: { userIds: number[]; now: number }) {
  const links = userIds.map((userId) => ({ userId, token: newSecret() }));
  await store.transaction(async (tx) => {
    await deleteSignInLinks(tx, { kind: "demo" });
    for (const { userId, token } of links)
      await insertSignInLink(tx, { kind: "demo", tokenHash: hashSecret(token), userId, expiresAt: now + SESSION_MS });
  });
  return links;
}

/** A one-time set-up link while nobody has an account; undefined afterwards. */
export async function makeSetupLink(store: Store, { now }: { now: number }): Promise<string | undefined> {
  if ((await countUsers(store.read)) > 0) return undefined;
  const token = newSecret();
  await store.transaction(async (tx) => {
    await deleteSignInLinks(tx, { kind: "setup" });
    await insertSignInLink(tx, {
      kind: "setup",
      tokenHash: hashSecret(token),
      userId: null,
      expiresAt: now + 7 * 86_400_000,
    });
  });
  return token;
}

/** Makes the first account, an administrator, for whoever holds the set-up link; works once. */
export async function consumeSetupLink(
  store: Store,
  { token, email, name, password, now }: { token: string; email: string; name: string; password: string; now: number },
) {
  const passwordHash = await hashPassword(password);
  return store.transaction(async (tx) => {
    const link = await signInLink(tx, { tokenHash: hashSecret(token), now });
    if (link?.kind !== "setup" || !(await consumeSignInLink(tx, { id: link.id, now })))
      throw new OperationError("gone", "This set-up link was used or replaced. Start Concord again for a new one.");
    return insertUser(tx, { email, name, passwordHash, isAdmin: true, now });
  });
}
