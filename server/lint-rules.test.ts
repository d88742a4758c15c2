import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "@/db/migrate";

/** One planted import a file, each against the directions. */
const PLANTED: Record<string, string> = {
  "core/agreement/reads-files.ts": 'import { readFileSync } from "node:fs";\nreadFileSync("x");\n',
  "core/agreement/names-db.ts": 'import { openStore } from "@/db/store";\nopenStore("x");\n',
  "db/queries/names-server.ts": 'import { start } from "@/server/start";\nstart();\n',
  "server/queue/names-drizzle.ts": 'import { eq } from "drizzle-orm";\neq(1, 1);\n',
  "server/queue/names-app.ts": 'import { Button } from "@/app/_components/button";\nButton({});\n',
  "server/trpc/names-queries.ts": 'import { jobById } from "@/db/queries/jobs";\njobById(null, 1);\n',
  "app/projects/names-server.tsx": 'import { start } from "@/server/start";\nstart();\n',
  "app/projects/imports-db.tsx": 'const store = await import("@/db/store");\nstore.openStore("x");\n',
  "app/projects/names-runtime.tsx": 'import * as ort from "onnxruntime-web/wasm";\nort.env;\n',
  "app/_inference/names-server.ts": 'import { start } from "@/server/start";\nstart();\n',
  "app/_trpc/names-queries.tsx": 'import { jobById } from "@/db/queries/jobs";\njobById(null, 1);\n',
};
const LEGAL = "core/agreement/legal.ts";

let folder = "";
let report = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "concord-lint-"));
  const files = { ...PLANTED, [LEGAL]: 'import { z } from "zod";\nexport const Name = z.string();\n' };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  copyFileSync(join(packageRoot(), "biome.json"), join(folder, "biome.json"));
  const { stdout } = spawnSync(
    join(packageRoot(), "node_modules", ".bin", "biome"),
    ["lint", "--only=style/noRestrictedImports", "--vcs-enabled=false", "--reporter=github", "."],
    { cwd: folder, encoding: "utf8" },
  );
  report = stdout;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the import rules of the linter see planted imports", () => {
  test.each(Object.keys(PLANTED))("%s", (path) => {
    expect(report.split("\n").filter((line) => line.includes(path))).toHaveLength(1);
  });

  test("and nothing else", () => {
    expect(report).not.toContain(LEGAL);
  });
});
