import { MEDIA_VARIANTS, serveMedia } from "@/server/media/serve-media";
import { handled, jsonReply } from "@/server/security/request-guard";

export async function GET(request: Request, { params }: { params: Promise<{ itemId: string; variant: string }> }) {
  const { itemId, variant: asked } = await params;
  return handled(request, async (context) => {
    const variant = MEDIA_VARIANTS.find((one) => one === asked);
    if (!/^[1-9]\d{0,14}$/.test(itemId) || !variant) return jsonReply(404, "There is no such item.");
    const { headers } = request;
    return serveMedia(context, {
      itemId: Number(itemId),
      variant,
      etag: headers.get("if-none-match"),
      range: headers.get("range"),
    });
  });
}
