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

const taskSeconds = async (cdp: CDPSession) =>
  (await cdp.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
const quantile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;

/**
 * The bytes of all scripts that come before the first item is on the screen and its keys are taken. What the page brings
 * afterwards, while nobody waits for it (panels, the model's client and runtime), is not counted.
 */
async function openDesk(page: Page, cdp: CDPSession, path: string): Promise<number> {
  let bytes = 0;
  const scripts = new Set<string>();
  cdp.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(`${origin}${path}`);
  await page.getByTestId("item-number").waitFor();
  await page.getByRole("group", { name: "Labels" }).getByRole("button").and(page.locator(":enabled")).first().waitFor();
  const first = bytes;
  await page.waitForLoadState("networkidle");
  // each request that is watched costs the page's own thread
  await cdp.send("Network.disable");
  return first;
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
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  // the thread's own time: other work of the machine does not count
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const bytes = await openDesk(page, cdp, `/projects/${project.slug}/label/${queueId}`);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate });
  const busyOf = async (key: string) => {
    await pause(KEY_EVERY_MS * Math.sqrt(rate));
    const before = await taskSeconds(cdp);
    await page.keyboard.press(key, { delay: 20 });
    return ((await taskSeconds(cdp)) - before) * 1000;
  };
  // a key without a meaning: what the browser and this script cost by themselves
  const idleMs: number[] = [];
  for (let k = 0; k < 50; k++) idleMs.push(await busyOf("F9"));
  const busyMs: number[] = [];
  for (let k = 0; k < LABELS; k++) busyMs.push(await busyOf(String(1 + (k % 3))));
  const presses: Press[] = (await page.evaluate<Press[]>("window.presses")).slice(idleMs.length);
  const at = `${kind}, ${LABELS} labels${rate > 1 ? `, ${rate}x throttled` : ""}`;
  const paint = presses.map(({ paintMs }) => paintMs);
  const rows = [
    [`${at}: main-thread work per key, p95`, quantile(busyMs, 0.95), "ms", rate > 1 ? "<= 16" : "<= 4"],
    [`${at}: the same for a key without a meaning`, quantile(idleMs, 0.95), "ms", "-"],
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
  for (const [kind, project] of projects)
    for (const rate of [1, 4]) await measure(browser, store, project, { kind, rate });
} finally {
  await browser.close();
  await store.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
