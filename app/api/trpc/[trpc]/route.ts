import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { viewerOf } from "@/server/auth/viewer";
import { jsonReply, refuseForeign } from "@/server/security/request-guard";
import { getServer } from "@/server/start";
import { appRouter } from "@/server/trpc/app-router";

const MAX_BODY = 2 * 1024 * 1024;
const MAX_BATCH = 10;

async function handle(request: Request) {
  const refused = await refuseForeign(request);
  if (refused) return refused;
  if (request.method === "POST" && !request.headers.get("content-type")?.startsWith("application/json"))
    return jsonReply(415, "Send application/json.");
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY) return jsonReply(413, "The request is too large.");
  if (new URL(request.url).pathname.split(",").length > MAX_BATCH)
    return jsonReply(400, "Too many calls in one batch.");
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async () => ({
      server: await getServer(),
      actor: await viewerOf(request.headers),
      now: Date.now(),
    }),
  });
  // a compressing or buffering middleman would hold events back
  response.headers.set("cache-control", "no-store, no-transform");
  response.headers.set("x-accel-buffering", "no");
  response.headers.set("vary", "Cookie");
  response.headers.set("x-content-type-options", "nosniff");
  return response;
}

export { handle as GET, handle as POST };
