import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "@/db/store";
import { submitAnnotations } from "../annotation/submit-annotations";
import { openDataDirectory } from "../data-directory";
import type { OperationContext } from "../operation";
import { claimItems } from "./claim-items";

/** One annotator in a process of its own: claims and answers until nothing is left, and prints what it was told. */
const [url = "", projectId = "", queueId = "", userId = "", label = ""] = process.argv.slice(2);
const store = await openStore(url, { maxMs: 60_000 });
const data = openDataDirectory(mkdtempSync(join(tmpdir(), "concord-race-")));
const ids = { projectId: Number(projectId), queueId: Number(queueId) };
const context = (): OperationContext => ({
  store,
  data,
  now: Date.now(),
  actor: { userId: Number(userId), name: `annotator ${userId}`, email: `a${userId}@example.org`, isAdmin: false },
});
const claimed: number[] = [];
const acknowledged: string[] = [];
let errors = 0;
for (let empty = 0; empty < 3; ) {
  try {
    const claims = await claimItems(context(), { ...ids, max: 8 });
    if (claims.length === 0) {
      empty++;
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    empty = 0;
    claimed.push(...claims.map((claim) => claim.itemId));
    const answers = claims.map((claim) => ({
      clientKey: crypto.randomUUID(),
      claimId: claim.claimId,
      itemId: claim.itemId,
      kind: "label" as const,
      value: { label },
      certainty: "sure" as const,
      durationMs: 1,
      clientTime: Date.now(),
      shown: null,
    }));
    const { results } = await submitAnnotations(context(), { ...ids, answers });
    acknowledged.push(...results.filter((one) => one.result === "accepted").map((one) => one.clientKey));
  } catch (error) {
    errors++;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    if (errors > 5) break;
  }
}
process.stdout.write(JSON.stringify({ claimed, acknowledged, errors }));
await store.close();
rmSync(data.folder, { recursive: true });
