import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnnotationValue } from "../annotation/annotation-value";
import { answerText } from "../annotation/answer-text";
import type { Task } from "../label-set/label-set";
import { answerCounts } from "./answer-counts";
import { answerRule } from "./answer-rule";
import { itemState } from "./resolved-label";

const NAMES = ["cat", "dog", "__proto__", "constructor"];
const one = answerRule("single-label", NAMES);
const labels = (...keys: string[]) => answerText({ labels: keys });

it("counts answers, most frequent first, whatever a label is called", () => {
  expect(answerCounts(["dog", "cat", "__proto__", "cat"])).toEqual([
    ["cat", 2],
    ["__proto__", 1],
    ["dog", 1],
  ]);
  expect(answerCounts([])).toEqual([]);
});

describe("single label", () => {
  it("is a conflict when answers differ, settled or not", () => {
    expect(one.isInConflict([])).toBe(false);
    expect(one.isInConflict(["cat"])).toBe(false);
    expect(one.isInConflict(["cat", "cat", "dog"])).toBe(true);
  });

  it("entropy: zero without conflict, ln 2 for two against two", () => {
    expect(one.tally(["cat", "dog"]).entropy).toBe(Math.LN2);
    expect(one.tally(["cat", "cat"]).entropy).toBe(0);
    expect(one.tally([]).entropy).toBe(0);
  });

  it("two that say both labels fit agree, and yet a person must decide", () => {
    const both = answerText({ both: ["dog", "cat"] });
    const state = itemState({ given: "cat", answers: [both, both], adjudication: null, excluded: false, rule: one });
    expect(state).toMatchObject({ label: "cat", source: "given", status: "disputed", inConflict: true });
    expect(state.votes).toEqual([
      ["cat", 2],
      ["dog", 2],
    ]);
    expect(state.posterior).toEqual([
      ["cat", 0.5],
      ["dog", 0.5],
    ]);
  });
});

it("on a scale, neighbours are no conflict, two steps are", () => {
  const scale = answerRule("ordinal", ["low", "mid", "high", "top"]);
  expect(scale.isInConflict([])).toBe(false);
  expect(scale.isInConflict(["mid", "high", "high"])).toBe(false);
  expect(scale.isInConflict(["high", "low", "mid"])).toBe(true);
  expect(scale.isUnsettled(["mid", "high"])).toBe(true);
});

describe("multi-label", () => {
  const rule = answerRule("multi-label", ["leaf", "sticker", "bruise"]);
  const complete = { minAnswers: 2, isComplete: true };

  it("decides label by label: 4 of 5 is no conflict, one of two is", () => {
    const answers = [...Array(4).fill(labels("leaf", "bruise")), labels("bruise")];
    expect(rule.isInConflict(answers)).toBe(false);
    expect(rule.agreed(answers, complete)).toEqual({ label: labels("bruise", "leaf"), method: "per-label" });
    expect(rule.tally(answers)).toEqual({
      votes: [
        ["bruise", 5],
        ["leaf", 4],
      ],
      posterior: [
        ["leaf", 0.8],
        ["bruise", 1],
      ],
      entropy: 0,
    });
    expect(rule.isInConflict([labels("leaf"), labels("leaf", "sticker")])).toBe(true);
    expect(rule.tally([labels("leaf"), labels("leaf", "sticker")]).entropy).toBe(Math.LN2);
  });

  it("two empty answers agree that none applies", () => {
    expect(rule.agreed([labels(), labels()], complete)).toEqual({ label: labels(), method: "per-label" });
    expect(rule.agreed([labels()], complete).label).toBeNull();
  });

  it("a label that was not offered is not a no", () => {
    const before = answerText({ labels: ["leaf"], offered: 2 });
    const after = labels("leaf", "bruise");
    // bruise has one answer only: neither resolved nor in conflict
    expect(rule.isInConflict([before, before, after])).toBe(false);
    expect(rule.agreed([before, before, after], complete).label).toBeNull();
    expect(rule.tally([before, before, after]).posterior).toEqual([
      ["leaf", 1],
      ["bruise", 1],
    ]);
    expect(rule.agreed([before, after, after], complete).label).toBe(labels("bruise", "leaf"));
  });
});

