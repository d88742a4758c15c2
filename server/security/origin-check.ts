/** Is the host one of ours? Refuses names that were re-bound to a loopback address. */
export function isKnownHost(host: string | null, own: URL): boolean {
  if (!host) return false;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  const loopback = ["127.0.0.1", "localhost", "[::1]"];
  return name === own.hostname.toLowerCase() || (loopback.includes(own.hostname) && loopback.includes(name));
}

/** May a request with a cookie change something? Same origin by Sec-Fetch-Site or Origin, never cross-site. */
export function isSameOrigin(headers: Headers, own: URL): boolean {
  if (!isKnownHost(headers.get("host"), own)) return false;
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = headers.get("origin");
  if (origin === null) return site === "same-origin" || site === "none";
  const host = headers.get("host");
  return URL.canParse(origin) && new URL(origin).host === host;
}
