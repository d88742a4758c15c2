"use client";
import {
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useReducer,
  useRef,
  useState,
} from "react";
import type { AnswerEditor, EditorProps } from "./answer-editor";
import { BoxShape, dragged, type Handle, handleOf } from "./box-shape";
import { type BoxesDraft, type BoxesEvent, between, boxesReducer, type Frame, noBoxes, within } from "./boxes-draft";
import { MarkList } from "./mark-list";
import { pictureAt, type Size, useView } from "./picture-view";
import { useFirstFocus } from "./use-first-focus";

interface BoxesEditorProps extends EditorProps {
  src: string;
  name: string;
  ref: Ref<AnswerEditor>;
}

type Point = { x: number; y: number };
/** What the pointer is doing; `frame` is drawn while it moves. */
type Drag =
  | { kind: "draw"; from: Point; frame: Frame }
  | { kind: "move"; index: number; from: Point; start: Frame; frame: Frame }
  | { kind: "handle"; index: number; handle: Handle; start: Frame; frame: Frame }
  | { kind: "pan"; last: Point };

const HELP =
  "Drag to draw a box. Tab goes to a box, arrows move it, with Shift by ten, with Alt they resize it. Full stop puts a new box in the middle.";
/** A drag of fewer CSS pixels is a click. */
const SLIP = 4;

