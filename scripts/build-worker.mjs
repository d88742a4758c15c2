// Bundles the job thread and the command line for plain Node; native packages stay outside.
import { build } from "esbuild";

await build({
  entryPoints: { "job.worker": "server/jobs/job.worker.ts", cli: "server/cli/concord.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.9",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
});
