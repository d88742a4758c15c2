import { handled, jsonReply } from "@/server/security/request-guard";
import { serveExport } from "@/server/snapshot/serve-export";

export async function GET(request: Request, { params }: { params: Promise<{ id: string; file: string }> }) {
  const { id, file } = await params;
  return handled(request, async (context) =>
    /^[1-9]\d{0,14}$/.test(id)
      ? serveExport(context, { exportId: Number(id), file })
      : jsonReply(404, "There is no such export."),
  );
}
