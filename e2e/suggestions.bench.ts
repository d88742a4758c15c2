import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Browser, chromium, type Page } from "@playwright/test";
import sharp from "sharp";
import { ModelCard } from "../core/onnx/model-card";
import { createRandom } from "../core/random";
import { benchRow } from "../core/statistics/bench-row";
import { writeCnnModel, writeLinearModel } from "../core/training/onnx-writer";
import { SmallCnn } from "../core/training/small-cnn";
import { insertModel } from "../db/queries/models";
import { insertQueue, insertQueueItems } from "../db/queries/queues";
import { insertMedia } from "../db/queries/uploads";
import { openStore, type Store } from "../db/store";
import { makeProject } from "../db/test-store";
import { signInAs } from "./fixtures";
import { OwnServer } from "./own-server";
import config from "./playwright.config";

/**
 * Suggestions in Chromium against the built product, one item a second, with models of the demo's two shapes: the text
 * classifier over hashed n-grams, and the small network over pictures of 28 x 28. Which numbers are in them costs nothing.
 */
const LABELS = Number(process.env.BENCH_LABELS ?? 100);
const EVERY_MS = 1_000;
const DIMS = 16_384;
const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "concord-suggestions-"));
const names = (n: number) => Array.from({ length: n }, (_, k) => `label-${k}`);

/** What the page showed when an item came, and when the first suggestion was there; written by the script below. */
interface Watched {
  shown: { number: string; isSuggested: boolean }[];
  firstAt: number | null;
}

