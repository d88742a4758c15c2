import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyVotes, mirrored, SIZES, tableOf } from "../consensus/fixtures/any-votes";
import { votesWithModel } from "../consensus/fixtures/golden-votes";
import multiannotator from "../consensus/fixtures/multiannotator.json";
import { voteTable } from "../consensus/vote-table";
import { argmax } from "../prediction/probabilities";
import { createRandom } from "../random";
import { isDefined } from "../statistics/estimate";
import { ceilingPerAnnotator } from "./ceiling-per-annotator";
import { ceilingVerdict, itemsNeeded } from "./ceiling-verdict";
import { type CeilingComparison, humanCeiling, humanCeilingByClass } from "./human-ceiling";
import { pairwiseCeiling } from "./pairwise-ceiling";

function modelOf(name: "tiny" | "simulated-200x9") {
  const { table, probs } = votesWithModel(name);
  const rows = Array.from({ length: table.items }, (_, i) =>
    probs.subarray(i * table.classes, (i + 1) * table.classes),
  );
  return { table, predicted: Int32Array.from(rows, argmax) };
}

function defined(result: ReturnType<typeof humanCeiling>): CeilingComparison {
  if ("undefinedBecause" in result) throw new Error(result.undefinedBecause);
  return result;
}

describe.each(["tiny", "simulated-200x9"] as const)("golden values: %s", (name) => {
  const { table, predicted } = modelOf(name);

  it.each(multiannotator[name].human_ceiling_leave_one_out.map((golden) => [golden.min_other_votes, golden] as const))(
    "at least %d other votes",
    (minOthers, golden) => {
      const ceiling = defined(humanCeiling(table, predicted, { minOthers, random: createRandom(1), resamples: 200 }));
      expect(ceiling.human).toMatchObject({ value: expect.closeTo(golden.H, 12), n: golden.n_votes_used });
      expect(ceiling.model).toMatchObject({ value: expect.closeTo(golden.M, 12) });
      expect(ceiling.difference).toMatchObject({ value: expect.closeTo(golden.D, 12) });
      const { annotators } = ceilingPerAnnotator(table, predicted, { minOthers });
      expect(annotators.map(({ annotator, human, model }) => [annotator, human.n, human, model])).toEqual(
        golden.per_annotator.map(({ annotator, n, H, M }) => [
          annotator,
          n,
          expect.objectContaining({ value: expect.closeTo(H, 12) }),
          expect.objectContaining({ value: expect.closeTo(M, 12) }),
        ]),
      );
    },
  );
});

describe("verdict", () => {
  it.each([
    [-0.01, 0.05, "as good as people"],
    [-0.08, -0.03, "worse than people"],
    [-0.05, 0.04, "cannot tell"],
    [-0.02, 0.04, "cannot tell"],
    [undefined, undefined, "cannot tell"],
  ] as const)("interval %d to %d, margin .02: %s", (low, high, verdict) => {
    expect(ceilingVerdict(low, high, 0.02)).toBe(verdict);
  });

  it("items needed: a standard error of a third of the margin at 100 items is nearly enough", () => {
    expect(itemsNeeded(100, 0.02 / 2.8015852, 0.02)).toBe(101);
    expect(itemsNeeded(100, 0.02, 0.02)).toBe(785);
    expect(itemsNeeded(100, 0.02, 0.02, 1 - 0.05 / 10)).toBeGreaterThan(785);
  });

  it("the simulated model is called as good as people, with its interval beside it", () => {
    const { table, predicted } = modelOf("simulated-200x9");
    const ceiling = defined(humanCeiling(table, predicted, { random: createRandom(1) }));
    if (!isDefined(ceiling.difference)) throw new Error(ceiling.difference.undefinedBecause);
    const { low = 0, high = 0, value } = ceiling.difference;
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(ceiling.verdict).toBe(ceilingVerdict(low, high, 0.02));
    expect("itemsNeeded" in ceiling).toBe(ceiling.verdict === "cannot tell");
  });
});

describe("per annotator", () => {
  it("a person much worse than the model can be replaced, one much better cannot; small samples are not tested", () => {
    // annotators 0 to 2 are right, 3 is always wrong, 4 votes on ten items only; the model is right on even items
    const cells = Array.from({ length: 80 }, (_, item) =>
      [0, 1, 2, 3, ...(item < 10 ? [4] : [])].map((annotator) => ({ item, annotator })),
    ).flat();
    const truth = (item: number) => item % 3;
    const table = voteTable(
      {
        item: Int32Array.from(cells, (cell) => cell.item),
        annotator: Int32Array.from(cells, (cell) => cell.annotator),
        label: Int32Array.from(cells, ({ item, annotator }) => (annotator === 3 ? (truth(item) + 1) % 3 : truth(item))),
      },
      { items: 80, annotators: 5, classes: 3 },
    );
    const predicted = Int32Array.from({ length: 80 }, (_, item) =>
      item % 2 === 0 ? truth(item) : (truth(item) + 2) % 3,
    );
    const { annotators, winningShare } = ceilingPerAnnotator(table, predicted);
    expect(annotators.map(({ isModelAsGood }) => isModelAsGood)).toEqual([false, false, false, true, false]);
    expect(annotators[4]?.adjustedP).toEqual({ undefinedBecause: "too few votes", n: 10 });
    expect(winningShare).toMatchObject({ value: 0.25, n: 4 });
  });
});

