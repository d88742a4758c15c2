import { murmur3 } from "../stable-hash";

/**
 * The two labels of the verify question, in the order of the screen: the given label and the most probable one; where these
 * are one, or none is given, the two most probable. Null where there are not two.
 *
 * The side is by lot, seeded by (queue, item, annotator), so that it tells nothing of where a label comes from; equal
 * probabilities take the label that stands first.
 *
 * @param given index of the given label. @param probs one per label. @param isOpen labels that can still be chosen.
 * @example verifyCandidates({ given: 0, probs: [0.1, 0.9], isOpen: () => true, queueSeed: 1, itemId: 1, annotatorId: 1 }) // [1, 0]
 */
export function verifyCandidates({
  given,
  probs,
  isOpen,
  queueSeed,
  itemId,
  annotatorId,
}: {
  given: number | null;
  probs: ArrayLike<number>;
  isOpen: (label: number) => boolean;
  queueSeed: number;
  itemId: number;
  annotatorId: number;
}): [number, number] | null {
  const ranked = Array.from(probs, (_, label) => label)
    .filter(isOpen)
    .sort((a, b) => (probs[b] as number) - (probs[a] as number) || a - b);
  const first = given !== null && isOpen(given) ? given : ranked[0];
  const second = ranked.find((label) => label !== first);
  if (first === undefined || second === undefined) return null;
  const isTurned = murmur3(`side:${itemId}:${annotatorId}`, queueSeed) % 2 === 1;
  return isTurned ? [second, first] : [first, second];
}
