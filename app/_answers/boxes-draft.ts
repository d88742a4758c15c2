import type { LabeledBox } from "@/core/annotation/box";

/** A box without its label yet; pixels of the upright picture. */
export type Frame = Omit<LabeledBox, "label">;

/** Marks on one picture while somebody makes them. */
export interface BoxesDraft {
  boxes: readonly LabeledBox[];
  /** Drawn, and waiting for its label. */
  pending: Frame | null;
  /** Index of the box that keys change; null: none. */
  active: number | null;
  past: readonly (readonly LabeledBox[])[];
}

export type BoxesEvent =
  | { type: "start"; boxes: readonly LabeledBox[] }
  | { type: "draw"; frame: Frame }
  | { type: "label"; label: string }
  | { type: "activate"; index: number | null }
  | { type: "shape"; index: number; frame: Frame }
  | { type: "nudge"; dx: number; dy: number }
  | { type: "resize"; dw: number; dh: number }
  | { type: "remove" }
  | { type: "undo" };

export const noBoxes: BoxesDraft = { boxes: [], pending: null, active: null, past: [] };

/** Smaller is a slip of the hand. */
export const SMALLEST = 1;

/** A frame within the picture, in whole pixels, at least one pixel wide and high. */
export function within(frame: Frame, { width, height }: { width: number; height: number }): Frame {
  const x = Math.min(Math.max(0, Math.round(frame.x)), width - SMALLEST);
  const y = Math.min(Math.max(0, Math.round(frame.y)), height - SMALLEST);
  return {
    x,
    y,
    w: Math.min(Math.max(SMALLEST, Math.round(frame.x + frame.w) - x), width - x),
    h: Math.min(Math.max(SMALLEST, Math.round(frame.y + frame.h) - y), height - y),
  };
}

/** The frame between two corners. */
export const between = (a: { x: number; y: number }, b: { x: number; y: number }): Frame => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
});

/** All rules of marking a picture; a label goes to the drawn frame, else to the active box, else nowhere. */
export function boxesReducer(
  draft: BoxesDraft,
  event: BoxesEvent,
  size: { width: number; height: number },
): BoxesDraft {
  switch (event.type) {
    case "start":
      return { ...noBoxes, boxes: event.boxes };
    case "draw":
      return { ...draft, pending: within(event.frame, size), active: null };
    case "label":
      return label(draft, event.label);
    case "activate":
      return { ...draft, active: event.index, pending: event.index === null ? draft.pending : null };
    case "shape":
      return shape(draft, event.index, within(event.frame, size));
    case "nudge":
      return change(draft, size, (frame) => ({
        ...frame,
        x: Math.min(Math.max(0, frame.x + event.dx), size.width - frame.w),
        y: Math.min(Math.max(0, frame.y + event.dy), size.height - frame.h),
      }));
    case "resize":
      return change(draft, size, (frame) => ({ ...frame, w: frame.w + event.dw, h: frame.h + event.dh }));
    case "remove":
      if (draft.pending) return { ...draft, pending: null };
      if (draft.active === null) return draft;
      return {
        ...changed(
          draft,
          draft.boxes.filter((_, k) => k !== draft.active),
        ),
        active: null,
      };
    case "undo": {
      if (draft.pending) return { ...draft, pending: null };
      const [boxes, ...past] = draft.past;
      return boxes ? { ...draft, boxes, past, active: null } : draft;
    }
  }
}

const changed = (draft: BoxesDraft, boxes: readonly LabeledBox[]): BoxesDraft => ({
  ...draft,
  boxes,
  past: [draft.boxes, ...draft.past].slice(0, 200),
});

const isSameBox = (a: LabeledBox, b: LabeledBox) =>
  a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h && a.label === b.label;

function label(draft: BoxesDraft, name: string): BoxesDraft {
  if (draft.pending) {
    const box = { ...draft.pending, label: name };
    const twin = draft.boxes.findIndex((one) => isSameBox(one, box));
    if (twin >= 0) return { ...draft, pending: null, active: twin };
    return { ...changed(draft, [...draft.boxes, box]), pending: null, active: draft.boxes.length };
  }
  const active = draft.active === null ? undefined : draft.boxes[draft.active];
  if (!active || active.label === name) return draft;
  return replace(draft, draft.active as number, { ...active, label: name });
}

/** Two boxes never become one: a change that would make them equal does not happen. */
function replace(draft: BoxesDraft, index: number, box: LabeledBox): BoxesDraft {
  if (draft.boxes.some((one) => isSameBox(one, box))) return draft;
  return { ...changed(draft, draft.boxes.with(index, box)), active: index };
}

function shape(draft: BoxesDraft, index: number, frame: Frame): BoxesDraft {
  const box = draft.boxes[index];
  return box ? replace(draft, index, { ...frame, label: box.label }) : draft;
}

function change(draft: BoxesDraft, size: { width: number; height: number }, to: (frame: Frame) => Frame): BoxesDraft {
  if (draft.pending) return { ...draft, pending: within(to(draft.pending), size) };
  const box = draft.active === null ? undefined : draft.boxes[draft.active];
  return box ? shape(draft, draft.active as number, within(to(box), size)) : draft;
}
