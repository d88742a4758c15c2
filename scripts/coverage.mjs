// How often intervals hold what they promise: runs every *.coverage.ts simulation and prints one Markdown report.
// npm run coverage [part of a path] > core/statistics/coverage-report.md
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const wanted = process.argv[2] ?? "";
function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(folder, entry.name))
      : entry.name.endsWith(".coverage.ts")
        ? [join(folder, entry.name)]
        : [],
  );
}
process.stdout.write(
  "# Coverage of intervals\n\nShare of simulated data sets whose 95 % interval holds the true value; seeded.\n",
);
for (const file of files("core")
  .filter((path) => path.includes(wanted))
  .sort()) {
  const { status } = spawnSync(process.execPath, [join("node_modules", "tsx", "dist", "cli.mjs"), file], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}
