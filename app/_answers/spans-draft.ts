import { inSpanOrder } from "@/core/annotation/answer-text";
import type { LabeledSpan } from "@/core/annotation/span";
import type { TextPositions } from "@/core/annotation/text-positions";

/** Marks on one text while somebody makes them; positions in code points. */
export interface SpansDraft {
  spans: readonly LabeledSpan[];
  /** What the next label marks: from `anchor` to `focus`, in either direction; equal: a caret. */
  anchor: number;
  focus: number;
  /** Index of the span that a label or a removal changes; null: none. */
  active: number | null;
  past: readonly (readonly LabeledSpan[])[];
}

export type SpansEvent =
  | { type: "start"; spans: readonly LabeledSpan[] }
  | { type: "select"; anchor: number; focus: number }
  | { type: "move"; by: "character" | "word"; direction: -1 | 1; extends: boolean }
  | { type: "label"; label: string }
  | { type: "activate"; index: number | null }
  | { type: "step"; direction: -1 | 1 }
  | { type: "remove" }
  | { type: "undo" };

export const noSpans: SpansDraft = { spans: [], anchor: 0, focus: 0, active: null, past: [] };

/** The text that a label would mark, without outer white space; null for a caret. */
export function selectedSpan(draft: SpansDraft, positions: TextPositions): { start: number; end: number } | null {
  const [start, end] = [Math.min(draft.anchor, draft.focus), Math.max(draft.anchor, draft.focus)];
  return start === end ? null : positions.trimmed(start, end);
}

/** All rules of marking a text; a label goes to the selection, else to the active span, else nowhere. */
export function spansReducer(
  draft: SpansDraft,
  event: SpansEvent,
  { positions, edges }: { positions: TextPositions; edges: readonly number[] },
): SpansDraft {
  switch (event.type) {
    case "start":
      return { ...noSpans, spans: inSpanOrder(event.spans) };
    case "select":
      return { ...draft, anchor: event.anchor, focus: event.focus, active: null };
    case "move": {
      const focus = moved(draft.focus, event, { positions, edges });
      return { ...draft, focus, anchor: event.extends ? draft.anchor : focus, active: null };
    }
    case "label":
      return label(draft, event.label, positions);
    case "activate":
      return activate(draft, event.index);
    case "step": {
      const n = draft.spans.length;
      if (n === 0) return draft;
      const from = draft.active ?? (event.direction === 1 ? -1 : n);
      return activate(draft, (from + event.direction + n) % n);
    }
    case "remove": {
      if (draft.active === null) return draft;
      const spans = draft.spans.filter((_, k) => k !== draft.active);
      return { ...changed(draft, spans), active: null };
    }
    case "undo": {
      const [spans, ...past] = draft.past;
      return spans ? { ...draft, spans, past, active: null } : draft;
    }
  }
}

function moved(
  focus: number,
  { by, direction }: { by: "character" | "word"; direction: -1 | 1 },
  { positions, edges }: { positions: TextPositions; edges: readonly number[] },
): number {
  if (by === "character") return Math.min(positions.length, Math.max(0, focus + direction));
  return direction === 1
    ? (edges.find((edge) => edge > focus) ?? positions.length)
    : (edges.findLast((edge) => edge < focus) ?? 0);
}

function activate(draft: SpansDraft, index: number | null): SpansDraft {
  const span = index === null ? undefined : draft.spans[index];
  return span ? { ...draft, active: index, anchor: span.end, focus: span.end } : { ...draft, active: null };
}

const changed = (draft: SpansDraft, spans: readonly LabeledSpan[]): SpansDraft => ({
  ...draft,
  spans: inSpanOrder(spans),
  past: [draft.spans, ...draft.past].slice(0, 200),
});

function label(draft: SpansDraft, name: string, positions: TextPositions): SpansDraft {
  const selected = selectedSpan(draft, positions);
  const target = selected ?? (draft.active === null ? undefined : draft.spans[draft.active]);
  if (!target) return draft;
  const span = { start: target.start, end: target.end, label: name };
  const isSame = (one: LabeledSpan) => one.start === span.start && one.end === span.end && one.label === span.label;
  const others = selected ? draft.spans : draft.spans.filter((_, k) => k !== draft.active);
  const next = others.some(isSame) ? draft : changed(draft, [...others, span]);
  return { ...next, active: next.spans.findIndex(isSame), anchor: span.end, focus: span.end };
}
