import { type Random, shuffle } from "../random";
import { argmax } from "./probabilities";

const MAX_ITEMS = 64;
/** A shard's results travel in one request of at most 2 MiB, four bytes each and a third more as text. */
const MAX_VALUES = 250_000;
const MIN_SAMPLE = 8;

/**
 * How many items go into one shard: about 64, fewer where an item has very many values.
 *
 * @param values probabilities and embedding together, per item. @example shardSize(10) // 64
 */
export const shardSize = (values: number) => Math.max(1, Math.min(MAX_ITEMS, Math.floor(MAX_VALUES / values)));

/**
 * The items that a second browser computes again: a share of them, at least eight, or all where there are fewer.
 *
 * @example checkSample([1, 2, 3], 0.05, random).length // 3
 */
export function checkSample(itemIds: readonly number[], share: number, random: Random): number[] {
  const n = Math.min(itemIds.length, Math.max(MIN_SAMPLE, Math.ceil(share * itemIds.length)));
  return shuffle([...itemIds], random)
    .slice(0, n)
    .sort((a, b) => a - b);
}

/**
 * How equal two computations of a model must be to count as the same: 1e-3 for float32 weights, 5e-3 for float16;
 * null where the runtime quantizes as it goes, and only the top label is comparable.
 */
export function toleranceOf({ dtype, operators }: { dtype: string; operators: readonly string[] }): number | null {
  const isDynamic = operators.some((name) => /^(DynamicQuantize|MatMulInteger|ConvInteger)/.test(name));
  if (isDynamic || dtype === "uint8") return null;
  return dtype === "float16" ? 5e-3 : 1e-3;
}

export interface Comparison {
  /** Items that differ by more than the tolerance, or in the top label where there is no tolerance. */
  differing: number;
  /** Largest |p - q| over all compared values. */
  largestDifference: number;
}

/**
 * Compares two computations of the same items, row by row; an item that only one of them could read differs.
 *
 * With a tolerance the top labels may differ where the probabilities do not: a tie is no error.
 */
export function compareRows(
  pairs: readonly (readonly [Float32Array | null, Float32Array | null])[],
  tolerance: number | null,
): Comparison {
  let differing = 0;
  let largestDifference = 0;
  for (const [a, b] of pairs) {
    if (!a || !b) {
      if (a || b) differing++;
      continue;
    }
    let largest = 0;
    for (let k = 0; k < a.length; k++) largest = Math.max(largest, Math.abs((a[k] as number) - (b[k] as number)));
    largestDifference = Math.max(largestDifference, largest);
    if (tolerance === null ? argmax(a) !== argmax(b) : largest > tolerance) differing++;
  }
  return { differing, largestDifference };
}

/** Where the runtime quantizes as it goes: vectors came out apart by a fiftieth of their largest value. */
const DYNAMIC_TOLERANCE = 0.1;

/**
 * Whether two computations of an embedding count as the same: no value differs by more than the tolerance, relative to the
 * largest one of both; vectors have no scale of their own.
 *
 * @example isSameVector(Float32Array.of(100, 1), Float32Array.of(100.05, 1), 1e-3) // true
 */
export function isSameVector(a: Float32Array, b: Float32Array, tolerance: number | null): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  let largest = 0;
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k] as number, b[k] as number];
    difference = Math.max(difference, Math.abs(x - y));
    largest = Math.max(largest, Math.abs(x), Math.abs(y));
  }
  return difference <= (tolerance ?? DYNAMIC_TOLERANCE) * largest;
}

interface ModelFileOfFold {
  fold: number | null;
  sha256: string;
}

/** The file that computes an item: the fold that never saw it; one that no fold map names may go to any. */
export function fileFor<F extends ModelFileOfFold>(files: readonly F[], itemFold: number | null): F | null {
  const own = itemFold === null ? undefined : files.find(({ fold }) => fold === itemFold);
  return own ?? files.find(({ fold }) => fold === null) ?? (itemFold === null ? (files[0] ?? null) : null);
}
