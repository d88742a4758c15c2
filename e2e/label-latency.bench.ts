import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "@playwright/test";
import { encode } from "next-auth/jwt";
import sharp from "sharp";
import { benchRow } from "../core/statistics/bench-row";
import { insertItems } from "../db/queries/items";
import { insertMedia } from "../db/queries/uploads";
import { insertSession } from "../db/queries/users";
import { openStore, type Store } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { BARE_PAGE } from "./bare-page";
import config from "./playwright.config";

/**
 * The label screen in Chromium against the built product, in a project of a million items: 500 labels by key, texts and
 * images, at full speed and with a processor four times slower. Keys come as fast as the dwell guard takes them.
 */
const ITEMS = Number(process.env.BENCH_ITEMS ?? 1_000_000);
const LABELS = Number(process.env.BENCH_LABELS ?? 500);
const QUEUED = 3_000;
const KEY_EVERY_MS = 190;
const PORT = 4713;
const origin = `http://127.0.0.1:${PORT}`;
const folder = mkdtempSync(join(tmpdir(), "concord-latency-"));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const root = join(import.meta.dirname, "..");

/** One key as the page saw it; written by the script below. */
interface Press {
  /** From the key event's own time to the task after the first frame that followed it. */
  paintMs: number;
  /** Whether that first frame held another item, with its picture decoded. */
  isNext: boolean;
}

function watchKeys() {
  const presses: Press[] = [];
  Object.assign(window, { presses });
  const shown = () => document.querySelector('[data-testid="item-number"]')?.textContent ?? "";
  window.addEventListener(
    "keydown",
    (event) => {
      const before = shown();
      requestAnimationFrame(() => {
        const picture = document.querySelector<HTMLImageElement>(
          'section[aria-label="Item"] img:not([aria-hidden="true"])',
        );
        const isNext =
          shown() !== before && shown() !== "" && (!picture || (picture.complete && picture.naturalWidth > 0));
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => presses.push({ paintMs: performance.now() - event.timeStamp, isNext });
        port2.postMessage(0);
      });
    },
    { capture: true },
  );
}

async function startServer(): Promise<ChildProcess> {
  const env = { ...process.env, PORT: String(PORT), CONCORD_URL: origin, CONCORD_DATA: folder, DATABASE_URL: "" };
  const server = spawn(process.execPath, [join(root, "scripts", "start.mjs")], { env, cwd: root, stdio: "ignore" });
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(50)) {
    const isReady = await fetch(`${origin}/api/ready`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (isReady) return server;
  }
  throw new Error("the server did not become ready");
}

/** Pictures of 28 x 28 noise, as files of the data directory. */
async function makePictures(store: Store, count: number): Promise<string[]> {
  const hashes: string[] = [];
  for (let k = 0; k < count; k++) {
    const png = await sharp(randomBytes(28 * 28), { raw: { width: 28, height: 28, channels: 1 } })
      .png()
      .toBuffer();
    const sha256 = createHash("sha256").update(png).digest("hex");
    mkdirSync(join(folder, "media", sha256.slice(0, 2)), { recursive: true });
    writeFileSync(join(folder, "media", sha256.slice(0, 2), sha256), png);
    await store.transaction((tx) =>
      insertMedia(tx, [{ sha256, bytes: png.length, contentType: "image/png", width: 28, height: 28 }]),
    );
    hashes.push(sha256);
  }
  return hashes;
}

async function makeItems(store: Store, projectId: number, { count, pictures }: { count: number; pictures: string[] }) {
  const ids: number[] = [];
  for (let start = 0; start < count; start += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, count - start) }, (_, k) => ({
      projectId,
      externalId: `item-${start + k}`,
      number: start + k + 1,
      mediaType: pictures.length > 0 ? ("image" as const) : ("text" as const),
      text:
        pictures.length > 0
          ? null
          : `The sentence number ${start + k}, of a usual length, about nothing in particular.`,
      mediaHash: pictures[(start + k) % Math.max(1, pictures.length)] ?? null,
      contentHash: `hash-${start + k}`,
      importId: 0,
    }));
    const made = await store.transaction((tx) => insertItems(tx, rows));
    if (ids.length < QUEUED) ids.push(...made.map((row) => row.id));
  }
  return ids.slice(0, QUEUED);
}

async function signIn(store: Store, context: BrowserContext, userId: number) {
  const sessionSecret = randomBytes(32).toString("base64url");
  const secretHash = createHash("sha256").update(sessionSecret).digest("hex");
  const now = Date.now();
  await store.transaction((tx) =>
    insertSession(tx, { userId, secretHash, createdAt: now, expiresAt: now + 3_600_000 }),
  );
  const secret = readFileSync(join(folder, "secret"), "utf8").trim();
  const value = await encode({ token: { sessionSecret }, secret, maxAge: 3_600 });
  await context.addCookies([{ name: "next-auth.session-token", value, url: origin, httpOnly: true, sameSite: "Lax" }]);
}

async function seconds(cdp: CDPSession) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return { task: of("TaskDuration"), script: of("ScriptDuration") };
}
const quantile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;

/** Notes when the first item stands and its keys are taken. */
function watchStart() {
  const look = () => {
    const key = document.querySelector('[data-testid="item-number"]')
      ? document.querySelector('fieldset[aria-label="Labels"] button:enabled')
      : null;
    if (!key) return;
    Object.assign(window, { keysTakenAt: performance.now() });
    watcher.disconnect();
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { subtree: true, childList: true, attributes: true });
}

/**
 * The bytes of all scripts that were asked for before the first item was on the screen and its keys were taken. What the
 * page brings afterwards, while nobody waits for it (panels, the model's client and runtime), is not counted.
 */
