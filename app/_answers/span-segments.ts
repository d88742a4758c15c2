import type { LabeledSpan } from "@/core/annotation/span";

/** A stretch of text under one and the same set of spans; positions in code points. */
export interface Segment {
  start: number;
  end: number;
  /** Indices of the spans over it, longest first. */
  over: number[];
  /** Indices of the spans that begin here. */
  begins: number[];
}

/** Cuts a text where spans and selections begin and end. Cost: O(edges x spans). */
export function segmentsOf(spans: readonly LabeledSpan[], length: number, cuts: readonly number[]): Segment[] {
  const edges = new Set([0, length, ...cuts]);
  for (const { start, end } of spans) edges.add(start).add(end);
  const ordered = [...edges].filter((edge) => edge >= 0 && edge <= length).sort((a, b) => a - b);
  const longest = spans.map((_, k) => k).sort((a, b) => lengthOf(spans[b]) - lengthOf(spans[a]) || a - b);
  return ordered.slice(0, -1).map((start, k) => {
    const end = ordered[k + 1] as number;
    const over = longest.filter((at) => {
      const span = spans[at];
      return span !== undefined && span.start < end && span.end > start;
    });
    return { start, end, over, begins: over.filter((at) => spans[at]?.start === start) };
  });
}

const lengthOf = (span: LabeledSpan | undefined) => (span ? span.end - span.start : 0);

/** For each span the line below the text that it is drawn on: the lowest that no other span holds there. */
export function levelsOf(spans: readonly LabeledSpan[]): number[] {
  const levels = new Array<number>(spans.length).fill(0);
  const ends: number[] = [];
  const byStart = spans.map((_, k) => k).sort((a, b) => (spans[a]?.start ?? 0) - (spans[b]?.start ?? 0));
  for (const index of byStart) {
    const span = spans[index];
    if (!span) continue;
    const free = ends.findIndex((end) => end <= span.start);
    const level = free < 0 ? ends.length : free;
    ends[level] = span.end;
    levels[index] = level;
  }
  return levels;
}
