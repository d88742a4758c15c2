import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const READY_MS = 30_000;

/** The built product on a data directory of its own, to be killed and started again. */
export class OwnServer {
  readonly origin: string;
  private process: ChildProcess | undefined;

  constructor(
    readonly folder: string,
    private readonly port: number,
  ) {
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** Starts it and waits until it answers. */
  async start() {
    this.process = spawn(process.execPath, ["scripts/start.mjs"], {
      cwd: join(import.meta.dirname, ".."),
      env: {
        ...process.env,
        PORT: String(this.port),
        CONCORD_URL: this.origin,
        CONCORD_DATA: this.folder,
        DATABASE_URL: "",
      },
      stdio: "ignore",
      detached: true,
    });
    const isReady = () =>
      fetch(`${this.origin}/api/ready`).then(
        (reply) => reply.ok,
        () => false,
      );
    for (const end = Date.now() + READY_MS; Date.now() < end; await pause(50)) if (await isReady()) return;
    throw new Error("the server did not become ready");
  }

  /** SIGKILL to the whole group: the short start script and the server itself. */
  async kill() {
    const { process: running } = this;
    if (running?.pid === undefined) return;
    const exit = once(running, "exit");
    process.kill(-running.pid, "SIGKILL");
    await exit;
    this.process = undefined;
    // its process may stand in the table still
    rmSync(join(this.folder, "lock"), { force: true });
  }
}
