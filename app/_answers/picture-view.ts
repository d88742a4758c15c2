import { type PointerEvent as ReactPointerEvent, type RefObject, useCallback, useEffect, useState } from "react";

export interface Size {
  width: number;
  height: number;
}

/** Where a picture lies on its stage: its scale and the place of its upper left corner, in CSS pixels. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

const MOST = 40;
const MARGIN = 16;

/** The whole picture in the middle of the stage; tiny ones are enlarged by whole steps. */
export function fitted(picture: Size, stage: Size): View {
  const free = { width: Math.max(1, stage.width - 2 * MARGIN), height: Math.max(1, stage.height - 2 * MARGIN) };
  const most = Math.min(free.width / picture.width, free.height / picture.height);
  const scale = most >= 2 ? Math.min(MOST, Math.floor(most)) : most;
  return centred(picture, stage, scale);
}

function centred(picture: Size, stage: Size, scale: number): View {
  return {
    scale,
    x: (stage.width - picture.width * scale) / 2,
    y: (stage.height - picture.height * scale) / 2,
  };
}

/** Another scale around a point of the stage that keeps its place. */
export function zoomed(view: View, by: number, around: { x: number; y: number }, least: number): View {
  const scale = Math.min(MOST, Math.max(least, view.scale * by));
  const ratio = scale / view.scale;
  return { scale, x: around.x - (around.x - view.x) * ratio, y: around.y - (around.y - view.y) * ratio };
}

/** Watches the stage, and keeps the picture fitted until somebody zooms. */
export function useView(stage: RefObject<HTMLElement | null>, picture: Size | null) {
  const [size, setSize] = useState<Size | null>(null);
  const [own, setOwn] = useState<View | null>(null);
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [stage]);
  const whole = size && picture ? fitted(picture, size) : null;
  const view = own ?? whole;
  const zoom = useCallback(
    (by: number, around?: { x: number; y: number }) => {
      if (!view || !whole || !size) return;
      const next = zoomed(view, by, around ?? { x: size.width / 2, y: size.height / 2 }, whole.scale);
      setOwn(next.scale <= whole.scale * 1.001 ? null : next);
    },
    [view, whole, size],
  );
  const pan = useCallback(
    (dx: number, dy: number) => {
      if (own) setOwn({ ...own, x: own.x + dx, y: own.y + dy });
    },
    [own],
  );
  // React listens to the wheel passively, which cannot keep the page where it is
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [stage, zoom]);
  return { view, stage: size, zoom, pan, isZoomed: own !== null, fit: () => setOwn(null) };
}

/** The point of the picture under the pointer, in its pixels. */
export function pictureAt(event: ReactPointerEvent | PointerEvent, stage: HTMLElement, view: View) {
  const box = stage.getBoundingClientRect();
  return {
    x: (event.clientX - box.left - view.x) / view.scale,
    y: (event.clientY - box.top - view.y) / view.scale,
  };
}
