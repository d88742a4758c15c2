import { decode } from "next-auth/jwt";
import { sessionUser } from "@/db/queries/users";
import type { Actor } from "../operation";
import { getServer } from "../start";
import { hashSecret } from "./secret";

const COOKIES = ["__Secure-next-auth.session-token", "next-auth.session-token"];

function readCookie(header: string | null, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return decodeURIComponent(part.slice(at + 1).trim());
  }
  return undefined;
}

/** Who sends these headers: the user of a live session row, or null. A signed cookie alone is not enough. */
export async function viewerOf(headers: Headers): Promise<Actor | null> {
  const { store, secret } = await getServer();
  const header = headers.get("cookie");
  for (const name of COOKIES) {
    const token = readCookie(header, name);
    if (!token) continue;
    const found = await decode({ token, secret }).catch(() => null);
    if (typeof found?.sessionSecret !== "string") continue;
    const user = await sessionUser(store.read, { secretHash: hashSecret(found.sessionSecret), now: Date.now() });
    if (user) return { userId: user.id, name: user.name, email: user.email, isAdmin: user.isAdmin };
  }
  return null;
}
