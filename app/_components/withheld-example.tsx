import { Chip } from "./chip";

const WHY = { asked: "hidden: a queue asks about it", blind: "hidden: blind in a queue that is not closed" };

/** Why annotators do not see an example now; nothing where they do. */
export function WithheldExample({ reason, isRetired }: { reason: keyof typeof WHY | null; isRetired: boolean }) {
  const words = isRetired ? "hidden: the label is retired" : reason && WHY[reason];
  return words ? <Chip tone="warn">{words}</Chip> : null;
}
