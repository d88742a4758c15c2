import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "@/db/migrate";
import type { CliCommand } from "./command";

export const serveCommand: CliCommand = {
  help: `concord serve: starts the built server on the data directory and ends with it

  Environment: CONCORD_DATA, DATABASE_URL, CONCORD_URL, HOST, PORT (see .env.example)
`,
  run(args) {
    parseArgs({ args, options: {} });
    return serve();
  },
};

/** Starts the built server and ends with it. */
export function serve(extra: Record<string, string> = {}): Promise<number> {
  const root = packageRoot();
  const child = spawn(process.execPath, [join(root, "scripts", "start.mjs")], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...extra },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}
