export type SignInResult = { ok: true } | { ok: false; message: string };

async function post(path: string, fields: Record<string, string>) {
  const token: unknown = await (await fetch("/api/auth/csrf")).json();
  const csrfToken = typeof token === "object" && token !== null && "csrfToken" in token ? String(token.csrfToken) : "";
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: location.origin, json: "true" }),
  });
}

/** Signs in without leaving the page; unlike next-auth's own client it can say how long one has to wait. */
export async function signIn(provider: "password" | "link", fields: Record<string, string>): Promise<SignInResult> {
  const wrong = provider === "password" ? "E-mail address or password is wrong." : "This link is no longer valid.";
  try {
    const reply = await post(`/api/auth/callback/${provider}`, fields);
    if (reply.ok) return { ok: true };
    if (reply.status !== 429) return { ok: false, message: wrong };
    const body: unknown = await reply.json();
    const message = typeof body === "object" && body !== null && "message" in body ? String(body.message) : "";
    return { ok: false, message: message || "Too many tries. Wait a little." };
  } catch {
    return { ok: false, message: "The server does not answer. Try again." };
  }
}

/** Ends the session on the server and goes to the sign-in page. */
export async function signOut() {
  await post("/api/auth/signout", {}).catch(() => null);
  // everything that was loaded for this person goes with the document
  location.assign("/sign-in");
}
