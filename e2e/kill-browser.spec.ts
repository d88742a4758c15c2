import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Browser, chromium, expect, type LaunchOptions } from "@playwright/test";
import { storedAnswer } from "@/core/annotation/answer-text";
import { eventsOfItems } from "../db/queries/annotations";
import { makeProject, makeQueue } from "../db/test-store";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";

const KEYS = ["1", "2", "3"] as const;
const LABELS = ["cat", "dog", "owl"] as const;

/** A browser of its own with a profile on the disk, to be killed and started again. */
class OwnBrowser {
  private process: ChildProcess | undefined;
  private connection: Browser | undefined;

  constructor(
    private readonly profile: string,
    private readonly port: number,
    private readonly options: LaunchOptions,
  ) {}

  async start() {
    const args = [
      ...(this.options.args ?? []),
      "--headless=new",
      `--user-data-dir=${this.profile}`,
      `--remote-debugging-port=${this.port}`,
      "about:blank",
    ];
    this.process = spawn(this.options.executablePath ?? chromium.executablePath(), args, {
      stdio: "ignore",
      detached: true,
    });
    const endpoint = `http://127.0.0.1:${this.port}`;
    const isReady = () =>
      fetch(`${endpoint}/json/version`).then(
        (reply) => reply.ok,
        () => false,
      );
    for (const end = Date.now() + 30_000; !(await isReady()); await pause(50))
      if (Date.now() > end) throw new Error("the browser did not start");
    this.connection = await chromium.connectOverCDP(endpoint);
    const [context] = this.connection.contexts();
    if (!context) throw new Error("the browser has no profile");
    return context;
  }

  /** SIGKILL to the whole group: browser, renderers, storage. */
  async kill() {
    const { process: running, connection } = this;
    if (running?.pid === undefined) return;
    const exit = once(running, "exit");
    process.kill(-running.pid, "SIGKILL");
    await exit;
    await connection?.close();
    this.process = undefined;
  }
}

test("the browser is killed with 30 answers that never left: started again, each arrives once, in order", async ({
  store,
  origin,
  launchOptions,
}) => {
  const made = await makeProject(store, { items: 80, roles: ["annotator"] });
  const queueId = await makeQueue(store, { ...made, overlapMin: 1, overlapMax: 1 });
  const userId = made.people[0]?.userId ?? 0;
  const profile = mkdtempSync(join(tmpdir(), "concord-profile-"));
  const browser = new OwnBrowser(profile, Number(process.env.E2E_PORT ?? 4711) + 2, launchOptions);
  const path = `${origin}/projects/${made.slug}/label/${queueId}`;
  const stored = async () => {
    const rows = (await eventsOfItems(store.read, made)).map((row) => row.annotation).sort((a, b) => a.seq - b.seq);
    return rows.map((row) => `${made.itemIds.indexOf(row.itemId) + 1} ${row.kind} ${storedAnswer(row.value)}`);
  };
  try {
    const context = await browser.start();
    await signInAs(store, context, { userId, origin });
    const page = context.pages()[0] ?? (await context.newPage());
    const desk = new LabelDeskPage(page);
    let claimed = 0;
    page.on("response", (response) => {
      if (!response.url().includes("label.claim")) return;
      void response.text().then((text) => {
        claimed += text.match(/"claimId"/g)?.length ?? 0;
      });
    });
    await page.goto(path);
    await expect(desk.itemNumber()).toHaveText("Item 1");
    const given: string[] = [];
    const answer = async () => {
      const k = given.length % KEYS.length;
      await desk.answer(KEYS[k] ?? "1");
      given.push(`${given.length + 1} label ${LABELS[k]}`);
    };
    // the window grows with the person's pace until 30 items lie ahead
    while (claimed - given.length < 31) {
      await answer();
      expect(given.length).toBeLessThan(40);
    }
    await desk.saved();
    const before = given.length;
    await context.setOffline(true);
    for (let k = 0; k < 30; k++) await answer();
    await desk.waiting("Offline, 30 waiting");
    expect(await stored()).toHaveLength(before);
    await browser.kill();

    const again = await browser.start();
    // the cookie of a session does not outlive the browser
    await signInAs(store, again, { userId, origin });
    const next = await again.newPage();
    await next.goto(path);
    await expect.poll(stored, { timeout: 30_000 }).toEqual(given);
    await expect(new LabelDeskPage(next).itemNumber()).toHaveText(`Item ${given.length + 1}`);
    await new LabelDeskPage(next).saved();
    expect(await stored()).toEqual(given);
  } finally {
    await browser.kill();
    rmSync(profile, { recursive: true, force: true });
  }
});
