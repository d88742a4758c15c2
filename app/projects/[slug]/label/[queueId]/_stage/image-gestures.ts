import type { ImageView } from "./image-view";

type Point = { x: number; y: number };

/** Wheel, pinch, drag and double click on the stage; returns what takes them away again. */
export function listenToGestures(stage: HTMLElement, view: ImageView): () => void {
  const pointers = new Map<number, Point>();
  const fromMiddle = ({ x, y }: Point): Point => {
    const box = stage.getBoundingClientRect();
    return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
  };
  const middle = () => {
    const [a, b] = [...pointers.values()];
    return a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) } : null;
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    // a pinch on a touch pad comes as a wheel with Control, in smaller steps
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
    view.zoomBy(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0016)), fromMiddle(event));
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, { x: event.x, y: event.y });
    stage.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const before = middle();
    pointers.set(event.pointerId, { x: event.x, y: event.y });
    const after = middle();
    if (!before || !after) return view.panBy(event.x - last.x, event.y - last.y);
    if (before.apart > 0) view.zoomBy(after.apart / before.apart, fromMiddle(after));
    view.panBy(after.x - before.x, after.y - before.y);
  };
  const onUp = (event: PointerEvent) => {
    pointers.delete(event.pointerId);
  };
  const ended = new AbortController();
  const { signal } = ended;
  stage.addEventListener("wheel", onWheel, { signal, passive: false });
  stage.addEventListener("pointerdown", onDown, { signal });
  stage.addEventListener("pointermove", onMove, { signal });
  stage.addEventListener("pointerup", onUp, { signal });
  stage.addEventListener("pointercancel", onUp, { signal });
  stage.addEventListener("dblclick", view.toggle, { signal });
  return () => ended.abort();
}
