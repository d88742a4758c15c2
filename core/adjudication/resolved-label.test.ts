import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerRule } from "./answer-rule";
import { type Adjudication, type ItemEvidence, itemState } from "./resolved-label";

const untouched: ItemEvidence = { given: "cat", answers: [], adjudication: null, excluded: false };

describe("itemState", () => {
  it.each<[string, Partial<ItemEvidence>, string | null, string | null, string]>([
    ["nobody answered", {}, "cat", "given", "untouched"],
    ["nobody answered, no given label", { given: null }, null, null, "untouched"],
    ["one answer is not enough", { answers: ["dog"] }, "cat", "given", "in-review"],
    ["one answer, no given label", { given: null, answers: ["dog"] }, null, null, "in-review"],
    ["two alike, as given", { answers: ["cat", "cat"] }, "cat", "consensus", "agreed"],
    ["two alike, not as given", { answers: ["dog", "dog"] }, "dog", "consensus", "corrected"],
    ["two alike, no given label", { given: null, answers: ["dog", "dog"] }, "dog", "consensus", "agreed"],
    ["one against one", { answers: ["cat", "dog"] }, "cat", "given", "disputed"],
    ["two of three", { answers: ["dog", "cat", "dog"] }, "dog", "consensus", "corrected"],
    ["two of four is no strict majority", { answers: ["dog", "cat", "dog", "owl"] }, "cat", "given", "disputed"],
    ["one answer, rule of one", { answers: ["dog"], minAnswers: 1 }, "dog", "consensus", "corrected"],
    ["two of three asked for", { answers: ["dog", "dog"], minAnswers: 3 }, "cat", "given", "in-review"],
    ["adjudicated", { answers: ["dog", "dog"], adjudication: { label: "cat" } }, "cat", "adjudication", "agreed"],
    ["adjudicated otherwise", { adjudication: { label: "owl" } }, "owl", "adjudication", "corrected"],
    ["undecidable", { answers: ["dog", "dog"], adjudication: { decision: "undecidable" } }, null, null, "undecidable"],
    ["excluded by decision", { adjudication: { decision: "exclude" } }, null, null, "excluded"],
    ["excluded by a manager", { adjudication: { label: "cat" }, excluded: true }, null, null, "excluded"],
  ])("%s", (_, evidence, label, source, status) => {
    expect(itemState({ ...untouched, ...evidence })).toMatchObject({
      label,
      source,
      status,
      method: "strict-majority",
    });
  });

  it("keeps votes and posterior of labels with awkward names", () => {
    const state = itemState({ ...untouched, answers: ["__proto__", "cat", "__proto__"] });
    expect(state.label).toBe("__proto__");
    expect(state.votes).toEqual([
      ["__proto__", 2],
      ["cat", 1],
    ]);
    expect(state.posterior).toEqual([
      ["__proto__", 2 / 3],
      ["cat", 1 / 3],
    ]);
    expect(state.inConflict).toBe(true);
  });
});

describe("on an ordered scale", () => {
  const labels = ["low", "mid", "high", "top"];
  const rule = answerRule("ordinal", labels);
  const stateOf = (answers: string[], isComplete: boolean, given: string | null = "low") => {
    const state = itemState({ given, answers, adjudication: null, excluded: false, rule, isComplete });
    return [state.label, state.source, state.status, state.method, state.inConflict];
  };

  it.each<[string[], boolean, ReturnType<typeof stateOf>]>([
    [[], true, ["low", "given", "untouched", "median", false]],
    [["mid"], true, ["low", "given", "in-review", "median", false]],
    [["mid", "mid"], false, ["mid", "consensus", "corrected", "median", false]],
    [["low", "mid"], false, ["low", "given", "in-review", "median", false]],
    [["mid", "low"], true, ["low", "consensus", "agreed", "median-tie", false]],
    [["low", "high"], true, ["low", "given", "disputed", "median", true]],
    [["top", "low", "mid"], true, ["mid", "consensus", "corrected", "median", true]],
  ])("answers %j, complete: %s", (answers, isComplete, expected) => {
    expect(stateOf(answers, isComplete)).toEqual(expected);
  });

  it("does not depend on the order of answers, and resolves only to what lies between them", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...labels), { maxLength: 7 }), fc.boolean(), (answers, isComplete) => {
        expect(stateOf([...answers].reverse(), isComplete)).toEqual(stateOf(answers, isComplete));
        const [label, source] = stateOf(answers, isComplete);
        const steps = answers.map((answer) => labels.indexOf(answer));
        if (source !== "consensus") return;
        expect(labels.indexOf(String(label))).toBeGreaterThanOrEqual(Math.min(...steps));
        expect(labels.indexOf(String(label))).toBeLessThanOrEqual(Math.max(...steps));
      }),
    );
  });
});

const label = fc.constantFrom("cat", "dog", "owl");
const evidence = fc.record({
  given: fc.option(label),
  answers: fc.array(label, { maxLength: 7 }),
  adjudication: fc.option<Adjudication>(
    fc.oneof(
      fc.record({ label }),
      fc.record({ decision: fc.constantFrom("undecidable" as const, "exclude" as const) }),
    ),
  ),
  excluded: fc.boolean(),
});

it("does not depend on the order of answers; label, source and status fit together", () => {
  fc.assert(
    fc.property(evidence, (item) => {
      const state = itemState(item);
      expect(itemState({ ...item, answers: [...item.answers].reverse() })).toEqual(state);
      expect(state.label === null).toBe(state.source === null);
      if (state.status === "agreed") expect([state.label, null]).toContain(item.given === null ? null : item.given);
      if (state.status === "corrected") expect(state.label).not.toBe(item.given);
      if (state.source === "given") expect(state.label).toBe(item.given);
      if (state.source === "consensus") {
        expect(item.answers.length).toBeGreaterThanOrEqual(2);
        expect(item.answers.filter((answer) => answer === state.label).length * 2).toBeGreaterThan(item.answers.length);
      }
      if (state.status === "excluded" || state.status === "undecidable") expect(state.label).toBeNull();
    }),
  );
});