function watchItems() {
  const watched: Watched = { shown: [], firstAt: null };
  Object.assign(window, { watched });
  const look = () => document.querySelector('[data-testid="suggestion"]') !== null;
  let last = "";
  new MutationObserver(() => {
    if (watched.firstAt === null && look()) watched.firstAt = Date.now();
    const number = document.querySelector('[data-testid="item-number"]')?.textContent ?? "";
    if (number === "" || number === last) return;
    last = number;
    requestAnimationFrame(() => watched.shown.push({ number, isSuggested: look() }));
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

async function makePictures(store: Store, count: number): Promise<string[]> {
  const hashes: string[] = [];
  for (let k = 0; k < count; k++) {
    const raw = { width: 28, height: 28, channels: 1 } as const;
    const png = await sharp(randomBytes(28 * 28), { raw })
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

function modelOf(kind: "texts" | "images") {
  const random = createRandom(1);
  const labels = names(kind === "texts" ? 2 : 10);
  const weights = Float32Array.from({ length: labels.length * DIMS }, () => random() - 0.5);
  const bytes =
    kind === "texts"
      ? writeLinearModel({ dims: DIMS, classes: 2, weights, bias: new Float32Array(2) }, labels)
      : writeCnnModel(new SmallCnn({ channels: 1, height: 28, width: 28 }, 10, random), labels);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  mkdirSync(join(folder, "models"), { recursive: true });
  writeFileSync(join(folder, "models", `${sha256}.onnx`), bytes);
  const card = ModelCard.parse({
    schemaVersion: 1,
    task: kind === "texts" ? "text-classification" : "image-classification",
    model: { file: { file: "m.onnx", sha256, bytes: bytes.byteLength } },
    input: { name: "input" },
    output: { name: "probs", kind: "probabilities" },
    labels: labels.map((name) => ({ name, projectLabel: name })),
    ...(kind === "texts"
      ? { text: { hash: { kind: "fnv1a32", dims: DIMS, ngrams: [1, 2], maxTokens: 400 } } }
      : { image: { width: 28, height: 28, fit: "stretch", channels: "L" } }),
  });
  return { labels, card, files: [{ fold: null, sha256, bytes: bytes.byteLength }] };
}

/** A queue where every item may have a suggestion, computed in the browser alone. */
async function makeDesk(store: Store, kind: "texts" | "images") {
  const { labels, card, files } = modelOf(kind);
  const pictures = kind === "images" ? await makePictures(store, LABELS + 20) : [];
  const { projectId, slug, people, itemIds } = await makeProject(store, {
    labels,
    items: LABELS + 20,
    roles: ["annotator"],
    content: (k) => {
      const mediaHash = pictures[k];
      return mediaHash
        ? { mediaHash, imageWidth: 28, imageHeight: 28 }
        : { text: `A sentence of a usual length, number ${k}.` };
    },
  });
  const queueId = await store.transaction(async (tx) => {
    const { id: modelId } = await insertModel(tx, {
      projectId,
      name: "m",
      kind: "onnx",
      card,
      files,
      trainedOn: "nothing",
      stage: "candidate",
      createdAt: 0,
    });
    const made = await insertQueue(tx, {
      projectId,
      name: "Queue",
      title: "Batch 1",
      strategy: "random",
      filter: {},
      overlapMin: 1,
      overlapMax: 1,
      mode: "assisted",
      blindShare: 0,
      blindItemsShare: 0,
      question: "label",
      seed: 1,
      leaseMs: 300_000,
      modelId,
      suggestFrom: "browser",
      state: "open",
      total: itemIds.length,
      createdAt: 0,
    });
    const rows = itemIds.map((itemId, k) => ({
      queueId: made,
      itemId,
      rank: k + 1,
      reason: "random",
      slots: 1,
      state: "open" as const,
    }));
    await insertQueueItems(tx, rows);
    return made;
  });
  return { userId: people[0]?.userId ?? 0, path: `/projects/${slug}/label/${queueId}` };
}

/** A person starts from their queues and looks around there, or comes by an address that was kept. */
type Way = "from My queues" | "by its address";
const LOOKING_MS = 2_000;

async function goToDesk(page: Page, { way, url }: { way: Way; url: URL }) {
  if (way === "by its address") {
    await page.goto(url.href);
    return;
  }
  await page.goto(url.origin);
  const link = page.locator(`a[href="${url.pathname}"]`);
  await link.waitFor();
  await pause(LOOKING_MS);
  await link.click();
}

/** Bytes of all that came before the first item was painted. */
async function openDesk(page: Page, to: { way: Way; url: URL }) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  let bytes = 0;
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await goToDesk(page, to);
  await page.getByTestId("item-number").waitFor();
  const first = bytes;
  await page.getByRole("group", { name: "Labels" }).getByRole("button").and(page.locator(":enabled")).first().waitFor();
  return first;
}

interface Run {
  kind: "texts" | "images";
  way: Way;
}

async function measure(browser: Browser, store: Store, server: OwnServer, { kind, way }: Run) {
  const { userId, path } = await makeDesk(store, kind);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signInAs(store, context, { userId, origin: server.origin, folder });
  const page = await context.newPage();
  // the bundler's own helper, which the script's text names
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.addInitScript(watchItems);
  const startedAt = Date.now();
  let threadAt = startedAt;
  page.once("worker", () => {
    threadAt = Date.now();
  });
  const bytes = await openDesk(page, { way, url: new URL(path, server.origin) });
  for (let k = 0; k < LABELS; k++) {
    await pause(EVERY_MS);
    await page.keyboard.press(String(1 + (k % 2)), { delay: 20 });
  }
  await pause(200);
  const { shown, firstAt } = await page.evaluate<Watched>("window.watched");
  const all = shown.slice(0, LABELS).map(({ isSuggested }) => isSuggested);
  const warm = all.slice(all.indexOf(true));
  const share = (list: boolean[]) => (100 * list.filter(Boolean).length) / Math.max(1, list.length);
  const first = firstAt ?? Number.NaN;
  const rows = [
    [`${kind}, ${way}: suggestion there with its item, ${all.length} items`, share(all), "%", ">= 99"],
    [`${kind}, ${way}: the same from the first suggestion on, ${warm.length} items`, share(warm), "%", ">= 99"],
    [`${kind}, ${way}: first page asked for to first suggestion on the screen`, first - startedAt, "ms", "-"],
    [`${kind}, ${way}: model's thread started to first suggestion`, first - threadAt, "ms", "-"],
    [`${kind}, ${way}: bytes before the first item, compressed`, bytes / 1000, "kB", "-"],
  ] as const;
  for (const [what, value, unit, goal] of rows) process.stdout.write(benchRow({ what, value, unit, goal }));
  await context.close();
}

if (!existsSync(join(root, ".next", "BUILD_ID"))) {
  process.stdout.write("suggestions: left out, run `npm run build` first\n");
  process.exit(0);
}
const server = new OwnServer(folder, 4714);
await server.start();
const store = await openStore(join(folder, "concord.db"));
const browser = await chromium.launch(config.projects?.[0]?.use?.launchOptions ?? {});
try {
  for (const kind of ["texts", "images"] as const)
    for (const way of ["from My queues", "by its address"] as const)
      await measure(browser, store, server, { kind, way });
} finally {
  await browser.close();
  await store.close();
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
}
