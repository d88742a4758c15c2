import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anotherAnswer } from "./another-answer";
import { type Crowdlab, crowdlab } from "./crowdlab";
import { startConsensus } from "./crowdlab-start";
import { anyVotes, SIZES, tableOf } from "./fixtures/any-votes";
import { votesWithModel } from "./fixtures/golden-votes";
import multiannotator from "./fixtures/multiannotator.json";
import { consensusAccuracy, voteShares } from "./posterior";
import type { VoteTable } from "./vote-table";

function fitted(table: VoteTable, probs: Float64Array): Crowdlab {
  const fit = crowdlab(table, probs);
  if ("undefinedBecause" in fit) throw new Error(fit.undefinedBecause);
  return fit;
}

function scaled(probs: Float64Array, classes: number, temperature: number): Float64Array {
  const powers = probs.map((p) => p ** (1 / temperature));
  return powers.map((power, cell) => {
    const row = cell - (cell % classes);
    return power / powers.subarray(row, row + classes).reduce((sum, value) => sum + value, 0);
  });
}

function expectFit(
  fit: Crowdlab,
  golden: {
    consensus: number[];
    quality: number[];
    detail: (number | null)[][];
    modelWeight: number;
    annotatorWeight: number[];
  },
  table: VoteTable,
) {
  expect([...fit.consensus]).toEqual(golden.consensus);
  golden.quality.forEach((value, i) => void expect(fit.quality[i]).toBeCloseTo(value, 12));
  expect(fit.modelWeight).toBeCloseTo(golden.modelWeight, 12);
  golden.annotatorWeight.forEach((value, a) => void expect(fit.annotatorWeight[a]).toBeCloseTo(value, 12));
  for (let i = 0; i < table.items; i++)
    for (let at = table.start[i] as number; at < (table.start[i + 1] as number); at++) {
      const quality = golden.detail[i]?.[table.annotator[at] as number];
      expect(fit.posterior[i * table.classes + (table.label[at] as number)]).toBeCloseTo(quality as number, 12);
    }
}

describe.each(["tiny", "simulated-200x9"] as const)("%s", (name) => {
  const golden = multiannotator[name];
  const { table, probs } = votesWithModel(name);

  it("starts from the majority, ties by the model", () => {
    expect([...startConsensus(table, voteShares(table), probs)]).toEqual(golden.majority);
  });

  it("reproduces CROWDLAB", () => {
    expectFit(fitted(table, probs), golden.crowdlab, table);
  });

  it("reproduces it with calibrated probabilities and counted votes", () => {
    expectFit(fitted(table, scaled(probs, table.classes, golden.temperature)), golden.calibrated, table);
  });

  it("reproduces quality by agreement: the share of the votes", () => {
    const shares = voteShares(table);
    golden.agreementQuality.quality.forEach((value, i) => {
      const label = golden.agreementQuality.consensus[i] as number;
      expect(shares[i * table.classes + label]).toBeCloseTo(value, 12);
    });
  });

  it("reproduces the order in which items need another answer", () => {
    const fit = fitted(table, scaled(probs, table.classes, golden.temperature));
    const scores = anotherAnswer(table, fit);
    golden.activeScores.labeled.forEach((value, i) => void expect(scores[i]).toBeCloseTo(value, 12));
    // items without a vote: the model's most probable label, by the model's weight alone
    const rows = golden.probsUnlabeled;
    const unlabeled = scaled(Float64Array.from(rows.flat()), table.classes, golden.temperature);
    const quality = Float64Array.from(rows, (_, i) =>
      Math.max(...unlabeled.subarray(i * table.classes, (i + 1) * table.classes)),
    );
    const empty = { ...table, items: rows.length, start: new Int32Array(rows.length + 1) };
    const others = anotherAnswer(empty, { ...fit, quality });
    golden.activeScores.unlabeled.forEach((value, i) => void expect(others[i]).toBeCloseTo(value, 12));
  });
});

it("simulated set: better than people and model alone", () => {
  const { table, probs } = votesWithModel("simulated-200x9");
  const truth = multiannotator["simulated-200x9"].simulated_true_labels;
  const accuracy = (posterior: Float64Array) => consensusAccuracy(posterior, truth, table.classes);
  expect(accuracy(voteShares(table))).toMatchObject({ value: expect.closeTo(0.8, 12) });
  expect(accuracy(probs)).toMatchObject({ value: expect.closeTo(0.795, 12) });
  const right = fitted(table, probs).consensus.filter((label, i) => label === truth[i]).length;
  expect(right / 200).toBe(0.935);
});

it("single votes: undefined, and another answer goes by the model's probability of the vote", () => {
  const { table, probs } = votesWithModel("single-vote-each");
  expect(crowdlab(table, probs)).toEqual({ undefinedBecause: "no overlap", n: 30 });
  const quality = Float64Array.from(table.label, (label, i) => probs[i * table.classes + label] as number);
  const even = { quality, annotatorWeight: new Float64Array(table.annotators).fill(1), modelWeight: 1 };
  const scores = anotherAnswer(table, even);
  multiannotator["single-vote-each"].activeScores.labeled.forEach((value, i) => {
    expect(scores[i]).toBeCloseTo(value, 12);
  });
});

it("rows sum to 1, quality lies in 0..1 and belongs to the consensus", () => {
  const model = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 18, maxLength: 18 });
  fc.assert(
    fc.property(anyVotes, model, (votes, numbers) => {
      const table = tableOf(votes);
      const probs = scaled(Float64Array.from(numbers), SIZES.classes, 1);
      const fit = crowdlab(table, probs);
      if ("undefinedBecause" in fit) {
        expect(["no votes", "no overlap"]).toContain(fit.undefinedBecause);
        return;
      }
      for (let i = 0; i < SIZES.items; i++) {
        const row = fit.posterior.subarray(3 * i, 3 * i + 3);
        expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
        expect(fit.quality[i]).toBe(row[fit.consensus[i] as number]);
        expect(fit.quality[i]).toBeGreaterThanOrEqual(0);
        expect(fit.quality[i]).toBeLessThanOrEqual(1);
      }
    }),
  );
});