describe("pairwise view", () => {
  it("counts pairs of people, and people against the model", () => {
    const votes = {
      item: Int32Array.of(0, 0, 0, 1, 1),
      annotator: Int32Array.of(0, 1, 2, 0, 1),
      label: Int32Array.of(0, 0, 1, 1, 1),
    };
    const table = voteTable(votes, { items: 2, annotators: 3, classes: 2 });
    expect(pairwiseCeiling(table, [0, 0], { random: createRandom(1) })).toMatchObject({
      humanHuman: { value: 2 / 4, n: 4 },
      modelHuman: { value: 2 / 5, n: 5 },
      difference: { value: expect.closeTo(-0.1, 12) },
    });
    expect(pairwiseCeiling(table, [-1, -1], { random: createRandom(1) })).toEqual({
      undefinedBecause: "no overlap",
      n: 0,
    });
  });
});

describe("laws", () => {
  const predicted = fc.array(fc.integer({ min: -1, max: 2 }), { minLength: SIZES.items, maxLength: SIZES.items });
  const options = () => ({ minOthers: 1, random: createRandom(3), resamples: 60 });

  it("bounds, no NaN; renaming items, annotators and labels changes nothing", () => {
    fc.assert(
      fc.property(anyVotes, predicted, (votes, model) => {
        const own = humanCeiling(tableOf(votes), model, options());
        const renamed = model.toReversed().map((k) => (k < 0 ? k : SIZES.classes - 1 - k));
        const other = humanCeiling(tableOf(mirrored(votes)), renamed, options());
        if ("undefinedBecause" in own || "undefinedBecause" in other) {
          expect(own).toEqual(other);
          return;
        }
        for (const key of ["human", "model", "difference"] as const) {
          const [a, b] = [own[key], other[key]];
          if (!isDefined(a) || !isDefined(b)) throw new Error(key);
          expect(a.value).toBeCloseTo(b.value, 12);
          expect(a.value).toBeGreaterThanOrEqual(key === "difference" ? -1 : 0);
          expect(a.value).toBeLessThanOrEqual(1);
          expect(Number.isNaN(a.low ?? 0)).toBe(false);
        }
      }),
    );
  });

  it("the classes together are the whole: H is the mean of the classes' H by their weight", () => {
    const { table, predicted: model } = modelOf("simulated-200x9");
    const whole = defined(humanCeiling(table, model, { random: createRandom(1), resamples: 50 }));
    const classes = humanCeilingByClass(table, model, { random: createRandom(1), resamples: 50 }).map(defined);
    expect(classes).toHaveLength(4);
    for (const { difference } of classes)
      expect(difference).toMatchObject({ method: expect.stringContaining("98.75 %") });
    const values = classes.map(({ human }) => (isDefined(human) ? human.value : Number.NaN));
    if (!isDefined(whole.human)) throw new Error("no ceiling");
    expect(Math.min(...values)).toBeLessThanOrEqual(whole.human.value);
    expect(Math.max(...values)).toBeGreaterThanOrEqual(whole.human.value);
  });

  it("people who all agree with each other and the model: 1, 1, 0", () => {
    const cells = Array.from({ length: 24 }, (_, at) => [at % 6, Math.floor(at / 6)] as const);
    const votes = {
      item: Int32Array.from(cells, ([item]) => item),
      annotator: Int32Array.from(cells, ([, annotator]) => annotator),
      label: Int32Array.from(cells, ([item]) => item % 3),
    };
    const ceiling = humanCeiling(tableOf(votes), [0, 1, 2, 0, 1, 2], options());
    expect(ceiling).toMatchObject({
      human: { value: 1 },
      model: { value: 1 },
      difference: { value: 0, low: 0, high: 0 },
      verdict: "as good as people",
    });
  });

  it("undefined without overlap or prediction, and a reference needs others", () => {
    const { table, predicted: model } = modelOf("tiny");
    expect(() => humanCeiling(table, model, { ...options(), minOthers: 0 })).toThrow("at least one other vote");
    const one = { item: Int32Array.of(0), annotator: Int32Array.of(0), label: Int32Array.of(0) };
    expect(humanCeiling(tableOf(one), new Int32Array(6), options())).toEqual({ undefinedBecause: "no overlap", n: 0 });
    expect(humanCeilingByClass(tableOf(one), new Int32Array(6), options())[1]).toEqual({
      undefinedBecause: "label not used",
      n: 0,
    });
  });
});
