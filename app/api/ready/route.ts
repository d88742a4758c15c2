import { connection } from "next/server";
import { isReady } from "@/server/backup/is-ready";

/** The database answers, too. */
export async function GET() {
  await connection();
  const ready = await isReady();
  return Response.json(
    { status: ready ? "ready" : "not ready" },
    { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
