// The one command that runs every check: format, lint, types, dead code, lock file, unit tests (both databases where
// PostgreSQL is given), production build, end to end in Chromium. Prints one closing line with all counts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "concord-results-"));
let passed = 0;
let failed = 0;

function step(name, command, args, options = {}) {
  const started = Date.now();
  console.log(`\n=== ${name}`);
  const { status } = spawnSync(command, args, { stdio: "inherit", ...options });
  console.log(`=== ${name}: ${status === 0 ? "ok" : "FAILED"} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return status === 0;
}
function count(ok) {
  if (ok) passed++;
  else failed++;
}
const bin = (name) => join("node_modules", ".bin", name);

function findChromium() {
  const known = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"];
  if (known.some((path) => path && existsSync(path))) return true;
  const own = spawnSync(
    process.execPath,
    ["-e", "process.stdout.write(require('@playwright/test').chromium.executablePath())"],
    { encoding: "utf8" },
  );
  if (own.stdout && existsSync(own.stdout)) return true;
  console.log("No Chromium here yet: fetching one.");
  if (spawnSync(bin("playwright"), ["install", "chromium"], { stdio: "inherit" }).status === 0) return true;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    if (spawnSync("apt-get", ["install", "-y", "-qq", "chromium"], { stdio: "inherit" }).status === 0) return true;
  }
  console.error(
    "Chromium is missing. Set CHROMIUM_PATH, install Chrome or Chromium, or run `npx playwright install chromium`.",
  );
  return false;
}

count(step("format and lint", bin("biome"), ["check", "--error-on-warnings", "."]));
count(step("types", bin("tsc"), ["--noEmit"]));
count(step("dead code", bin("knip")));
count(step("lock file", process.execPath, ["scripts/check-lock.mjs"]));
count(step("runtime files", process.execPath, ["scripts/copy-ort.mjs"]));
count(step("worker and command line", process.execPath, ["scripts/build-worker.mjs"]));

const unitFile = join(folder, "unit.json");
const unitOk = step("unit, property and database tests", bin("vitest"), [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${unitFile}`,
]);
if (existsSync(unitFile)) {
  const unit = JSON.parse(readFileSync(unitFile, "utf8"));
  passed += unit.numPassedTests;
  failed += unit.numFailedTests + (unitOk || unit.numFailedTests > 0 ? 0 : 1);
} else failed++;

const built = step("production build", bin("next"), ["build"], {
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
});
count(built);
if (built && findChromium()) {
  const e2eFile = join(folder, "e2e.json");
  rmSync(".e2e-data", { recursive: true, force: true });
  const e2eOk = step(
    "end to end",
    bin("playwright"),
    ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
    {
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: e2eFile },
    },
  );
  if (existsSync(e2eFile)) {
    const { stats } = JSON.parse(readFileSync(e2eFile, "utf8"));
    passed += stats.expected + stats.flaky;
    failed += stats.unexpected + (e2eOk || stats.unexpected > 0 ? 0 : 1);
  } else failed++;
} else failed++;

rmSync(folder, { recursive: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
