// Starts the built server: passes host and port on (plain `next start` listens everywhere) and gives next-auth its variables.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";

const { HOST = "127.0.0.1", PORT = "3000", CONCORD_URL = `http://${HOST}:${PORT}` } = process.env;
const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
const mode = process.argv[2] === "dev" ? "dev" : "start";
const child = spawn(process.execPath, [next, mode, "-H", HOST, "-p", PORT], {
  stdio: "inherit",
  env: { ...process.env, CONCORD_URL, NEXTAUTH_URL: CONCORD_URL, NEXT_TELEMETRY_DISABLED: "1" },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
