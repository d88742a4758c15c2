import NextAuth from "next-auth";
import { authOptions } from "@/server/auth/auth-options";
import { failureKeys, signInDelayMs } from "@/server/auth/sign-in";
import { clientAddress } from "@/server/security/client-address";
import { jsonReply, refuseForeign } from "@/server/security/request-guard";
import { getServer } from "@/server/start";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

async function handle(request: Request, context: RouteContext) {
  const refused = await refuseForeign(request);
  if (refused) return refused;
  const { secret } = await getServer();
  return NextAuth(authOptions(secret))(request, context);
}

/** A sign-in that has to wait is told so before a hash is computed. */
async function post(request: Request, context: RouteContext) {
  const { store, environment } = await getServer();
  const { nextauth } = await context.params;
  if (nextauth.join("/") === "callback/password") {
    const form = await request
      .clone()
      .formData()
      .catch(() => null);
    const keys = failureKeys(String(form?.get("email") ?? ""), clientAddress(request.headers, environment.trustProxy));
    const delay = await signInDelayMs(store, { keys, now: Date.now() });
    if (delay > 0)
      return jsonReply(429, `Too many tries. Wait ${Math.ceil(delay / 1000)} seconds.`, {
        "retry-after": String(Math.ceil(delay / 1000)),
      });
  }
  return handle(request, context);
}

export { handle as GET, post as POST };
