import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, test as base } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { endSession, insertSession } from "../db/queries/users";
import { openStore, type Store } from "../db/store";

export const dataFolder = process.env.E2E_DATA ?? join(import.meta.dirname, "..", ".e2e-data");

/** Makes the browser context a signed-in person: a session row and its cookie, as a sign-in would. */
export async function signInAs(
  store: Store,
  context: BrowserContext,
  { userId, origin, folder = dataFolder }: { userId: number; origin: string; folder?: string },
) {
  const sessionSecret = randomBytes(32).toString("base64url");
  const now = Date.now();
  const secretHash = createHash("sha256").update(sessionSecret).digest("hex");
  await store.transaction((tx) =>
    insertSession(tx, { userId, secretHash, createdAt: now, expiresAt: now + 3_600_000 }),
  );
  const secret = readFileSync(join(folder, "secret"), "utf8").trim();
  const value = await encode({ token: { sessionSecret }, secret, maxAge: 3_600 });
  await context.addCookies([{ name: "next-auth.session-token", value, url: origin, httpOnly: true, sameSite: "Lax" }]);
  /** Ends the session on the server; the cookie stays. */
  const end = () => store.transaction((tx) => endSession(tx, { secretHash, now: Date.now() }));
  return { end };
}

/** A test with the product's own database beside the browser, to prepare it and to look whether it is true. */
export const test = base.extend<{ origin: string }, { store: Store }>({
  origin: async ({ baseURL }, use) => use(baseURL ?? ""),
  store: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the first argument
    async ({}, use) => {
      const store = await openStore(join(dataFolder, "concord.db"));
      await use(store);
      await store.close();
    },
    { scope: "worker" },
  ],
});
