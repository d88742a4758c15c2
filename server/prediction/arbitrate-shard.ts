import type { ModelCard } from "@/core/onnx/model-card";
import { compareRows } from "@/core/prediction/shard";
import { countOnRun, type InferenceRunRow } from "@/db/queries/inference";
import { disputingLease, dropPublished, refuseWork } from "@/db/queries/inference-disputes";
import {
  computingLease,
  type InferenceLeaseRow,
  type InferenceShardRow,
  moveLease,
  releaseLeases,
  setShard,
} from "@/db/queries/inference-shards";
import type { TrainedOnColumn } from "@/db/schema/models";
import type { Transaction } from "@/db/store";
import { writeAudit } from "../audit";
import type { OperationContext } from "../operation";
import { publishShard } from "./publish-shard";
import { packProbabilities, unpackProbabilities } from "./read-predictions";
import { waitingRows } from "./shard-results";

type Rows = ReadonlyMap<number, Float32Array | null>;

export interface DisputedShard {
  run: InferenceRunRow;
  shard: InferenceShardRow;
  card: ModelCard;
  trainedOn: TrainedOnColumn;
}

interface Dispute {
  author: InferenceLeaseRow;
  checker: InferenceLeaseRow;
  authorRows: Rows;
  checkerRows: Rows;
}

/** Keeps what a check came to behind the shard's own results, until somebody else decides; unreadable items as NaN. */
export async function openDispute(tx: Transaction, { shard, card }: DisputedShard, checkerRows: Rows) {
  const empty = new Float32Array(card.labels.length).fill(Number.NaN);
  const theirs = (shard.sample ?? []).flatMap((id) => [...(checkerRows.get(id) ?? empty)]);
  const own = unpackProbabilities(shard.probs ?? new Uint8Array());
  const probs = packProbabilities(Float32Array.from([...own, ...theirs]));
  await setShard(tx, { shardId: shard.id, state: "computed", probs });
}

/** The two computations that a shard's check found to differ; null where there is no dispute. */
export async function disputeOf(tx: Transaction, { shard, card }: DisputedShard): Promise<Dispute | null> {
  const author = await computingLease(tx, { shardId: shard.id });
  const checker = author && (await disputingLease(tx, { shardId: shard.id, after: author.id }));
  if (!author || !checker) return null;
  const classes = card.labels.length;
  const sample = shard.sample ?? [];
  const kept = unpackProbabilities(shard.probs ?? new Uint8Array());
  const start = kept.length - sample.length * classes;
  const theirs = sample.map((id, k): [number, Float32Array | null] => {
    const row = kept.slice(start + k * classes, start + (k + 1) * classes);
    return [id, Number.isNaN(row[0]) ? null : row];
  });
  return { author, checker, authorRows: waitingRows(shard, classes), checkerRows: new Map(theirs) };
}

const CLOSE = 1e-4;

/** Which of the two the third computation confirms: within 1e-4 first, then within what counts as equal; null for neither or both. */
export function confirmedBy(
  third: Rows,
  { authorRows, checkerRows }: Pick<Dispute, "authorRows" | "checkerRows">,
  { sample, tolerance }: { sample: readonly number[]; tolerance: number | null },
): "author" | "checker" | null {
  const agrees = (rows: Rows, within: number | null) =>
    compareRows(
      sample.map((id) => [rows.get(id) ?? null, third.get(id) ?? null] as const),
      within,
    ).differing === 0;
  for (const within of tolerance === null ? [null] : [Math.min(CLOSE, tolerance), tolerance]) {
    const [author, checker] = [agrees(authorRows, within), agrees(checkerRows, within)];
    if (author !== checker) return author ? "author" : "checker";
  }
  return null;
}

type Actor = Pick<OperationContext, "actor" | "now">;

/**
 * Ends a dispute by a third computation: what it confirms stands, and everything that the other browser gave in this run
 * is computed again by others. Three results that all differ confirm nobody: the shard's are refused.
 */
export async function settleDispute(
  tx: Transaction,
  context: Actor,
  at: DisputedShard,
  {
    dispute,
    third,
    thirdVectors,
    by,
  }: {
    dispute: Dispute;
    third: Rows;
    /** The server computes none. */
    thirdVectors: ReadonlyMap<number, Float32Array> | null;
    by: "third browser" | "server";
  },
) {
  const { run, shard } = at;
  const { author, checker, authorRows } = dispute;
  const sample = shard.sample ?? [];
  const confirmed = confirmedBy(third, dispute, { sample, tolerance: run.tolerance });
  const odd = confirmed === "author" ? checker : author;
  const why =
    confirmed === null
      ? "two browsers came to other results, and a third one to none of the two"
      : `${by === "server" ? "the server" : "a third browser"} came to the results of another browser for the items that were computed again`;
  await moveLease(tx, { leaseId: odd.id, from: "submitted", state: "refused", reason: why });
  await countOnRun(tx, { runId: run.id, refused: 1 });
  if (confirmed === "author") {
    const pairs = sample.map((id) => [authorRows.get(id) ?? null, third.get(id) ?? null] as const);
    const { largestDifference } = compareRows(pairs, run.tolerance);
    await countOnRun(tx, { runId: run.id, checked: sample.length, largestDifference });
    await publishShard(tx, { ...at, author, checkedVectors: thirdVectors, actor: context.actor, now: context.now });
  } else await openAgain(tx, shard.id);
  const discarded = await discardWork(tx, { runId: run.id, browserId: odd.browserId, reason: why });
  await writeAudit(tx, context, {
    projectId: run.projectId,
    action: "browser-run.refuse-browser",
    subject: `run ${run.id}`,
    data: { shard: shard.number, decidedBy: by, browser: odd.browserId, confirmed, discardedShards: discarded },
  });
}

/** Nothing of its results is used; the next browser begins anew. */
export const openAgain = (tx: Transaction, shardId: number) =>
  setShard(tx, { shardId, state: "open", sample: null, unreadable: null, probs: null, vectors: null });

/** Gives what a browser computed for the run to others again, whether it waits for its check or was taken after one. */
async function discardWork(
  tx: Transaction,
  { runId, browserId, reason }: { runId: number; browserId: number; reason: string },
) {
  await releaseLeases(tx, { runId, browserId });
  const shards = await refuseWork(tx, { runId, browserId, reason });
  await releaseLeases(tx, { shardIds: shards.map(({ id }) => id) });
  for (const shard of shards) {
    if (shard.state === "done") {
      await dropPublished(tx, { runId, itemIds: shard.itemIds });
      const unreadable = shard.unreadable?.length ?? 0;
      await countOnRun(tx, { runId, done: unreadable - shard.itemIds.length, unreadable: -unreadable });
    }
    await openAgain(tx, shard.id);
  }
  return shards.length;
}
