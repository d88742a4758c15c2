/** A labelled box in pixels of the upright picture, origin top left, half-open; w and h are above 0. */
export interface LabeledBox {
  x: number;
  y: number;
  w: number;
  h: number;
  label: string;
}

/**
 * Intersection over union of two boxes, labels aside: 0 apart .. 1 equal.
 *
 * @example boxIou({ x: 0, y: 0, w: 10, h: 10, label: "a" }, { x: 1, y: 0, w: 10, h: 10, label: "b" }) // 0.8181818181...
 */
export function boxIou(a: LabeledBox, b: LabeledBox): number {
  const width = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.w * a.h + b.w * b.h - shared);
}
