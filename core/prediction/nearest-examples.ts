/**
 * Cosine similarity, -1 to 1; 0 where one of the two is all zeros, so that nothing is like it.
 *
 * @throws RangeError for vectors of different lengths.
 * @example cosineSimilarity([3, 4], [6, 8]) // 1
 */
export function cosineSimilarity(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`Vectors of ${a.length} and ${b.length} values.`);
  let [dot, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k] as number, b[k] as number];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  // of each root alone: the product of the squares could overflow
  const norm = Math.sqrt(aa) * Math.sqrt(bb);
  return norm === 0 ? 0 : Math.min(1, Math.max(-1, dot / norm));
}

/**
 * How alike two distributions are, 0 to 1: the Bhattacharyya coefficient, sum of sqrt(p q). Source: Bhattacharyya (1943).
 *
 * @example distributionAffinity([1, 0], [0.25, 0.75]) // 0.5
 */
export function distributionAffinity(p: ArrayLike<number>, q: ArrayLike<number>): number {
  if (p.length !== q.length) throw new RangeError(`Distributions of ${p.length} and ${q.length} values.`);
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += Math.sqrt(Math.max(0, p[k] as number) * Math.max(0, q[k] as number));
  return Math.min(1, sum);
}

export interface Neighbour {
  itemId: number;
  label: string;
  similarity: number;
}

/** Keeps the nearest few items of each label, whatever the number that passes by. */
export class NearestPerLabel {
  private readonly best = new Map<string, Neighbour[]>();

  constructor(private readonly perLabel: number) {}

  add(one: Neighbour): void {
    const kept = this.best.get(one.label) ?? [];
    kept.push(one);
    kept.sort(nearestFirst);
    this.best.set(one.label, kept.slice(0, this.perLabel));
  }

  /** Nearest label first, its items nearest first, at most `labels` labels. */
  labels(labels: number): Neighbour[][] {
    return [...this.best.values()].sort(([a], [b]) => (a && b ? nearestFirst(a, b) : 0)).slice(0, labels);
  }
}

const nearestFirst = (a: Neighbour, b: Neighbour) => b.similarity - a.similarity || a.itemId - b.itemId;
