import { serveMedia } from "@/server/media/serve-media";
import { handled, jsonReply } from "@/server/security/request-guard";

export async function GET(request: Request, { params }: { params: Promise<{ itemId: string; variant: string }> }) {
  const { itemId, variant } = await params;
  return handled(request, async (context) => {
    if (!/^[1-9]\d{0,14}$/.test(itemId) || (variant !== "original" && variant !== "thumbnail"))
      return jsonReply(404, "There is no such item.");
    return serveMedia(context, { itemId: Number(itemId), variant, etag: request.headers.get("if-none-match") });
  });
}
