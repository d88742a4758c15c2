import { describe, expect, it } from "vitest";
import { type DawidSkene, type DawidSkeneOptions, dawidSkene } from "./dawid-skene";
import published from "./fixtures/dawid-skene-1979.json";
import { goldenVotes, isGoldenHere, simulatedVotes } from "./fixtures/golden-votes";
import sim from "./fixtures/sim2000.json";
import { consensusAccuracy, voteShares, winnersOf } from "./posterior";
import { type VoteTable, voteTable } from "./vote-table";

function fitted(table: VoteTable, options: DawidSkeneOptions = {}): DawidSkene {
  const fit = dawidSkene(table, options);
  if ("undefinedBecause" in fit) throw new Error(fit.undefinedBecause);
  return fit;
}

function accuracy(table: VoteTable, gold: Int32Array, posterior: Float64Array): number {
  const estimate = consensusAccuracy(posterior, gold, table.classes);
  return "value" in estimate ? estimate.value : Number.NaN;
}

const STRICT = { tolerance: 1e-10, maxIterations: 500 };
const columns = {
  item: Int32Array.from(published.columns.item),
  annotator: Int32Array.from(published.columns.annotator),
  label: Int32Array.from(published.columns.label),
};
const clinic = voteTable(columns, { items: 45, annotators: 5, classes: 4, areRepeatsCounted: true });

function expectClose(values: ArrayLike<number>, golden: readonly number[], floor = 0) {
  expect(values.length).toBe(golden.length);
  for (const [at, value] of golden.entries()) {
    const found = Math.max(floor, values[at] as number);
    expect(Math.abs(found - value), `${at}: ${found} and ${value}`).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(value));
  }
}

describe("Dawid & Skene (1979), table 1", () => {
  it("has 315 votes", () => {
    expect(clinic.label.length).toBe(315);
  });

  it.each([
    ["maximum likelihood", published.lambda0, 0, -192.8908812242, 20],
    ["shrinkage 3", published.lambda3, 3, -196.1369279, 19],
  ] as const)("%s", (_, golden, shrinkage, logLikelihood, iterations) => {
    const fit = fitted(clinic, { ...STRICT, shrinkage });
    expect(fit.logLikelihood).toBeCloseTo(logLikelihood, 7);
    expect(fit.logLikelihood).toBeCloseTo(golden.logLikelihood, 10);
    expect(fit).toMatchObject({ iterations, isConverged: true });
    expectClose(fit.prior, golden.prior);
    expectClose(fit.confusion, golden.confusion.flat(2), 1e-10);
    expectClose(fit.posterior, golden.posterior.flat());
  });

  it("leaves three patients in some doubt", () => {
    const { posterior } = fitted(clinic, { ...STRICT, shrinkage: 0 });
    const best = Array.from({ length: 45 }, (_, i) => Math.max(...posterior.subarray(4 * i, 4 * i + 4)));
    const doubtful = best.flatMap((share, i) => (share < 0.999 ? [[i + 1, Number(share.toFixed(3))]] : []));
    expect(doubtful).toEqual([
      [7, 0.981],
      [35, 0.948],
      [38, 0.979],
    ]);
  });
});

describe("simulated crowd", () => {
  const { table, gold } = simulatedVotes();

  it.each([
    ["dawid_skene", 0, 0.9525],
    ["dawid_skene_pooled_lambda_3", 3, 0.952],
  ] as const)("%s", (key, shrinkage, golden) => {
    const fit = fitted(table, { ...STRICT, shrinkage });
    const [iterations, logLikelihood] = sim.fits[key].toSorted((a, b) => b - a);
    expect(fit.logLikelihood).toBeCloseTo(logLikelihood as number, 6);
    expect(fit.iterations).toBe(iterations);
    expect(accuracy(table, gold, fit.posterior)).toBeCloseTo(golden, 12);
    const confusion = sim.confusion[key].flat(2);
    for (const [at, value] of confusion.entries()) expect(fit.confusion[at]).toBeCloseTo(value, 8);
  });

  it("reaches .95 with default settings", () => {
    expect(accuracy(table, gold, fitted(table).posterior)).toBeGreaterThanOrEqual(0.95);
  });
});