/** A picture on which boxes are drawn, moved and resized by mouse, by touch or by keyboard. */
export function BoxesEditor({ src, name, labels, initial, onChange, onSay, ref }: BoxesEditorProps) {
  const [picture, setPicture] = useState<Size | null>(null);
  const [failed, setFailed] = useState(false);
  const stage = useRef<HTMLDivElement>(null);
  useFirstFocus(stage);
  const { view, stage: room, zoom, pan, isZoomed, fit } = useView(stage, picture);
  const size = picture ?? { width: 1, height: 1 };
  const [draft, tell] = useReducer(
    (state: BoxesDraft, event: BoxesEvent) => boxesReducer(state, event, size),
    null,
    () => (initial && "boxes" in initial ? { ...noBoxes, boxes: initial.boxes } : noBoxes),
  );
  const now = useRef(draft);
  now.current = draft;
  const [drag, drawDrag] = useState<Drag | null>(null);
  // a quick hand moves and lets go before anything is drawn
  const held = useRef<Drag | null>(null);
  const setDrag = (next: Drag | null) => {
    held.current = next;
    drawDrag(next);
  };
  const { boxes, pending, active } = draft;
  const labelOf = (key: string) => labels.find((label) => label.key === key) ?? null;

  const change = useRef(onChange);
  change.current = onChange;
  const before = useRef(boxes);
  useEffect(() => {
    if (before.current !== boxes) change.current({ boxes: [...boxes] });
    before.current = boxes;
  }, [boxes]);

  useImperativeHandle(ref, () => ({
    label(key) {
      const isUsed = now.current.pending !== null || now.current.active !== null;
      tell({ type: "label", label: key });
      onSay(isUsed ? `The box is ${labelOf(key)?.name ?? key}.` : "Draw a box first.");
      stage.current?.focus({ preventScroll: true });
    },
    remove: () => tell({ type: "remove" }),
    undo() {
      if (now.current.past.length === 0 && !now.current.pending) return false;
      tell({ type: "undo" });
      onSay("Last change taken back.");
      return true;
    },
    answer: () =>
      now.current.pending
        ? { unfinished: "One box has no label yet. Press the key of its label, or Delete." }
        : { boxes: [...now.current.boxes] },
    focus: () => stage.current?.focus({ preventScroll: true }),
  }));

  const unit = view ? 1 / view.scale : 1;
  const onPointerDown = (event: PointerEvent) => {
    if (!view || !stage.current || !picture) return;
    stage.current.focus({ preventScroll: true });
    const at = pictureAt(event, stage.current, view);
    if (event.button === 1 || event.button === 2)
      setDrag({ kind: "pan", last: { x: event.clientX, y: event.clientY } });
    else {
      const target = event.target instanceof Element ? event.target : null;
      const handle = handleOf(target?.closest<SVGElement>("[data-handle]")?.dataset.handle);
      const found = target?.closest<SVGElement>("[data-box]")?.dataset.box;
      const index = found === undefined ? null : Number(found);
      const box = index === null ? undefined : boxes[index];
      if (index !== null && box) {
        tell({ type: "activate", index });
        const start = { x: box.x, y: box.y, w: box.w, h: box.h };
        setDrag(
          handle
            ? { kind: "handle", index, handle, start, frame: start }
            : { kind: "move", index, from: at, start, frame: start },
        );
      } else setDrag({ kind: "draw", from: at, frame: between(at, at) });
    }
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const drag = held.current;
    if (!drag || !view || !stage.current) return;
    if (drag.kind === "pan") {
      pan(event.clientX - drag.last.x, event.clientY - drag.last.y);
      setDrag({ ...drag, last: { x: event.clientX, y: event.clientY } });
      return;
    }
    const to = pictureAt(event, stage.current, view);
    if (drag.kind === "draw") setDrag({ ...drag, frame: within(between(drag.from, to), size) });
    else if (drag.kind === "handle") setDrag({ ...drag, frame: within(dragged(drag.start, drag.handle, to), size) });
    else {
      const x = Math.min(Math.max(0, drag.start.x + to.x - drag.from.x), size.width - drag.start.w);
      const y = Math.min(Math.max(0, drag.start.y + to.y - drag.from.y), size.height - drag.start.h);
      setDrag({ ...drag, frame: within({ ...drag.start, x, y }, size) });
    }
  };
  const onPointerUp = () => {
    const drag = held.current;
    setDrag(null);
    if (!drag || drag.kind === "pan") return;
    const { frame } = drag;
    if (drag.kind === "draw") {
      if (Math.max(frame.w, frame.h) / unit < SLIP) tell({ type: "activate", index: null });
      else {
        tell({ type: "draw", frame });
        onSay("Box drawn. Press the key of its label.");
      }
    } else if (JSON.stringify(frame) !== JSON.stringify(drag.start)) tell({ type: "shape", index: drag.index, frame });
    stage.current?.focus({ preventScroll: true });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    const [dx, dy] = ARROWS[event.key] ?? [0, 0];
    if (dx || dy) {
      const by = event.shiftKey ? 10 : 1;
      if (active === null && !pending) pan(-dx * 40, -dy * 40);
      else if (event.altKey) tell({ type: "resize", dw: dx * by, dh: dy * by });
      else tell({ type: "nudge", dx: dx * by, dy: dy * by });
    } else if (event.key === "Escape") tell(pending ? { type: "remove" } : { type: "activate", index: null });
    else if (event.key === "." && view && room && picture) {
      const middle = { x: (room.width / 2 - view.x) * unit, y: (room.height / 2 - view.y) * unit };
      const [w, h] = [picture.width / 4, picture.height / 4];
      tell({ type: "draw", frame: { x: middle.x - w / 2, y: middle.y - h / 2, w, h } });
      onSay("New box in the middle. Arrows move it, with Alt they resize it; then press the key of its label.");
    } else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.5 : 1 / 1.5);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (failed)
    return (
      <p className="col-start-1 row-start-1 m-auto max-w-md text-center text-text-2">
        The picture of this item does not load. Skip it with <kbd>S</kbd> or flag it with <kbd>F</kbd>.
      </p>
    );
  const frameOf = (index: number, frame: Frame) =>
    drag && drag.kind !== "draw" && drag.kind !== "pan" && drag.index === index ? drag.frame : frame;
  const drawn = drag?.kind === "draw" ? drag.frame : pending;
  return (
    <div className="col-start-1 row-start-1 flex min-h-0 flex-col gap-2">
      <div
        ref={stage}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys
        tabIndex={0}
        role="application"
        aria-label="Picture to mark"
        aria-description={HELP}
        data-testid="marked-picture"
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(null)}
        onContextMenu={(event) => event.preventDefault()}
        // the browser's own drag would end ours
        onMouseDown={(event) => event.preventDefault()}
        className="relative min-h-40 select-none flex-1 cursor-crosshair touch-none overflow-hidden rounded-md"
      >
        <div
          className="absolute"
          style={
            view && picture
              ? { left: view.x, top: view.y, width: picture.width * view.scale, height: picture.height * view.scale }
              : { opacity: 0 }
          }
        >
          <img
            src={src}
            alt={name}
            draggable={false}
            className={`size-full shadow-card ${view && view.scale >= 2 ? "[image-rendering:pixelated]" : ""}`}
            ref={(image) => {
              // one that was there before the page came alive tells nothing of it
              if (image?.complete && image.naturalWidth > 0 && !picture)
                setPicture({ width: image.naturalWidth, height: image.naturalHeight });
            }}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
              setPicture({ width, height })
            }
            onError={() => setFailed(true)}
          />
          {view && picture && (
            <svg
              className="absolute inset-0 size-full overflow-visible"
              viewBox={`0 0 ${picture.width} ${picture.height}`}
              preserveAspectRatio="none"
            >
              <title>Boxes</title>
              {boxes.map((box, k) => (
                // biome-ignore lint/a11y/useSemanticElements: a picture holds no buttons of HTML
                <g
                  key={k}
                  data-box={k}
                  tabIndex={0}
                  role="button"
                  aria-pressed={k === active}
                  aria-label={`Box ${k + 1}, ${labelOf(box.label)?.name ?? box.label}: ${box.w} wide, ${box.h} high, at ${box.x}, ${box.y}`}
                  className="cursor-move outline-none"
                  onFocus={() => k !== active && tell({ type: "activate", index: k })}
                >
                  <BoxShape
                    frame={frameOf(k, box)}
                    label={labelOf(box.label)}
                    unit={unit}
                    isActive={k === active}
                    isEditable
                  />
                </g>
              ))}
              {drawn && <BoxShape frame={drawn} label={null} unit={unit} isActive isEditable={false} />}
            </svg>
          )}
        </div>
        {isZoomed && (
          <button type="button" className="chip absolute bottom-2 right-2" onClick={fit}>
            Whole picture
          </button>
        )}
      </div>
      <MarkList
        title="Boxes"
        empty="Drag a box, then press the key of its label."
        marks={boxes.map(({ x, y, w, h, label }) => ({ label, text: `${w} × ${h} at ${x}, ${y}` }))}
        labels={labels}
        active={active}
        onActivate={(index) => {
          tell({ type: "activate", index });
          stage.current?.focus({ preventScroll: true });
        }}
        onRemove={(index) => {
          tell({ type: "activate", index });
          tell({ type: "remove" });
        }}
      />
    </div>
  );
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
