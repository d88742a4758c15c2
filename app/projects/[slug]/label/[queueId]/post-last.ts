/** Posts while the page goes away; the reply is never seen, so nothing here is called saved. */
export function postLast(path: string, input: unknown) {
  void fetch(`/api/trpc/${path}`, {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  }).catch(() => undefined);
}
