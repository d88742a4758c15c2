// Fault runs against the production build; longer than a test, so a script of its own.
import { spawnSync } from "node:child_process";

const { status } = spawnSync("node_modules/.bin/tsx", ["e2e/kill-server.ts", ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? 1);
