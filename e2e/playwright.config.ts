import { existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const port = Number(process.env.E2E_PORT ?? 4711);
const url = `http://127.0.0.1:${port}`;
const found = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
  "--disable-gpu-compositing",
  "--disable-gpu-rasterization",
];
const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const launch = (extra: string[]) => ({
  ...(found ? { executablePath: found } : {}),
  args: [...quiet, ...sandbox, ...extra],
});

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // most tests wait for a clock, not for a processor
  workers: 2,
  fullyParallel: false,
  retries: 0,
  // `npm run faults:models`
  ...(process.env.E2E_LONG ? {} : { grepInvert: /@long/ }),
  reporter: [["list"]],
  use: {
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    // E2E_TRACE=1 records each step; it costs time in every test
    trace: process.env.E2E_TRACE ? { mode: "retain-on-failure", screenshots: false, sources: false } : "off",
  },
  webServer: {
    command: "node scripts/start.mjs",
    cwd: join(import.meta.dirname, ".."),
    url: `${url}/api/ready`,
    stdout: "pipe",
    reuseExistingServer: false,
    env: {
      PORT: String(port),
      CONCORD_URL: url,
      CONCORD_DATA: process.env.E2E_DATA ?? join(import.meta.dirname, "..", ".e2e-data"),
      DATABASE_URL: "",
    },
  },
  projects: [
    // its long test goes first, so that none is left to run alone
    {
      name: "webgpu",
      use: { browserName: "chromium", launchOptions: launch(["--enable-unsafe-webgpu"]) },
      testMatch: /(main-job|webgpu)\.spec\.ts/,
    },
    { name: "no-gpu", use: { browserName: "chromium", launchOptions: launch([]) }, testIgnore: /webgpu/ },
  ],
});
