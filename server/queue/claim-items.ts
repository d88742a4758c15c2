import { z } from "zod";
import { armOf, blindShareNow } from "@/core/queue/arm";
import { windowSize } from "@/core/queue/claim-rules";
import { recentDurations } from "@/db/queries/annotations";
import { activeClaims, expireClaims, insertClaims, peopleAtWork, setClaimRecord } from "@/db/queries/claims";
import { newestGuidelines, newestLabelSetVersion, projectLabels } from "@/db/queries/projects";
import { openSlots, type QueueRow } from "@/db/queries/queues";
import type { Transaction } from "@/db/store";
import { Id, type OperationContext } from "../operation";
import { suggestionsFor } from "../prediction/suggest-label";
import { describeClaims } from "./describe-claims";
import { PageOwner, refuseClosed, requireOwner, requireQueue } from "./queue-access";
import { verifyPairs } from "./verify-pairs";

export const ClaimItemsInput = z.strictObject({
  projectId: Id,
  queueId: Id,
  /** 60 at most on a grid, 32 elsewhere. */
  max: z.int().min(1).max(60),
  userId: PageOwner,
});
export type ClaimItemsInput = z.infer<typeof ClaimItemsInput>;

const DESK_MOST = 32;

const median = (values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : (sorted[Math.floor(sorted.length / 2)] ?? null);
};

/** How many items to lease: about 30 s of this person's work, less when few slots are left for the people at work. */
async function windowOf(
  tx: Transaction,
  { queue, annotatorId, now }: { queue: QueueRow; annotatorId: number; now: number },
) {
  const durations = await recentDurations(tx, { queueId: queue.id, annotatorId, limit: 15 });
  // counting slots costs with the size of the queue, so only its end is counted
  const left = queue.total - queue.done;
  const slots = left > 500 ? left : (await openSlots(tx, { queueId: queue.id })).slots;
  const people = await peopleAtWork(tx, { queueIds: [queue.id], now });
  const held = (await activeClaims(tx, { queueId: queue.id, annotatorId, now })).length;
  return windowSize({
    medianMs: median(durations.flatMap((row) => (row.durationMs === null ? [] : [row.durationMs]))),
    openSlots: slots,
    // who holds nothing yet is not counted there
    people: held > 0 ? people : people + 1,
    held,
  });
}

/**
 * Leases up to `max` items of a queue to the caller, each in its lowest free slot, beside those already held;
 * an empty list when nothing is left for them. The arm, its probability and the suggestion are fixed here.
 */
export async function claimItems({ store, actor, now }: OperationContext, input: ClaimItemsInput) {
  const { projectId, queueId, max } = input;
  requireOwner(actor, input.userId);
  return store.transaction(async (tx) => {
    const { project, queue, annotatorId } = await requireQueue(tx, {
      actor,
      projectId,
      queueId,
      operation: "queue.label",
    });
    refuseClosed(queue.state);
    await expireClaims(tx, { queueId, now });
    const window =
      queue.layout === "grid" ? max : Math.min(max, DESK_MOST, await windowOf(tx, { queue, annotatorId, now }));
    const lease = { queueId, annotatorId, max: window, now, expiresAt: now + queue.leaseMs };
    let made = window === 0 ? [] : await insertClaims(tx, lease);
    // two people on the last items: the one who lost the race looks once more
    if (made.length === 0 && window > 0 && queue.done < queue.total) made = await insertClaims(tx, lease);
    const blindShare = queue.mode === "mixed" ? blindShareNow(queue.judgements) : queue.blindShare;
    const arms = made.map((claim) => ({
      claim,
      ...armOf({
        queueSeed: queue.seed,
        itemId: claim.itemId,
        annotatorId,
        blindItemsShare: queue.blindItemsShare,
        blindShare,
        mode: queue.mode,
      }),
    }));
    const assisted = arms.filter(({ arm }) => arm === "assisted").map(({ claim }) => claim.itemId);
    const suggestions = await suggestionsFor(tx, { projectId, queue, itemIds: assisted, role: project.role });
    const pairs =
      queue.question === "verify"
        ? await verifyPairs(tx, {
            projectId,
            queue,
            labels: await projectLabels(tx, { projectId }),
            annotatorId,
            itemIds: made.map((claim) => claim.itemId),
          })
        : new Map<number, [string, string]>();
    const labelSetVersion = await newestLabelSetVersion(tx, { projectId });
    const guidelineVersion = (await newestGuidelines(tx, { projectId }))?.number ?? 0;
    for (const { claim, arm, probability, isBlindForEverybody } of arms) {
      const stored = suggestions.get(claim.itemId)?.stored;
      await setClaimRecord(tx, {
        claimId: claim.id,
        arm,
        armProbability: probability,
        blindItem: isBlindForEverybody,
        suggestionRun: stored?.runId ?? null,
        suggestion: stored?.label ?? null,
        suggestionConfidence: stored?.confidence ?? null,
        labelSetVersion,
        guidelineVersion,
        question: pairs.has(claim.itemId) ? "verify" : "label",
        candidates: pairs.get(claim.itemId) ?? null,
      });
    }
    const fresh = new Set(made.map((claim) => claim.id));
    const claims = (await activeClaims(tx, { queueId, annotatorId, now })).filter((claim) => fresh.has(claim.id));
    return describeClaims(tx, { project, claims, suggestions });
  });
}
