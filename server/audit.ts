import { insertAudit } from "@/db/queries/jobs";
import type { Transaction } from "@/db/store";
import type { Actor } from "./operation";

/** One row for a mutation, in its transaction. No secrets and no answers go in. */
export async function writeAudit(
  tx: Transaction,
  { actor, now }: { actor: Partial<Actor> & Pick<Actor, "email">; now: number },
  row: { projectId: number | null; action: string; subject: string; data?: Record<string, unknown> },
) {
  await insertAudit(tx, { ...row, data: row.data ?? {}, actor: actor.email, createdAt: now });
}