async function openDesk(page: Page, path: string): Promise<number> {
  await page.goto(`${origin}${path}`);
  await page.waitForFunction(() => "keysTakenAt" in window);
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => {
    const end = "keysTakenAt" in window ? Number(window.keysTakenAt) : Number.POSITIVE_INFINITY;
    return performance
      .getEntriesByType("resource")
      .filter((one) => one instanceof PerformanceResourceTiming && new URL(one.name).pathname.endsWith(".js"))
      .filter((one) => one.startTime < end)
      .reduce((sum, one) => sum + (one instanceof PerformanceResourceTiming ? one.transferSize : 0), 0);
  });
}

async function measureBare(browser: Browser, rate: number) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent(BARE_PAGE);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate });
  const works: Work[] = [];
  for (let k = 0; k < Math.min(LABELS, 200); k++) works.push(await workOf(page, cdp, { key: "1", rate }));
  const what = `a bare page that swaps a text${rate > 1 ? `, ${rate}x throttled` : ""}: main-thread work per key, p95`;
  const value = quantile(
    works.map(({ busyMs }) => busyMs),
    0.95,
  );
  process.stdout.write(benchRow({ what, value, unit: "ms", goal: "-" }));
  await page.close();
}

interface Work {
  /** All tasks of the main thread: scripts, style, layout, paint, and what the measuring itself costs. */
  busyMs: number;
  /** Scripts alone. */
  scriptMs: number;
}

async function workOf(page: Page, cdp: CDPSession, { key, rate }: { key: string; rate: number }): Promise<Work> {
  await pause(KEY_EVERY_MS * Math.sqrt(rate));
  const before = await seconds(cdp);
  await page.keyboard.press(key, { delay: 20 });
  const after = await seconds(cdp);
  return { busyMs: (after.task - before.task) * 1000, scriptMs: (after.script - before.script) * 1000 };
}

async function measure(
  browser: Browser,
  store: Store,
  project: Project,
  { kind, rate }: { kind: string; rate: number },
) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const queueId = await makeQueue(store, {
    projectId: project.projectId,
    itemIds: project.itemIds,
    overlapMin: 1,
    overlapMax: 1,
  });
  await signIn(store, context, project.userId);
  const page = await context.newPage();
  // the bundler's own helper, which the script's text names
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.addInitScript(watchKeys);
  await page.addInitScript(watchStart);
  const cdp = await context.newCDPSession(page);
  // the thread's own time: other work of the machine does not count
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const bytes = await openDesk(page, `/projects/${project.slug}/label/${queueId}`);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate });
  // a key without a meaning: what the browser and this script cost by themselves
  const idle: Work[] = [];
  for (let k = 0; k < 50; k++) idle.push(await workOf(page, cdp, { key: "F9", rate }));
  const busy: Work[] = [];
  for (let k = 0; k < LABELS; k++) busy.push(await workOf(page, cdp, { key: String(1 + (k % 3)), rate }));
  const presses: Press[] = (await page.evaluate<Press[]>("window.presses")).slice(idle.length);
  const at = `${kind}, ${LABELS} labels${rate > 1 ? `, ${rate}x throttled` : ""}`;
  const p95 = (works: Work[], part: keyof Work) =>
    quantile(
      works.map((work) => work[part]),
      0.95,
    );
  const paint = presses.map(({ paintMs }) => paintMs);
  const rows = [
    [`${at}: main-thread work per key, p95`, p95(busy, "busyMs"), "ms", rate > 1 ? "<= 16" : "<= 4"],
    [`${at}: of it scripts`, p95(busy, "scriptMs"), "ms", "-"],
    [`${at}: the same for a key without a meaning`, p95(idle, "busyMs"), "ms", "-"],
    [
      `${at}: next item in the first frame`,
      (100 * presses.filter((one) => one.isNext).length) / presses.length,
      "%",
      ">= 99",
    ],
    ...([0.5, 0.95, 0.99] as const).map(
      (share) => [`${at}: keydown to paint, p${share * 100}`, quantile(paint, share), "ms", "-"] as const,
    ),
  ] as const;
  for (const [what, value, unit, goal] of rows) process.stdout.write(benchRow({ what, value, unit, goal }));
  if (rate === 1)
    process.stdout.write(
      benchRow({
        what: `${kind}: scripts of the first load, compressed`,
        value: bytes / 1000,
        unit: "kB",
        goal: "< 180",
      }),
    );
  await context.close();
}

interface Project {
  projectId: number;
  slug: string;
  userId: number;
  itemIds: number[];
}

if (!existsSync(join(root, ".next", "BUILD_ID"))) {
  process.stdout.write("label screen: left out, run `npm run build` first\n");
  process.exit(0);
}
const server = await startServer();
const store = await openStore(join(folder, "concord.db"));
const browser = await chromium.launch(config.projects?.[0]?.use?.launchOptions ?? {});
try {
  const projects: [string, Project][] = [];
  for (const kind of ["texts", "images"]) {
    const pictures = kind === "images" ? await makePictures(store, 200) : [];
    const [mediaHash] = pictures;
    const { projectId, slug, people } = await makeProject(store, {
      items: 0,
      roles: ["annotator"],
      content: () => (mediaHash ? { mediaHash } : { text: "" }),
    });
    const itemIds = await makeItems(store, projectId, { count: ITEMS, pictures });
    projects.push([kind, { projectId, slug, userId: people[0]?.userId ?? 0, itemIds }]);
  }
  for (const rate of [1, 4]) await measureBare(browser, rate);
  for (const [kind, project] of projects)
    for (const rate of [1, 4]) await measure(browser, store, project, { kind, rate });
} finally {
  await browser.close();
  await store.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
