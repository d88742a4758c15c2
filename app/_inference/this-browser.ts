import { randomKey } from "@/app/_components/random-key";

const KEY = "concord.browser";

/** A random name of this browser, kept in it, by which the server tells one browser from another. */
export function browserKey(): string {
  const known = localStorage.getItem(KEY);
  if (known && /^[\w-]{16,64}$/.test(known)) return known;
  const made = randomKey();
  localStorage.setItem(KEY, made);
  return made;
}

const BROWSERS = [
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

/** What a browser calls itself, for people. @example browserName("... (X11; Linux x86_64) ... Firefox/140.0") // "Firefox on Linux" */
export function browserName(userAgent: string): string {
  const nameIn = (names: readonly (readonly [string, string])[]) =>
    names.find(([mark]) => userAgent.includes(mark))?.[1];
  const browser = nameIn(BROWSERS) ?? "Browser";
  const system = nameIn(SYSTEMS);
  return system ? `${browser} on ${system}` : browser;
}
