import { handled, jsonReply } from "@/server/security/request-guard";
import { receiveUpload } from "@/server/upload/receive-upload";

/** Raw body, streamed to disk; the name is for reports only. */
export function POST(request: Request) {
  return handled(request, async (context) => {
    if (request.headers.get("content-type") !== "application/octet-stream" || !request.body)
      return jsonReply(415, "Send the file as application/octet-stream.");
    const name = new URL(request.url).searchParams.get("name") ?? "file";
    const received = await receiveUpload(context, { body: request.body, name });
    return Response.json(received, { headers: { "cache-control": "no-store" } });
  });
}