describe.skipIf(!isGoldenHere)("real votes with gold", () => {
  it.each([
    ["cf", 0.79333, -705.0733, 0.88667, -1150.266619757944],
    ["ms", 0.76571, -4164.7771, 0.78429, -4378.848133528303],
    ["sp_amt", 0.944, -2741.5012, 0.944, -2761.9294220870534],
  ] as const)("%s", (name, likeliest, likeliestLog, shrunk, shrunkLog) => {
    const { table, gold } = goldenVotes(name);
    const ml = fitted(table, { ...STRICT, shrinkage: 0 });
    expect(accuracy(table, gold, ml.posterior)).toBeCloseTo(likeliest, 5);
    expect(ml.logLikelihood).toBeCloseTo(likeliestLog, 4);
    expect(ml.isConverged).toBe(name !== "ms");
    const pooled = fitted(table, { ...STRICT, tolerance: 1e-8 });
    expect(accuracy(table, gold, pooled.posterior)).toBeCloseTo(shrunk, 5);
    expect(pooled.logLikelihood).toBeCloseTo(shrunkLog, 6);
  });

  it.each(["cf", "ms", "sp_amt"] as const)("%s: default settings lose at most a point to the majority", (name) => {
    const { table, gold } = goldenVotes(name);
    const majority = accuracy(table, gold, voteShares(table));
    expect(accuracy(table, gold, fitted(table).posterior)).toBeGreaterThanOrEqual(majority - 0.01);
  });
});

it("@example: two annotators, two items", () => {
  const votes = { item: Int32Array.of(0, 0, 1), annotator: Int32Array.of(0, 1, 0), label: Int32Array.of(0, 0, 1) };
  const { posterior } = fitted(voteTable(votes, { items: 2, annotators: 2, classes: 2 }));
  expect(winnersOf(posterior, 0, 2)).toEqual([0]);
  expect(winnersOf(posterior, 1, 2)).toEqual([1]);
});

it("likelihood never falls without shrinkage", () => {
  const { table } = simulatedVotes();
  const path: number[] = [];
  fitted(table, { shrinkage: 0, maxIterations: 60, report: (_, logLikelihood) => path.push(logLikelihood) });
  for (let at = 1; at < path.length; at++) expect(path[at]).toBeGreaterThanOrEqual((path[at - 1] as number) - 1e-8);
});

it("multiplied and added evidence agree: items of 24 votes against the same of 25", () => {
  const people = (count: number) => {
    const votes = Array.from({ length: 30 * count }, (_, at) => ({
      item: Math.floor(at / count),
      annotator: at % count,
    }));
    const label = Int32Array.from(votes, ({ item, annotator }) =>
      (item * 7 + annotator * 5) % 11 < 7 ? item % 3 : (item + annotator) % 3,
    );
    return {
      votes: {
        item: Int32Array.from(votes, (v) => v.item),
        annotator: Int32Array.from(votes, (v) => v.annotator),
        label,
      },
      sizes: { items: 30, annotators: count, classes: 3 },
    };
  };
  const { votes, sizes } = people(48);
  const long = fitted(voteTable(votes, sizes), { maxIterations: 1 });
  // the same evidence from theta: sums of logarithms by hand
  for (let i = 0; i < 30; i++) {
    const logs = [0, 1, 2].map((k) => {
      let sum = Math.log(long.prior[k] as number);
      for (let a = 0; a < 48; a++) {
        const l = votes.label[i * 48 + a] as number;
        sum += Math.log(Math.max(1e-10, long.confusion[(a * 3 + k) * 3 + l] as number));
      }
      return sum;
    });
    const largest = Math.max(...logs);
    const total = logs.reduce((sum, log) => sum + Math.exp(log - largest), 0);
    for (const k of [0, 1, 2])
      expect(long.posterior[i * 3 + k]).toBeCloseTo(Math.exp((logs[k] as number) - largest) / total, 10);
  }
});
