import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import { isDefined } from "../statistics/estimate";
import { CONSENSUS_METHODS, type ConsensusFit, fitConsensus } from "./consensus-method";
import { anyVotes, mirrored, SIZES, tableOf } from "./fixtures/any-votes";
import { heldOutLikelihood } from "./held-out-likelihood";
import { winnersOf } from "./posterior";
import { voteTable } from "./vote-table";

const { items, annotators, classes } = SIZES;

function defined(fit: ReturnType<typeof fitConsensus>): ConsensusFit {
  if ("undefinedBecause" in fit) throw new Error(fit.undefinedBecause);
  return fit;
}

describe.each(CONSENSUS_METHODS)("%s", (method) => {
  it("has no result without votes, and one for an item with a single vote", () => {
    const none = { item: new Int32Array(0), annotator: new Int32Array(0), label: new Int32Array(0) };
    expect(fitConsensus(tableOf(none), method)).toEqual({ undefinedBecause: "no votes", n: 0 });
    const one = { item: Int32Array.of(2), annotator: Int32Array.of(1), label: Int32Array.of(1) };
    const { posterior } = defined(fitConsensus(tableOf(one), method));
    expect(winnersOf(posterior, 2, classes)).toEqual([1]);
    expect(winnersOf(posterior, 0, classes)).toEqual([]);
  });

  it("gives distributions for items with votes, rows of zeros for the others, never NaN", () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const table = tableOf(votes);
        const fit = defined(fitConsensus(table, method, { maxIterations: 50 }));
        for (let i = 0; i < items; i++) {
          const row = fit.posterior.subarray(i * classes, (i + 1) * classes);
          const hasVotes = (table.start[i + 1] as number) > (table.start[i] as number);
          expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(hasVotes ? 1 : 0, 9);
          expect(row.every((share) => share >= 0 && share <= 1 + 1e-12)).toBe(true);
        }
        for (let a = 0; a < annotators; a++)
          for (let k = 0; k < classes; k++) {
            const chances = [0, 1, 2].map((label) => fit.voteProbability(a, 0, k, label));
            expect(chances.every((chance) => chance > 0 && chance <= 1)).toBe(true);
          }
        if (fit.logLikelihood !== undefined) expect(fit.logLikelihood).toBeLessThanOrEqual(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it("renaming items, annotators and labels and turning the votes round renames the result", () => {
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const few = { maxIterations: 10 };
        const own = defined(fitConsensus(tableOf(votes), method, few)).posterior;
        const other = defined(fitConsensus(tableOf(mirrored(votes)), method, few)).posterior;
        // reversing items and labels reverses the whole row-major array
        other.toReversed().forEach((share, cell) => void expect(share).toBeCloseTo(own[cell] as number, 7));
      }),
      { numRuns: 60 },
    );
  });

  it("follows people who all agree", () => {
    const cells = Array.from({ length: items * annotators }, (_, at) => ({
      item: at % items,
      annotator: Math.floor(at / items),
    }));
    const unanimous = {
      item: Int32Array.from(cells, (cell) => cell.item),
      annotator: Int32Array.from(cells, (cell) => cell.annotator),
      label: Int32Array.from(cells, (cell) => cell.item % classes),
    };
    const fit = defined(fitConsensus(tableOf(unanimous), method));
    for (let i = 0; i < items; i++) {
      expect(winnersOf(fit.posterior, i, classes)).toEqual([i % classes]);
      expect(fit.posterior[i * classes + (i % classes)]).toBeGreaterThan(0.98);
    }
    expect(fit.isConverged).toBe(true);
  });

  it("keeps one against one a tie", () => {
    const split = { item: Int32Array.of(0, 0), annotator: Int32Array.of(0, 1), label: Int32Array.of(0, 1) };
    const { posterior } = defined(fitConsensus(voteTable(split, { items: 1, annotators: 2, classes: 2 }), method));
    expect(winnersOf(posterior, 0, 2)).toEqual([0, 1]);
  });

  it("held-out likelihood: at most 0, the same for the same seed, better than chance on a good crowd", () => {
    const random = createRandom(5);
    const votes = { item: new Int32Array(900), annotator: new Int32Array(900), label: new Int32Array(900) };
    for (let at = 0; at < 900; at++) {
      const item = Math.floor(at / 3);
      votes.item[at] = item;
      votes.annotator[at] = (item + (at % 3)) % 10;
      votes.label[at] = random() < 0.8 ? item % 3 : Math.floor(random() * 3);
    }
    const table = voteTable(votes, { items: 300, annotators: 10, classes: 3 });
    const estimate = heldOutLikelihood(table, method, { random: createRandom(1) });
    expect(estimate).toEqual(heldOutLikelihood(table, method, { random: createRandom(1) }));
    if (!isDefined(estimate)) throw new Error(estimate.undefinedBecause);
    expect(estimate.n).toBe(900);
    expect(estimate.value).toBeLessThan(0);
    expect(estimate.value).toBeGreaterThan(Math.log(1 / 3) + 0.1);
  });
});

it("held-out likelihood is undefined without enough votes or labels", () => {
  const one = { item: Int32Array.of(0), annotator: Int32Array.of(0), label: Int32Array.of(0) };
  const random = createRandom(1);
  const sizes = { items: 1, annotators: 1, classes: 2 };
  expect(heldOutLikelihood(voteTable(one, sizes), "majority", { random })).toEqual({
    undefinedBecause: "too few items",
    n: 1,
  });
  const alone = voteTable(
    { item: Int32Array.of(0, 0), annotator: Int32Array.of(0, 1), label: Int32Array.of(0, 0) },
    { items: 1, annotators: 2, classes: 1 },
  );
  expect(heldOutLikelihood(alone, "majority", { random, folds: 2 })).toEqual({
    undefinedBecause: "no variation",
    n: 2,
  });
});
