import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closeZoom, FIT, keepInView, MAX_ZOOM, type Viewport, zoomAround } from "./viewport";

const stage = { width: 800, height: 600 };
const fit = { width: 400, height: 600 };
const share = fc.double({ min: -1, max: 1, noNaN: true });
const views = fc.record({ zoom: fc.double({ min: 1, max: MAX_ZOOM, noNaN: true }), x: share, y: share });

describe("keepInView", () => {
  it("keeps a side that fits in the middle, and the other over the stage", () => {
    expect(keepInView({ zoom: 1, x: 0.4, y: -0.4 }, fit, stage)).toEqual(FIT);
    expect(keepInView({ zoom: 2, x: 0.4, y: -0.4 }, fit, stage)).toEqual({ zoom: 2, x: 0, y: -0.25 });
  });

  it("never leaves an empty strip beside a picture that could cover it", () => {
    fc.assert(
      fc.property(views, (view) => {
        const { zoom, x } = keepInView(view, fit, stage);
        const [left, right] = [-1, 1].map((side) => (x + side / 2) * fit.width * zoom) as [number, number];
        if (fit.width * zoom < stage.width) expect(x).toBe(0);
        else {
          expect(left).toBeLessThanOrEqual(-stage.width / 2 + 1e-6);
          expect(right).toBeGreaterThanOrEqual(stage.width / 2 - 1e-6);
        }
      }),
    );
  });
});

describe("zoomAround", () => {
  const large = { width: 800, height: 600 };
  /** Which share of the picture lies under a point of the stage. */
  const under = ({ zoom, x }: Viewport, at: number) => at / (large.width * zoom) - x;

  it("leaves what is under the pointer where it is", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: MAX_ZOOM, noNaN: true }),
        fc.integer({ min: -400, max: 400 }),
        (zoom, at) => {
          const before = zoomAround(FIT, { zoom: 2, point: { x: 100, y: 0 }, fit: large, stage });
          const after = zoomAround(before, { zoom: Math.max(2, zoom), point: { x: at, y: 0 }, fit: large, stage });
          expect(under(after, at)).toBeCloseTo(under(before, at), 6);
        },
      ),
    );
  });

  it("goes no farther out than the fitting size, no farther in than the limit", () => {
    const at = { point: { x: 10, y: 10 }, fit, stage };
    expect(zoomAround({ zoom: 3, x: 0.2, y: 0.2 }, { zoom: 0.1, ...at })).toEqual(FIT);
    expect(zoomAround(FIT, { zoom: 1e9, ...at }).zoom).toBe(MAX_ZOOM);
  });
});

describe("closeZoom", () => {
  it("is pixel for pixel of a large picture, and fills the stage with a small one", () => {
    expect(closeZoom({ width: 4000, height: 6000 }, fit, stage)).toBe(10);
    expect(closeZoom({ width: 28, height: 28 }, { width: 200, height: 200 }, stage)).toBe(3);
    expect(closeZoom({ width: 28, height: 28 }, { width: 500, height: 500 }, stage)).toBe(2);
  });
});
