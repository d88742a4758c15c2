import { serveModel } from "@/server/model/serve-model";
import { handled, jsonReply } from "@/server/security/request-guard";

export async function GET(request: Request, { params }: { params: Promise<{ sha256: string }> }) {
  const { sha256 } = await params;
  return handled(request, async (context) =>
    /^[0-9a-f]{64}$/.test(sha256) ? serveModel(context, { sha256 }) : jsonReply(404, "There is no such model."),
  );
}
