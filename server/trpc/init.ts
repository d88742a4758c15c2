import { initTRPC, TRPCError } from "@trpc/server";
import { isBusy, isFull } from "@/db/errors";
import { OperationError, type OperationErrorKind } from "../errors";
import type { Actor, OperationContext } from "../operation";
import type { Server } from "../start";

export interface Context {
  server: Server;
  actor: Actor | null;
  now: number;
}

const CODES = {
  "not-found": "NOT_FOUND",
  forbidden: "FORBIDDEN",
  conflict: "CONFLICT",
  invalid: "BAD_REQUEST",
  gone: "NOT_FOUND",
  "too-many": "TOO_MANY_REQUESTS",
  full: "PAYLOAD_TOO_LARGE",
} as const satisfies Record<OperationErrorKind, string>;

const t = initTRPC.context<Context>().create({
  sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 25_000 } },
  errorFormatter({ shape, error }) {
    const known = error.cause instanceof OperationError ? error.cause : null;
    const isInput = error.code === "BAD_REQUEST" && !known;
    const isInternal = error.code === "INTERNAL_SERVER_ERROR";
    return {
      ...shape,
      // SQL, paths and stacks stay here
      message: isInternal ? shape.message : (known?.message ?? (isInput ? inputMessage(error) : shape.message)),
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, field: known?.field ?? null },
    };
  },
});

/** The first thing that is wrong with an input, with the field's path. */
function inputMessage(error: TRPCError): string {
  const issues = error.cause && "issues" in error.cause ? error.cause.issues : null;
  const first: unknown = Array.isArray(issues) ? issues[0] : null;
  if (typeof first !== "object" || first === null || !("message" in first)) return "The request is not valid.";
  const path = "path" in first && Array.isArray(first.path) ? first.path.join(".") : "";
  return path ? `${path}: ${String(first.message)}` : String(first.message);
}

let errorCount = 0;

/** The one place where errors of operations become answers. */
const mapped = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = result.error.cause;
  if (cause instanceof OperationError) throw new TRPCError({ code: CODES[cause.kind], message: cause.message, cause });
  if (result.error.code !== "INTERNAL_SERVER_ERROR") return result;
  const id = `${Date.now().toString(36)}-${errorCount++}`;
  process.stderr.write(`error ${id}: ${cause instanceof Error ? cause.stack : String(cause)}\n`);
  if (isBusy(cause)) throw new TRPCError({ code: "SERVICE_UNAVAILABLE", message: "The database is busy. Try again." });
  if (isFull(cause))
    throw new TRPCError({
      code: "INTERNAL_SERVER_ERROR",
      message: "The disk of the server is full. Nothing was stored.",
    });
  throw new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: `Something went wrong on the server (error ${id}).` });
});

export const { router, createCallerFactory } = t;

/** Everything but health needs a signed-in person; which one may do what is decided in the operation. */
export const procedure = mapped.use(({ ctx, next }) => {
  if (!ctx.actor) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  const operation: OperationContext = {
    store: ctx.server.store,
    data: ctx.server.data,
    actor: ctx.actor,
    now: ctx.now,
  };
  return next({ ctx: { operation } });
});

/** For whoever holds a token: set-up and invitations. */
export const openProcedure = mapped;
