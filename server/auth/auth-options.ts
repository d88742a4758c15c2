import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { clientAddress } from "../security/client-address";
import { getServer } from "../start";
import { SESSION_MS, signInByLink, signInByPassword, signOut } from "./sign-in";

const PasswordInput = z.object({ email: z.string().max(254), password: z.string().max(512) });
const LinkInput = z.object({ token: z.string().max(100) });

type SignedIn = Awaited<ReturnType<typeof signInByPassword>> | Awaited<ReturnType<typeof signInByLink>>;
const asUser = (found: SignedIn) =>
  found && {
    id: String(found.user.id),
    name: found.user.name,
    email: found.user.email,
    sessionSecret: found.sessionSecret,
  };

const password = Credentials({
  id: "password",
  credentials: { email: {}, password: { type: "password" } },
  async authorize(input, request) {
    const parsed = PasswordInput.safeParse(input);
    if (!parsed.success) return null;
    const { store, environment } = await getServer();
    const address = clientAddress(new Headers(request.headers), environment.trustProxy);
    return asUser(await signInByPassword(store, { ...parsed.data, address, now: Date.now() }));
  },
});

const link = Credentials({
  id: "link",
  credentials: { token: {} },
  async authorize(input) {
    const parsed = LinkInput.safeParse(input);
    const { store, data, environment } = await getServer();
    const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(environment.url.hostname);
    if (!parsed.success || !data.isDemo || !loopback) return null;
    return asUser(await signInByLink(store, { token: parsed.data.token, now: Date.now() }));
  },
});

/** next-auth keeps the cookie; the session itself is a row, so that ending it really ends it. */
export function authOptions(secret: string): NextAuthOptions {
  return {
    secret,
    session: { strategy: "jwt", maxAge: SESSION_MS / 1000 },
    pages: { signIn: "/sign-in" },
    providers: [password, link],
    callbacks: {
      jwt({ token, user }) {
        if (user && "sessionSecret" in user) token.sessionSecret = user.sessionSecret;
        return token;
      },
      // nothing of the token reaches the page
      session: ({ session }) => ({ expires: session.expires, user: {} }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sessionSecret !== "string") return;
        const { store } = await getServer();
        await signOut(store, { sessionSecret: token.sessionSecret, now: Date.now() });
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}
