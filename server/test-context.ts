import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobById } from "@/db/queries/jobs";
import { insertUpload } from "@/db/queries/uploads";
import { insertUser } from "@/db/queries/users";
import { makeTestStore } from "@/db/test-store";
import { openDataDirectory } from "./data-directory";
import { runJob } from "./jobs/run-job";
import type { Actor, OperationContext } from "./operation";

/** A store, a data directory and an administrator of their own, with jobs run at once in this thread. */
export async function makeTestServer() {
  const made = await makeTestStore();
  const folder = mkdtempSync(join(tmpdir(), "concord-data-"));
  const data = openDataDirectory(folder);
  let clock = 1_800_000_000_000;
  const { store, url } = made;

  async function person(email: string, isAdmin = false): Promise<Actor> {
    const user = await store.transaction((tx) =>
      insertUser(tx, { email, name: email.split("@")[0] ?? email, passwordHash: null, isAdmin, now: clock }),
    );
    return { userId: user.id, name: user.name, email: user.email, isAdmin };
  }
  const as = (actor: Actor): OperationContext => ({ store, data, actor, now: clock });
  return {
    store,
    url,
    data,
    person,
    as,
    advance: (ms: number) => {
      clock += ms;
    },
    async upload(actor: Actor, content: string | Uint8Array, name: string) {
      const sha256 = createHash("sha256").update(content).digest("hex");
      writeFileSync(data.upload(sha256), content);
      const bytes = Buffer.byteLength(content);
      await store.transaction((tx) =>
        insertUpload(tx, { sha256, bytes, name, userId: actor.userId, createdAt: clock }),
      );
      return sha256;
    },
    /** Runs a job that was just started and returns its row. */
    async run({ jobId }: { jobId: number }) {
      await runJob({ store, data, jobId });
      const job = await jobById(store.read, jobId);
      if (!job) throw new Error(`no job ${jobId}`);
      return job;
    },
    async remove() {
      await made.remove();
      rmSync(folder, { recursive: true });
    },
  };
}
export type TestServer = Awaited<ReturnType<typeof makeTestServer>>;
