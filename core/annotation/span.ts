/** A labelled stretch of text in code points, half-open: start <= position < end. */
export interface LabeledSpan {
  start: number;
  end: number;
  label: string;
}

/** How many spans two answers have in common: equal start, end and label; a repeated span counts as often as in both. */
export function equalSpans(a: readonly LabeledSpan[], b: readonly LabeledSpan[]): number {
  const left = new Map<string, number>();
  const key = ({ start, end, label }: LabeledSpan) => `${start} ${end} ${label}`;
  for (const span of a) left.set(key(span), (left.get(key(span)) ?? 0) + 1);
  let equal = 0;
  for (const span of b) {
    const count = left.get(key(span)) ?? 0;
    if (count > 0) equal++;
    left.set(key(span), count - 1);
  }
  return equal;
}

/** (character, label) pairs an answer marks, overlapping spans of one label counted once. */
export function markedCharacters(spans: readonly LabeledSpan[]): number {
  return merged(spans).reduce((sum, { start, end }) => sum + end - start, 0);
}

/** (character, label) pairs both answers mark. */
export function sharedCharacters(a: readonly LabeledSpan[], b: readonly LabeledSpan[]): number {
  const others = merged(b);
  let shared = 0;
  for (const one of merged(a))
    for (const other of others)
      if (one.label === other.label)
        shared += Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));
  return shared;
}

/** Stretches of one label that do not overlap each other. */
function merged(spans: readonly LabeledSpan[]): LabeledSpan[] {
  const result: LabeledSpan[] = [];
  const ordered = [...spans].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : a.start - b.start));
  for (const { start, end, label } of ordered) {
    const last = result.at(-1);
    if (last?.label === label && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end, label });
  }
  return result;
}
