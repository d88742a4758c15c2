/** Where to go after signing in: a path of this server, else home; `//host`, `/\host` and schemes lead nowhere. */
export function safeCallback(raw: string | null | undefined): string {
  if (!raw || raw.length > 2000 || !/^\/(?![/\\])/.test(raw)) return "/";
  // control characters and backslashes are read differently by different parsers
  if (/[\p{Cc}\\]/u.test(raw)) return "/";
  const base = "http://here.invalid";
  const resolved = URL.canParse(raw, base) ? new URL(raw, base) : null;
  return resolved?.origin === base ? resolved.pathname + resolved.search : "/";
}
