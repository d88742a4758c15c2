// Bundles the job thread and the command line for plain Node; native packages stay outside.
import { rmSync } from "node:fs";
import { build } from "esbuild";

// names of shared chunks hold hashes: old ones would pile up
rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: { "job.worker": "server/jobs/job.worker.ts", cli: "server/cli/concord.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  // a command must not load what another one imports
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20.9",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
});
