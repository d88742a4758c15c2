// Every optional dependency that a package names must stand in the lock file: some registries lack binaries of newer
// releases, npm then writes an incomplete lock, and `npm ci` stops on another machine.
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const present = new Set(
  Object.keys(packages)
    .filter((path) => packages[path].version)
    .map((path) => path.replace(/^.*node_modules\//, "")),
);
const missing = Object.entries(packages).flatMap(([path, entry]) =>
  Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !present.has(name))
    .map((name) => `${path || "the project"} -> ${name}`),
);
if (missing.length > 0) {
  console.error(`package-lock.json has no entry for:\n  ${missing.join("\n  ")}`);
  process.exit(1);
}
