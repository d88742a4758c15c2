import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, DOCUMENT_HEADERS } from "@/server/security/content-security-policy";

/** Headers only; never authorization. */
export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of DOCUMENT_HEADERS) response.headers.set(name, value);
  if (/^\/(invite|setup|sign-in)/.test(request.nextUrl.pathname))
    response.headers.set("referrer-policy", "no-referrer");
  return response;
}

// a matched request's body is cut at 10 MB, so the API stays outside
export const config = { matcher: ["/((?!api/|_next/static/|ort/|models/).*)"] };
