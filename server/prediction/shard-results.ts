import { checkProbabilities } from "@/core/prediction/probabilities";
import { unpackProbabilities } from "./read-predictions";

/** What a browser sent for the items of a lease: a row each, null where it could not read the item. */
export interface ShardResults {
  rows: Map<number, Float32Array | null>;
  vectors: Map<number, Float32Array> | null;
}

type Parsed = { ok: true; results: ShardResults } | { ok: false; why: string };

interface SentShard {
  /** Base64 of float32, little-endian, one row after the other. */
  probs: string;
  embeddings: string | null;
  unreadable: readonly number[];
}

const floatsOf = (base64: string) => {
  const bytes = Buffer.from(base64, "base64");
  return bytes.length % 4 === 0 ? unpackProbabilities(bytes) : null;
};

/** Checks a shard's results: a row of the right length per readable item, every value finite, probabilities that sum to 1. */
export function parseShardResults(
  { probs, embeddings, unreadable }: SentShard,
  { itemIds, classes, dims }: { itemIds: readonly number[]; classes: number; dims: number | null },
): Parsed {
  const stranger = unreadable.find((id) => !itemIds.includes(id));
  if (stranger !== undefined) return { ok: false, why: `item ${stranger} is not of this shard` };
  const readable = itemIds.filter((id) => !unreadable.includes(id));
  const values = floatsOf(probs);
  if (values?.length !== readable.length * classes)
    return { ok: false, why: `${values?.length ?? 0} probabilities for ${readable.length} items of ${classes} labels` };
  const rows = new Map<number, Float32Array | null>(unreadable.map((id) => [id, null]));
  for (const [k, id] of readable.entries()) {
    const checked = checkProbabilities(values.subarray(k * classes, (k + 1) * classes), { classes });
    if (!checked.ok) return { ok: false, why: checked.message };
    rows.set(id, checked.values);
  }
  if (dims === null) return { ok: true, results: { rows, vectors: null } };
  const flat = floatsOf(embeddings ?? "");
  if (flat?.length !== readable.length * dims)
    return { ok: false, why: `${flat?.length ?? 0} embedding values for ${readable.length} items of ${dims}` };
  if (!flat.every(Number.isFinite)) return { ok: false, why: "an embedding value is not a finite number" };
  const vectors = new Map(readable.map((id, k) => [id, flat.slice(k * dims, (k + 1) * dims)]));
  return { ok: true, results: { rows, vectors } };
}

interface Waiting {
  itemIds: number[];
  unreadable: number[] | null;
  probs: Uint8Array | null;
  vectors: Uint8Array | null;
}

/** The rows that wait in a shard for their check, in the order of its readable items. */
export function waitingRows(
  { itemIds, unreadable, probs }: Omit<Waiting, "vectors">,
  classes: number,
): Map<number, Float32Array | null> {
  const failed = new Set(unreadable ?? []);
  const values = unpackProbabilities(probs ?? new Uint8Array());
  const rows = new Map<number, Float32Array | null>([...failed].map((id) => [id, null]));
  for (const [k, id] of itemIds.filter((one) => !failed.has(one)).entries())
    rows.set(id, values.slice(k * classes, (k + 1) * classes));
  return rows;
}

/** The embeddings that wait with them. */
export function waitingVectors({ itemIds, unreadable, vectors }: Waiting): Map<number, Float32Array> {
  const readable = itemIds.filter((id) => !unreadable?.includes(id));
  const values = unpackProbabilities(vectors ?? new Uint8Array());
  const width = values.length / Math.max(1, readable.length);
  return new Map(readable.map((id, k) => [id, values.slice(k * width, (k + 1) * width)]));
}
