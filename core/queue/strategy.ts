import { argmax } from "../prediction/probabilities";
import { entropyNats, leastConfidence, margin } from "../prediction/uncertainty";
import { normalizedMargin, selfConfidence } from "../quality/label-quality";
import { qualityOrder } from "../quality/quality-order";
import { createRandom, type Random, shuffle } from "../random";

export type Strategy = "suspected-label-errors" | "misclassified" | "low-confidence" | "random" | "all";

export type UncertaintyMeasure = "margin" | "entropy" | "least-confidence";

export interface QueueCandidate {
  itemId: number;
  /** Index of the given label, null where there is none. */
  given: number | null;
  /** Probabilities in label order, divided by their sum; null where the item has no prediction. */
  probs: ArrayLike<number> | null;
  /** Items of equal content enter once. */
  contentHash: string | null;
}

export interface QueueOptions {
  labelNames: readonly string[];
  /** Length of the queue; without it all items that the strategy can order. */
  limit?: number;
  seed: number;
  /** Share of items drawn at random from the rest, below 1; default .1, none in "random" and "all". */
  randomShare?: number;
  /** For "low-confidence"; default margin. */
  measure?: UncertaintyMeasure;
}

export interface QueueEntry {
  itemId: number;
  /** For managers; annotators never get it. */
  reason: string;
}

interface Scored {
  candidate: QueueCandidate;
  reason: string;
}

/**
 * The items of a queue in working order, each with its reason.
 *
 * suspected-label-errors: rank-mean of self-confidence and normalized margin, worst first; misclassified: confidence of
 * the wrong prediction, highest first (needs, as the first one, a given label and a prediction); low-confidence: most
 * uncertain first; random: a seeded shuffle; all: by item id. Ties by item id. Of exact duplicates the lowest item id
 * stays. A share of random items, from those the strategy did not choose, is mixed in at random places.
 *
 * Does not depend on the order of the candidates. Cost: O(N K + N log N).
 *
 * @example orderQueue("misclassified", candidates, { labelNames, seed: 1 })[0].reason // "given Shirt, model says Coat 97 %"
 */
export function orderQueue(
  strategy: Strategy,
  candidates: readonly QueueCandidate[],
  { labelNames, limit = Number.POSITIVE_INFINITY, seed, randomShare = 0.1, measure = "margin" }: QueueOptions,
): QueueEntry[] {
  if (!(randomShare >= 0 && randomShare < 1)) throw new RangeError("the share of random items must be below 1");
  const pool = withoutDuplicates(candidates);
  const random = createRandom(seed);
  if (strategy === "all") return pool.slice(0, limit).map(({ itemId }) => ({ itemId, reason: "all items" }));
  if (strategy === "random")
    return shuffle(pool, random)
      .slice(0, limit)
      .map(({ itemId }) => ({ itemId, reason: "random" }));
  const ordered = orderBy(strategy, pool, labelNames, measure);
  const chosen = ordered.slice(0, limit - Math.round(Math.min(limit, pool.length) * randomShare));
  const mixed = Math.min(Math.round((chosen.length * randomShare) / (1 - randomShare)), limit - chosen.length);
  return mixIn(chosen, pool, mixed, random);
}

function withoutDuplicates(candidates: readonly QueueCandidate[]): QueueCandidate[] {
  const seen = new Set<string>();
  return [...candidates]
    .sort((a, b) => a.itemId - b.itemId)
    .filter(({ contentHash }) => {
      if (contentHash === null) return true;
      const isNew = !seen.has(contentHash);
      seen.add(contentHash);
      return isNew;
    });
}

function orderBy(
  strategy: "suspected-label-errors" | "misclassified" | "low-confidence",
  pool: readonly QueueCandidate[],
  labelNames: readonly string[],
  measure: UncertaintyMeasure,
): Scored[] {
  const predicted = pool.flatMap((candidate) => (candidate.probs ? [{ candidate, probs: candidate.probs }] : []));
  if (strategy === "low-confidence") {
    return ascending(predicted, ({ probs }) => certainty(probs, measure)).map(({ candidate, probs }) => ({
      candidate,
      reason: uncertainReason(probs, labelNames),
    }));
  }
  const judged = predicted.flatMap(({ candidate, probs }) =>
    candidate.given === null ? [] : [{ candidate, probs, given: candidate.given }],
  );
  const scored = (entry: (typeof judged)[number]): Scored => ({
    candidate: entry.candidate,
    reason: givenReason(entry.given, entry.probs, labelNames),
  });
  if (strategy === "misclassified") {
    const wrong = judged.filter(({ probs, given }) => argmax(probs) !== given);
    return ascending(wrong, ({ probs }) => -(probs[argmax(probs)] as number)).map(scored);
  }
  const { order } = qualityOrder({
    selfConfidence: judged.map(({ probs, given }) => selfConfidence(probs, given)),
    normalizedMargin: judged.map(({ probs, given }) => normalizedMargin(probs, given)),
  });
  return Array.from(order, (index) => scored(judged[index] as (typeof judged)[number]));
}

/** Sorted by score; the sort is stable and the input is in item order, so equal scores stay in item order. */
function ascending<T>(entries: readonly T[], score: (entry: T) => number): T[] {
  return entries
    .map((entry) => ({ entry, score: score(entry) }))
    .sort((a, b) => a.score - b.score)
    .map(({ entry }) => entry);
}

function certainty(probs: ArrayLike<number>, measure: UncertaintyMeasure): number {
  if (measure === "margin") return margin(probs);
  return measure === "entropy" ? -entropyNats(probs) : -leastConfidence(probs);
}

function mixIn(
  chosen: readonly Scored[],
  pool: readonly QueueCandidate[],
  count: number,
  random: Random,
): QueueEntry[] {
  const taken = new Set(chosen.map(({ candidate }) => candidate.itemId));
  const rest = pool.filter(({ itemId }) => !taken.has(itemId));
  const extra = shuffle(rest, random).slice(0, count);
  const places = shuffle([...chosen.map(() => false), ...extra.map(() => true)], random);
  let [ordered, mixed] = [0, 0];
  return places.map((isMixed) => {
    if (isMixed) return { itemId: (extra[mixed++] as QueueCandidate).itemId, reason: "random, mixed in" };
    const { candidate, reason } = chosen[ordered++] as Scored;
    return { itemId: candidate.itemId, reason };
  });
}

function givenReason(given: number, probs: ArrayLike<number>, labelNames: readonly string[]): string {
  const best = argmax(probs);
  const name = (label: number) => labelNames[label] ?? `label ${label + 1}`;
  return `given ${name(given)}, model says ${name(best)} ${wholePercent(probs[best] as number)}`;
}

function uncertainReason(probs: ArrayLike<number>, labelNames: readonly string[]): string {
  const [first = 0, second = 0] = Array.from(probs, (_, label) => label).sort(
    (a, b) => (probs[b] as number) - (probs[a] as number) || a - b,
  );
  const named = (label: number) =>
    `${labelNames[label] ?? `label ${label + 1}`} ${wholePercent(probs[label] as number)}`;
  return `model unsure: ${named(first)}, ${named(second)}`;
}

/** A whole percent that reads 0 or 100 only where it is exactly that. */
function wholePercent(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return "under 1 %";
  if (percent === 100 && share < 1) return "over 99 %";
  return `${percent} %`;
}
