import { spawn } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "@/db/migrate";

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
