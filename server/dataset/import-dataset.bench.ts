import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { benchRow } from "@/core/statistics/bench-row";
import { packageRoot } from "@/db/migrate";
import { itemPage } from "@/db/queries/items";
import { jobById, setJobProgress } from "@/db/queries/jobs";
import { insertUpload } from "@/db/queries/uploads";
import { startWorker } from "../jobs/start-worker";
import { createProject } from "../project/create-project";
import { makeTestServer } from "../test-context";
import { StartImportInput, startImport } from "./start-import";

const ROWS = 100_000;
const RESOLUTION_MS = 5;
spawnSync(process.execPath, [join(packageRoot(), "scripts", "build-worker.mjs")], { stdio: "inherit" });
const server = await makeTestServer();
const owner = await server.person("owner@example.org", true);

const text = (k: number) => `The sentence number ${k} with some more words in it.`;
const jsonLine = (k: number) =>
  JSON.stringify({
    id: `row-${k}`,
    text: text(k),
    label: k % 2 ? "a" : "b",
    predictions: [{ model: "m", outOfSample: true, probs: [0.25, 0.75] }],
  });
const csvLine = (k: number) =>
  k < 0 ? "id,text,label,prob_a,prob_b" : `row-${k},${text(k)},${k % 2 ? "a" : "b"},0.25,0.75`;

/** Straight to the disk: the file must not stand in this process's memory when it is measured. */
async function upload(name: string, from: number, line: (k: number) => string) {
  const path = server.data.upload(name);
  const file = createWriteStream(path);
  for (let k = from; k < ROWS; k++) if (!file.write(`${line(k)}\n`)) await once(file, "drain");
  file.end();
  await once(file, "finish");
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  const sha256 = hash.digest("hex");
  renameSync(path, server.data.upload(sha256));
  const bytes = statSync(server.data.upload(sha256)).size;
  await server.store.transaction((tx) =>
    insertUpload(tx, { sha256, bytes, name, userId: owner.userId, createdAt: Date.now() }),
  );
  return sha256;
}

async function newProject(name: string) {
  const labels = [{ name: "a" }, { name: "b" }];
  return (await createProject(server.as(owner), { name, media: "text", labels })).projectId;
}

const percentile = (values: number[], p: number) =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * p) - 1)] ?? 0;

/** What the thread that answers requests does meanwhile: pages of items, and small writes. */
function serve(projectId: number, jobId: number) {
  const pages: number[] = [];
  const writes: number[] = [];
  const timed = async (times: number[], work: () => Promise<unknown>) => {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  };
  const none = { cursor: null, limit: 50, status: null, given: null, resolved: null, search: null };
  const reading = setInterval(() => void timed(pages, () => itemPage(server.store.read, { projectId, ...none })), 50);
  const progress = { jobId, done: 0, total: 1, phase: "importing" };
  const writing = setInterval(
    () => void timed(writes, () => server.store.transaction((tx) => setJobProgress(tx, progress))),
    100,
  );
  return () => {
    clearInterval(reading);
    clearInterval(writing);
    return { pageMs: percentile(pages, 0.99), writeMs: percentile(writes, 0.99) };
  };
}

/** Runs an import in a thread of its own, as the product does, and watches this one. */
async function run(input: Record<string, unknown>) {
  const parsed = StartImportInput.parse(input);
  const { jobId } = await startImport(server.as(owner), parsed);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const stop = serve(parsed.projectId, jobId);
  const lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  lag.enable();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const cancel = new SharedArrayBuffer(4);
  await once(startWorker({ jobId, databaseUrl: server.url, dataFolder: server.data.folder, cancel }), "exit");
  const wall = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  lag.disable();
  clearInterval(watching);
  const job = await jobById(server.store.read, jobId);
  if (job?.state !== "done") throw new Error(job?.error ?? "failed");
  return {
    ...stop(),
    wall,
    cpu: (used.user + used.system) / 1e6,
    lagMs: Math.max(0, lag.percentile(99) / 1e6 - RESOLUTION_MS),
    peak: peak / 2 ** 20,
    growth: (peak - before) / 2 ** 20,
  };
}
type Run = Awaited<ReturnType<typeof run>>;

const print = (what: string, value: number, unit: string, goal: string) =>
  process.stdout.write(benchRow({ what: `import: ${what}`, value, unit, goal }));
function printStored(name: string, { wall, pageMs, writeMs, lagMs, peak, growth }: Run) {
  print(`${name} with predictions, end to end by the clock`, ROWS / wall, "rows/s", ">= 30,000");
  print(`${name}: resident memory of server and job, peak`, peak, "MiB", "< 300");
  print(`${name}: of which the job added`, growth, "MiB", "");
  print(`${name}: event-loop lag of the server's thread, p99`, lagMs, "ms", "< 50");
  print(`${name}: a page of 50 items meanwhile, p99`, pageMs, "ms", "< 200");
  print(`${name}: a small write meanwhile, p99`, writeMs, "ms", "");
}

const lines = await upload("rows.jsonl", 0, jsonLine);
const table = await upload("rows.csv", -1, csvLine);
for (const [name, sha256] of [
  ["JSONL", lines],
  ["CSV", table],
] as const) {
  const input = { projectId: await newProject(name), sha256, modelName: "m", outOfSample: true };
  const checked = await run({ ...input, dryRun: true });
  print(`${name}: read, validate, decide (dry run), per CPU-second`, ROWS / checked.cpu, "rows/s", ">= 100,000");
  printStored(name, await run(input));
  const again = await run(input);
  print(`${name}: the same file again, per CPU-second`, ROWS / again.cpu, "rows/s", "");
}
await server.remove();
