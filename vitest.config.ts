import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const postgres = process.env.TEST_DATABASE_URL;
if (!postgres) console.warn("PostgreSQL tests are skipped: TEST_DATABASE_URL is not set.");

/** `core` and `app` run once; `db` and `server` run once per dialect, because one process has one dialect. */
const stored = ["db/**/*.test.ts", "server/**/*.test.ts"];
export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: fileURLToPath(new URL("./", import.meta.url)) }] },
  test: {
    // two cores: the default would leave one to the runner alone
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: "core", include: ["core/**/*.test.ts", "app/**/*.test.ts"] } },
      { extends: true, test: { name: "sqlite", include: stored, env: { DATABASE_URL: "" } } },
      ...(postgres
        ? [{ extends: true as const, test: { name: "postgres", include: stored, env: { DATABASE_URL: postgres } } }]
        : []),
    ],
  },
});
