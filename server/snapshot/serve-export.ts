import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { exportById } from "@/db/queries/snapshots";
import { notFound } from "../errors";
import type { OperationContext } from "../operation";
import { authorize } from "../permission";
import { FILE_HEADERS } from "../security/content-security-policy";

/** An export's zip, for whoever may export. */
export async function serveExport(
  { store, actor, data }: OperationContext,
  { exportId, file }: { exportId: number; file: string },
) {
  const row = await exportById(store.read, exportId);
  if (!row || row.file !== file) throw notFound("export");
  await authorize(store.read, { actor, projectId: row.projectId, operation: "export.read" });
  const path = data.exportFile(row.id, row.file);
  const { size } = await stat(path);
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
    headers: {
      ...FILE_HEADERS,
      "content-type": "application/zip",
      "content-length": String(size),
      "content-disposition": `attachment; filename="${row.file}"`,
      "cache-control": "no-store",
      vary: "Cookie",
    },
  });
}