describe("marks", () => {
  const box = (x: number, label = "fruit") => ({ x, y: 0, w: 10, h: 10, label });
  const boxes = (...list: ReturnType<typeof box>[]) => answerText({ boxes: list });
  const span = (start: number, label = "per") => ({ start, end: start + 4, label });

  it("equal spans in any order agree; nothing is resolved without a decision", () => {
    const rule = answerRule("spans", ["per", "org"]);
    const [a, b] = [answerText({ spans: [span(0), span(9)] }), answerText({ spans: [span(9), span(0)] })];
    expect(rule.isInConflict([a, b])).toBe(false);
    expect(rule.agreed([a, b], { minAnswers: 2, isComplete: true }).label).toBeNull();
    expect(rule.isInConflict([a, answerText({ spans: [span(0)] })])).toBe(true);
    expect(rule.tally([a, answerText({ spans: [] })]).votes).toEqual([["per", 1]]);
    expect(itemState({ given: null, answers: [a, b], adjudication: null, excluded: false, rule }).status).toBe(
      "in-review",
    );
  });

  it("boxes that overlap by half are the same box", () => {
    const rule = answerRule("boxes", ["fruit", "leaf"]);
    expect(rule.isInConflict([boxes(box(0)), boxes(box(2))])).toBe(false);
    expect(rule.isInConflict([boxes(box(0)), boxes(box(8))])).toBe(true);
    expect(rule.isInConflict([boxes(box(0)), boxes(box(0, "leaf"))])).toBe(true);
    expect(rule.isInConflict([boxes(box(0)), boxes(box(0), box(50))])).toBe(true);
    expect(rule.isInConflict([boxes(), boxes()])).toBe(false);
    // a near b, b near c, a far from c
    expect(rule.isInConflict([boxes(box(0)), boxes(box(3)), boxes(box(6))])).toBe(true);
  });
});

const key = fc.constantFrom("a", "b", "c");
const mark = fc.record({ start: fc.nat(5), label: key });
const answerOf: Record<Task, fc.Arbitrary<AnnotationValue>> = {
  "single-label": fc.record({ label: key }),
  ordinal: fc.record({ label: key }),
  "multi-label": fc.record({ labels: fc.uniqueArray(key) }),
  spans: fc.record({ spans: fc.uniqueArray(mark, { selector: JSON.stringify, maxLength: 3 }) }).map(({ spans }) => ({
    spans: spans.map(({ start, label }) => ({ start, end: start + 2, label })),
  })),
  boxes: fc.record({ boxes: fc.uniqueArray(mark, { selector: JSON.stringify, maxLength: 3 }) }).map(({ boxes }) => ({
    boxes: boxes.map(({ start, label }) => ({ x: start, y: 0, w: 2, h: 2, label })),
  })),
};

it.each(Object.keys(answerOf) as Task[])("%s: no order of answers matters, and a conflict is what divides", (task) => {
  const rule = answerRule(task, ["a", "b", "c"]);
  fc.assert(
    fc.property(fc.array(answerOf[task], { maxLength: 5 }), (values) => {
      const answers = values.map(answerText);
      const turned = [...answers].reverse();
      expect(rule.isInConflict(turned)).toBe(rule.isInConflict(answers));
      expect(rule.agreed(turned, { minAnswers: 2, isComplete: true })).toEqual(
        rule.agreed(answers, { minAnswers: 2, isComplete: true }),
      );
      const { entropy, votes } = rule.tally(answers);
      expect(rule.tally(turned).votes).toEqual(votes);
      expect(entropy).toBeGreaterThanOrEqual(0);
      if (rule.isInConflict(answers)) expect(entropy).toBeGreaterThan(0);
      if (new Set(answers).size <= 1) expect(rule.isInConflict(answers)).toBe(false);
    }),
  );
});
