import { murmur3 } from "../stable-hash";

/** What a queue shows: suggestions to nobody, to everybody, or by seeded randomisation. */
export type QueueMode = "blind" | "assisted" | "mixed";

export type Arm = "blind" | "assisted";

export interface ArmAssignment {
  arm: Arm;
  /** The design's probability of that arm, above 0 and at most 1; analyses weight by its inverse. */
  probability: number;
  /** The item is blind for everybody: its votes are the ones agreement is measured on. */
  isBlindForEverybody: boolean;
}

function uniform(text: string, seed: number): number {
  return murmur3(text, seed) / 2 ** 32;
}

/**
 * Whether nobody gets a suggestion on this item: u = murmur3("item:<itemId>", queue seed) / 2^32 lies below the share.
 *
 * @param blindItemsShare s, 0..1; 1 in random and audit samples.
 */
export function isBlindItem({
  queueSeed,
  itemId,
  blindItemsShare,
}: {
  queueSeed: number;
  itemId: number;
  blindItemsShare: number;
}): boolean {
  return uniform(`item:${itemId}`, queueSeed) < blindItemsShare;
}

/**
 * Blind or assisted, by two seeded levels: item, then (item, annotator).
 *
 * Level 1: a share s of the items is blind for everybody. Level 2, other items: blind iff
 * u = murmur3("<itemId>:<annotatorId>", queue seed) / 2^32 < b. Probability of the arm drawn: blind s + (1 - s) b,
 * assisted (1 - s)(1 - b); 1 in a queue of one mode.
 *
 * Pure: the same arguments give the same arm everywhere. Fixed at the claim, whatever happens to the shares later.
 *
 * @param blindItemsShare s, 0..1, default of a queue .15. @param blindShare b, 0..1, see `blindShareNow`.
 * @example armOf({ queueSeed: 1, itemId: 2, annotatorId: 1, blindItemsShare: 0.15, blindShare: 0.5, mode: "mixed" }) // item level: blind, probability .575
 */
export function armOf({
  queueSeed,
  itemId,
  annotatorId,
  blindItemsShare,
  blindShare,
  mode,
}: {
  queueSeed: number;
  itemId: number;
  annotatorId: number;
  blindItemsShare: number;
  blindShare: number;
  mode: QueueMode;
}): ArmAssignment {
  if (mode !== "mixed") return { arm: mode, probability: 1, isBlindForEverybody: mode === "blind" };
  const isBlindForEverybody = isBlindItem({ queueSeed, itemId, blindItemsShare });
  const isBlind = isBlindForEverybody || uniform(`${itemId}:${annotatorId}`, queueSeed) < blindShare;
  const probability = isBlind
    ? blindItemsShare + (1 - blindItemsShare) * blindShare
    : (1 - blindItemsShare) * (1 - blindShare);
  return { arm: isBlind ? "blind" : "assisted", probability, isBlindForEverybody };
}

/** The blind share b for the next claims: .5 until 300 judgements have been given in the queue, then .2. */
export function blindShareNow(judgements: number): number {
  return judgements < 300 ? 0.5 : 0.2;
}

export interface PlannedBlindItems {
  /** Items blind for everybody: the ones agreement is measured on. */
  forEverybody: number;
  /** Items on which at least two of the answers will be blind. */
  pairable: number;
  /** Items on which all answers will be blind. */
  allBlind: number;
}

/**
 * How many items of a queue will have blind votes to compare: expected numbers, shown before the queue is made.
 *
 *     pairable = items (s + (1 - s) P(X >= 2)),  X ~ Binomial(answers, b)
 *
 * Below 2 answers per item nothing is pairable. In a blind queue s = 1, in an assisted one nothing is blind. Not rounded.
 *
 * @example plannedPairableItems({ items: 1000, answersPerItem: 2, blindItemsShare: 0.15, blindShare: 0.5, mode: "mixed" }).pairable // 362.5
 */
export function plannedPairableItems({
  items,
  answersPerItem,
  blindItemsShare,
  blindShare,
  mode,
}: {
  items: number;
  answersPerItem: number;
  blindItemsShare: number;
  blindShare: number;
  mode: QueueMode;
}): PlannedBlindItems {
  if (mode === "assisted" || answersPerItem < 1) return { forEverybody: 0, pairable: 0, allBlind: 0 };
  const s = mode === "blind" ? 1 : blindItemsShare;
  const none = (1 - blindShare) ** answersPerItem;
  const one = answersPerItem * blindShare * (1 - blindShare) ** (answersPerItem - 1);
  const atLeastTwo = answersPerItem < 2 ? 0 : s + (1 - s) * (1 - none - one);
  return {
    forEverybody: items * s,
    pairable: items * atLeastTwo,
    allBlind: items * (s + (1 - s) * blindShare ** answersPerItem),
  };
}
