import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { jobById } from "@/db/queries/jobs";
import { insertUpload } from "@/db/queries/uploads";
import type { Store } from "@/db/store";
import type { DataDirectory } from "../data-directory";
import { runJob } from "../jobs/run-job";
import type { Actor, OperationContext } from "../operation";

/** Does for the demo what a person does on the pages: uploads, and jobs that run here and now. */
export class DemoRun {
  constructor(
    readonly store: Store,
    readonly data: DataDirectory,
    readonly owner: Actor,
    private readonly say: (line: string) => void,
  ) {}

  context(): OperationContext {
    return { store: this.store, data: this.data, actor: this.owner, now: Date.now() };
  }

  tell(line: string) {
    this.say(line);
  }

  async upload(content: string | Uint8Array, name: string): Promise<string> {
    const sha256 = createHash("sha256").update(content).digest("hex");
    writeFileSync(this.data.upload(sha256), content);
    const row = { sha256, bytes: Buffer.byteLength(content), name, userId: this.owner.userId, createdAt: Date.now() };
    await this.store.transaction((tx) => insertUpload(tx, row));
    return sha256;
  }

  /** Runs a job that was just started to its end; what fails here ends the preparation. */
  async run(what: string, { jobId }: { jobId: number }): Promise<Record<string, unknown>> {
    const started = performance.now();
    await runJob({ store: this.store, data: this.data, jobId });
    const job = await jobById(this.store.read, jobId);
    if (job?.state !== "done") throw new Error(`${what}: ${job?.error ?? "did not finish"}`);
    this.say(`${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return job.result ?? {};
  }
}
