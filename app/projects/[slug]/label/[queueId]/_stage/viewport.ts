export interface Size {
  width: number;
  height: number;
}

/** `zoom` in multiples of the fitting size; `x` and `y` move the picture, in shares of its own width and height. */
export interface Viewport {
  zoom: number;
  x: number;
  y: number;
}

export const FIT: Viewport = { zoom: 1, x: 0, y: 0 };
export const MAX_ZOOM = 40;

const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value)) + 0;

/** Keeps the picture over the stage: no farther than its edge, and in the middle along a side that fits. */
export function keepInView({ zoom, x, y }: Viewport, fit: Size, stage: Size): Viewport {
  const room = (length: number, of: number) => Math.max(0, (length * zoom - of) / 2) / (length * zoom || 1);
  return { zoom, x: clamp(x, room(fit.width, stage.width)), y: clamp(y, room(fit.height, stage.height)) };
}

/**
 * Another zoom around a point, which stays where it is.
 *
 * @param point in pixels from the middle of the stage.
 */
export function zoomAround(
  view: Viewport,
  { zoom, point, fit, stage }: { zoom: number; point: { x: number; y: number }; fit: Size; stage: Size },
): Viewport {
  const next = Math.min(MAX_ZOOM, Math.max(1, zoom));
  const move = (at: number, share: number, length: number) => {
    const offset = share * length * view.zoom;
    return (at - ((at - offset) * next) / view.zoom) / (length * next || 1);
  };
  return keepInView(
    { zoom: next, x: move(point.x, view.x, fit.width), y: move(point.y, view.y, fit.height) },
    fit,
    stage,
  );
}

/** The zoom of a close look: pixel for pixel where the picture is shown smaller, else as large as the stage, at least double. */
export function closeZoom(natural: Size, fit: Size, stage: Size): number {
  const pixelForPixel = natural.width / (fit.width || 1);
  if (pixelForPixel > 1.05) return Math.min(MAX_ZOOM, pixelForPixel);
  const filling = Math.min(stage.width / (fit.width || 1), stage.height / (fit.height || 1));
  return Math.min(MAX_ZOOM, Math.max(filling, 2));
}
