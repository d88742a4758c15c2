import fc from "fast-check";
import { expect, it } from "vitest";
import { TextPositions, wordEdges } from "@/core/annotation/text-positions";
import { noSpans, type SpansDraft, type SpansEvent, selectedSpan, spansReducer } from "./spans-draft";

const text = "🍐 pears of Ülm, and apples";
const positions = new TextPositions(text);
const at = { positions, edges: wordEdges(text, positions) };
const run = (events: readonly SpansEvent[], from: SpansDraft = noSpans) =>
  events.reduce((draft, event) => spansReducer(draft, event, at), from);
const right = (extend: boolean): SpansEvent => ({ type: "move", by: "word", direction: 1, extends: extend });

it("marks words by keyboard alone", () => {
  const draft = run([right(false), right(true), { type: "label", label: "fruit" }]);
  expect(draft.spans).toEqual([{ start: 2, end: 7, label: "fruit" }]);
  expect(draft.active).toBe(0);
  expect(positions.slice(2, 7)).toBe("pears");
});

it("a selection is marked without its outer white space; white space alone is nothing", () => {
  const draft = run([{ type: "select", anchor: 8, focus: 1 }]);
  expect(selectedSpan(draft, positions)).toEqual({ start: 2, end: 7 });
  const nothing = run([
    { type: "select", anchor: 1, focus: 2 },
    { type: "label", label: "fruit" },
  ]);
  expect(nothing.spans).toEqual([]);
});

it("overlaps are kept, the same span twice is one, a label on an active span replaces its label", () => {
  const mark = (anchor: number, focus: number, label: string): SpansEvent[] => [
    { type: "select", anchor, focus },
    { type: "label", label },
  ];
  const draft = run([...mark(2, 7, "fruit"), ...mark(2, 14, "place"), ...mark(2, 7, "fruit")]);
  expect(draft.spans).toEqual([
    { start: 2, end: 7, label: "fruit" },
    { start: 2, end: 14, label: "place" },
  ]);
  const renamed = run([{ type: "label", label: "other" }], draft);
  expect(renamed.spans[0]).toEqual({ start: 2, end: 7, label: "other" });
  expect(run([{ type: "undo" }], renamed).spans).toEqual(draft.spans);
  expect(run([{ type: "step", direction: 1 }, { type: "remove" }], renamed).spans).toHaveLength(1);
});

const event: fc.Arbitrary<SpansEvent> = fc.oneof(
  fc.record({ type: fc.constant("select" as const), anchor: fc.nat(26), focus: fc.nat(26) }),
  fc.record({
    type: fc.constant("move" as const),
    by: fc.constantFrom("character" as const, "word" as const),
    direction: fc.constantFrom(-1 as const, 1 as const),
    extends: fc.boolean(),
  }),
  fc.record({ type: fc.constant("label" as const), label: fc.constantFrom("fruit", "place") }),
  fc.record({ type: fc.constant("step" as const), direction: fc.constantFrom(-1 as const, 1 as const) }),
  fc.constant({ type: "remove" as const }),
  fc.constant({ type: "undo" as const }),
);

it("whatever is done, spans lie in the text, stand once and in order, and undo leads back to the start", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const draft = run(events);
      for (const { start, end } of draft.spans) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(positions.length);
        expect(positions.slice(start, end).trim()).toBe(positions.slice(start, end));
      }
      expect(new Set(draft.spans.map((span) => JSON.stringify(span))).size).toBe(draft.spans.length);
      if (draft.active !== null) expect(draft.spans[draft.active]).toBeDefined();
      const back = draft.past.reduce((one) => spansReducer(one, { type: "undo" }, at), draft);
      expect(back.spans).toEqual([]);
    }),
  );
});
