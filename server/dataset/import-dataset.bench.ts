import { benchRow } from "@/core/statistics/bench-row";
import { createProject } from "../project/create-project";
import { makeTestServer } from "../test-context";
import { StartImportInput, startImport } from "./start-import";

const ROWS = 100_000;
const server = await makeTestServer();
const owner = await server.person("owner@example.org", true);
const { projectId } = await createProject(server.as(owner), {
  name: "Bench",
  media: "text",
  labels: [{ name: "a" }, { name: "b" }],
});
const lines = Array.from({ length: ROWS }, (_, k) =>
  JSON.stringify({
    id: `row-${k}`,
    text: `The sentence number ${k} with some more words in it.`,
    label: k % 2 ? "a" : "b",
    predictions: [{ model: "m", outOfSample: true, probs: [0.25, 0.75] }],
  }),
);
const sha256 = await server.upload(owner, `${lines.join("\n")}\n`, "rows.jsonl");

async function run(dryRun: boolean) {
  const job = await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256, dryRun }));
  const cpu = process.cpuUsage();
  const start = performance.now();
  const done = await server.run(job);
  if (done.state !== "done") throw new Error(done.error ?? "failed");
  const used = process.cpuUsage(cpu);
  return { wall: (performance.now() - start) / 1000, cpu: (used.user + used.system) / 1e6 };
}
const checked = await run(true);
const stored = await run(false);
process.stdout.write(
  benchRow({
    what: "import: read, validate, decide (dry run), rows per CPU-second",
    value: ROWS / checked.cpu,
    unit: "rows/s",
    goal: ">= 100,000",
  }),
);
process.stdout.write(
  benchRow({
    what: "import with predictions, end to end by the clock",
    value: ROWS / stored.wall,
    unit: "rows/s",
    goal: ">= 30,000",
  }),
);
process.stdout.write(
  benchRow({
    what: "import: resident memory of the process",
    value: process.memoryUsage.rss() / 2 ** 20,
    unit: "MiB",
    goal: "< 300",
  }),
);
await server.remove();
