// Measures the goals that exist so far and prints one row each: name, value, unit, goal. Not a test: nothing fails here.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const wanted = process.argv[2] ?? "";
const found = ["core", "db", "server", "e2e"].flatMap(function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(folder, entry.name))
      : entry.name.endsWith(".bench.ts")
        ? [join(folder, entry.name)]
        : [],
  );
});
console.log(`${"what".padEnd(64)} ${"value".padStart(12)}  ${"unit".padEnd(8)} goal`);
for (const file of found.filter((path) => path.includes(wanted)))
  spawnSync(process.execPath, ["--expose-gc", join("node_modules", "tsx", "dist", "cli.mjs"), file], {
    stdio: "inherit",
  });
