import fc from "fast-check";
import { expect, it } from "vitest";
import { type BoxesDraft, type BoxesEvent, between, boxesReducer, noBoxes, within } from "./boxes-draft";

const size = { width: 40, height: 30 };
const run = (events: readonly BoxesEvent[], from: BoxesDraft = noBoxes) =>
  events.reduce((draft, event) => boxesReducer(draft, event, size), from);
const draw = (x: number, y: number, w: number, h: number): BoxesEvent => ({ type: "draw", frame: { x, y, w, h } });

it("a drawn frame waits for its label, and is not part of the answer before", () => {
  const drawn = run([draw(4, 2, 10, 12)]);
  expect(drawn).toMatchObject({ boxes: [], pending: { x: 4, y: 2, w: 10, h: 12 } });
  expect(run([{ type: "label", label: "leaf" }], drawn)).toMatchObject({
    boxes: [{ x: 4, y: 2, w: 10, h: 12, label: "leaf" }],
    pending: null,
    active: 0,
  });
  expect(run([{ type: "undo" }], drawn).pending).toBeNull();
});

it("frames are whole pixels within the picture, from any corner", () => {
  expect(within(between({ x: 45.2, y: -3 }, { x: 10.4, y: 7.6 }), size)).toEqual({ x: 10, y: 0, w: 30, h: 8 });
  expect(within({ x: 99, y: 99, w: 0, h: 0 }, size)).toEqual({ x: 39, y: 29, w: 1, h: 1 });
});

it("moves, resizes, relabels and removes the active box", () => {
  const one = run([draw(4, 2, 10, 12), { type: "label", label: "leaf" }]);
  expect(run([{ type: "nudge", dx: -9, dy: 99 }], one).boxes[0]).toMatchObject({ x: 0, y: 18, w: 10, h: 12 });
  expect(run([{ type: "resize", dw: 99, dh: -99 }], one).boxes[0]).toMatchObject({ x: 4, y: 2, w: 36, h: 1 });
  expect(run([{ type: "label", label: "fruit" }], one).boxes[0]?.label).toBe("fruit");
  expect(run([{ type: "remove" }], one).boxes).toEqual([]);
  expect(run([{ type: "activate", index: null }, { type: "remove" }], one).boxes).toHaveLength(1);
});

const step = fc.integer({ min: -60, max: 60 });
const event: fc.Arbitrary<BoxesEvent> = fc.oneof(
  fc.tuple(step, step, step, step).map(([x, y, w, h]) => draw(x, y, w, h)),
  fc.record({ type: fc.constant("label" as const), label: fc.constantFrom("leaf", "fruit") }),
  fc.record({ type: fc.constant("activate" as const), index: fc.constantFrom(0, null) }),
  fc.record({ type: fc.constant("nudge" as const), dx: step, dy: step }),
  fc.record({ type: fc.constant("resize" as const), dw: step, dh: step }),
  fc.constant({ type: "remove" as const }),
  fc.constant({ type: "undo" as const }),
);

it("whatever is done, boxes lie in the picture and no two are the same", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const { boxes, pending } = run(events);
      for (const { x, y, w, h } of [...boxes, ...(pending ? [pending] : [])]) {
        expect([x, y, w, h].every(Number.isInteger)).toBe(true);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.min(w, h)).toBeGreaterThanOrEqual(1);
        expect(x + w).toBeLessThanOrEqual(size.width);
        expect(y + h).toBeLessThanOrEqual(size.height);
      }
      expect(new Set(boxes.map((box) => JSON.stringify(Object.entries(box).sort()))).size).toBe(boxes.length);
    }),
  );
});
