import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "@/db/migrate";

const root = packageRoot();
const FOLDERS = ["core", "db", "server", "app", "e2e"];

interface Edge {
  from: string;
  to: string;
  isType: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "migrations" || entry.name === "fixtures" ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|bench|spec)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const PATTERNS = [
  { find: /\b(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?["']([^"']+)["']/g },
  { find: /\bimport\(\s*()["']([^"']+)["']\s*\)/g },
  { find: /new URL\(\s*()["'](\.[^"']+)["'],\s*import\.meta\.url/g },
];

/** Import edges of a text; `@/` and relative targets as paths from the root, packages by name. */
export function edgesOf(from: string, text: string): Edge[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
  return PATTERNS.flatMap(({ find }) =>
    [...code.matchAll(find)].map((match) => {
      const target = match[2] ?? "";
      const to = target.startsWith("@/")
        ? target.slice(2)
        : target.startsWith(".")
          ? normalize(join(dirname(from), target))
          : target;
      const named = /\{([^}]*)\}/.exec(match[0])?.[1];
      const isType =
        Boolean(match[1]?.trim()) ||
        (named !== undefined &&
          named.trim() !== "" &&
          named.split(",").every((one) => one.trim() === "" || one.trim().startsWith("type ")));
      return { from, to, isType };
    }),
  );
}

const inside = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
const isOneOf = (path: string, ...folders: string[]) => folders.some((folder) => inside(path, folder));

/** Why an edge is not allowed, or null. */
export function broken({ from, to, isType }: Edge): string | null {
  const isTestSupport = /test-(store|context)\.ts$|\.child\.ts$/.test(from);
  if (inside(from, "core")) {
    if (isOneOf(to, "db", "server", "app") || /^(node:|react|next)/.test(to)) return "R1 core is pure";
  }
  if (inside(from, "db") && isOneOf(to, "server", "app")) return "R2 db imports core alone";
  if (!inside(from, "db") && /^(drizzle-orm|better-sqlite3|pg)($|\/)/.test(to)) return "R2 only db names the database";
  if (
    inside(from, "server") &&
    !isOneOf(from, "server/trpc", "server/rest", "server/jobs", "server/cli", "server/demo", "server/start.ts") &&
    !isTestSupport
  ) {
    if (isOneOf(to, "server/trpc", "server/rest", "server/cli", "server/demo"))
      return "R3 an operation does not know who calls it";
    if (inside(to, "server/jobs") && to !== "server/jobs/job-context" && !isType)
      return "R3 an operation does not know who calls it";
  }
  if (isOneOf(from, "server/trpc", "server/rest") && inside(to, "db") && !to.startsWith("db/errors"))
    return "R4 routers reach the database through operations";
  if (isOneOf(from, "core", "db", "server") && inside(to, "app")) return "R5 nothing below app imports app";
  if (inside(from, "app")) {
    if (inside(to, "db")) return "R6 app never imports db";
    const mayNameServer = inside(from, "app/_trpc") || /^app\/api\/.*route\.tsx?$/.test(from);
    if (inside(to, "server") && !mayNameServer) return "R6 only the funnel and the API routes name server";
    if (inside(to, "server") && /app\/_trpc\/(client|types)\.tsx?$/.test(from) && !isType)
      return "R6 the client funnel imports types alone";
  }
  if (/^onnxruntime-web/.test(to) && !inside(from, "app/_inference"))
    return "R8 only app/_inference names onnxruntime-web";
  if (/^onnxruntime-node/.test(to) && !inside(from, "server")) return "R8 onnxruntime-node is the server's";
  return null;
}

const files = FOLDERS.flatMap(sources);
const edges = files.flatMap((file) => edgesOf(file, readFileSync(join(root, file), "utf8")));

test("enough was read to say anything", () => {
  expect(files.length).toBeGreaterThan(150);
  expect(edges.length).toBeGreaterThan(500);
});

test("imports point one way", () => {
  const found = edges.flatMap((edge) => {
    const why = broken(edge);
    return why ? [`${edge.from} -> ${edge.to}: ${why}`] : [];
  });
  expect(found).toEqual([]);
});

describe("the rules see what they should", () => {
  test.each([
    ["core/a.ts", 'import { x } from "node:fs";'],
    ["core/a.ts", 'import { x } from "@/db/store";'],
    ["db/a.ts", 'import { x } from "../server/errors";'],
    ["server/queue/a.ts", 'import { eq } from "drizzle-orm";'],
    ["server/queue/a.ts", 'import { router } from "../trpc/init";'],
    ["server/trpc/a.ts", 'import { openItems } from "@/db/queries/queues";'],
    ["server/queue/a.ts", 'import { Button } from "@/app/_components/button";'],
    ["app/page.tsx", 'import { getServer } from "@/server/start";'],
    ["app/page.tsx", 'const x = await import("@/db/store");'],
    ["app/_trpc/client.tsx", 'import { appRouter } from "@/server/trpc/app-router";'],
    ["app/page.tsx", 'import * as ort from "onnxruntime-web/wasm";'],
    ["core/a.ts", 'export * from "react";'],
  ])("%s: %s", (from, text) => {
    expect(edgesOf(from, text).map(broken).filter(Boolean)).toHaveLength(1);
  });

  test("and nothing else", () => {
    const legal = [
      ["app/_trpc/types.ts", 'import type { AppRouter } from "@/server/trpc/app-router";'],
      ["app/api/uploads/route.ts", 'import { handled } from "@/server/security/request-guard";'],
      ["server/quality/a.ts", 'import type { JobContext } from "../jobs/job-context";'],
      ["db/schema/a.ts", 'import type { X } from "@/core/item/item-content";'],
    ] as const;
    for (const [from, text] of legal) expect(edgesOf(from, text).map(broken)).toEqual([null]);
  });
});

test("no Server Actions, no drizzle transaction outside the store, no builder outside db", () => {
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    expect(/^["']use server["']/m.test(text), `${file} says "use server"`).toBe(false);
    if (!/^db\/store-/.test(file))
      expect(/\bdb\.transaction\(/.test(text), `${file} opens its own transaction`).toBe(false);
    if (inside(file, "db/queries"))
      for (const [k, line] of text.split("\n").entries())
        expect(
          /^\s*(tx|db)\s*\.(insert|update|delete)/.test(line) || /^\s{2,}(tx|db)$/.test(line),
          `${file}:${k + 1} neither awaits nor returns`,
        ).toBe(false);
  }
});

test("cycles: no module reaches itself", () => {
  const known = new Set(files.map((file) => file.replace(/\.tsx?$/, "")));
  const next = new Map<string, string[]>();
  for (const { from, to, isType } of edges) {
    const target = to.replace(/\.tsx?$/, "");
    if (isType || !known.has(target)) continue;
    const key = from.replace(/\.tsx?$/, "");
    next.set(key, [...(next.get(key) ?? []), target]);
  }
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (node: string, path: string[]) => {
    if (state.get(node) === "done") return;
    if (state.get(node) === "open") {
      cycles.push([...path.slice(path.indexOf(node)), node].map((one) => relative("", one)).join(" -> "));
      return;
    }
    state.set(node, "open");
    for (const target of next.get(node) ?? []) visit(target, [...path, node]);
    state.set(node, "done");
  };
  for (const node of known) visit(node, []);
  expect(cycles).toEqual([]);
});
