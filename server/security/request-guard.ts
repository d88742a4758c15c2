import { viewerOf } from "../auth/viewer";
import { OperationError } from "../errors";
import type { OperationContext } from "../operation";
import { getServer } from "../start";
import { isKnownHost, isSameOrigin } from "./origin-check";

const STATUS = {
  "not-found": 404,
  forbidden: 403,
  conflict: 409,
  invalid: 400,
  gone: 410,
  "too-many": 429,
  full: 413,
} as const;

export const jsonReply = (status: number, message: string, extra: Record<string, string> = {}) =>
  Response.json(
    { message },
    { status, headers: { "cache-control": "no-store", "x-content-type-options": "nosniff", ...extra } },
  );

/** Refuses foreign hosts, and changes that another site asked for; null when all is well. */
export async function refuseForeign(request: Request): Promise<Response | null> {
  const { environment } = await getServer();
  if (!isKnownHost(request.headers.get("host"), environment.url))
    return jsonReply(421, "This host is not served here.");
  const reads = request.method === "GET" || request.method === "HEAD";
  if (!reads && !isSameOrigin(request.headers, environment.url)) return jsonReply(403, "Cross-site request refused.");
  return null;
}

/** Runs a route's work as the signed-in person; errors of operations become their status, others a generic 500. */
export async function handled(
  request: Request,
  work: (context: OperationContext) => Promise<Response>,
): Promise<Response> {
  const refused = await refuseForeign(request);
  if (refused) return refused;
  const actor = await viewerOf(request.headers);
  if (!actor) return jsonReply(401, "Sign in first.");
  const { store, data } = await getServer();
  try {
    return await work({ store, data, actor, now: Date.now() });
  } catch (error) {
    if (error instanceof OperationError) return jsonReply(STATUS[error.kind], error.message);
    process.stderr.write(
      `${request.method} ${new URL(request.url).pathname}: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return jsonReply(500, "Something went wrong on the server.");
  }
}
