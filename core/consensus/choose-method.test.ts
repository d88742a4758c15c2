import { describe, expect, it } from "vitest";
import { chooseMethod } from "./choose-method";
import { fitConsensus } from "./consensus-method";
import published from "./fixtures/dawid-skene-1979.json";
import { goldenRows, goldenVotes, isGoldenHere, simulatedVotes } from "./fixtures/golden-votes";
import sim from "./fixtures/sim2000.json";
import { oneCoin } from "./one-coin";
import { consensusAccuracy } from "./posterior";
import { voteTable } from "./vote-table";
import { wawa } from "./wawa";

const STRICT = { tolerance: 1e-10, maxIterations: 500 };

describe("simulated crowd", () => {
  const { table, gold } = simulatedVotes();

  it("gold decides where there is some, the likelihood of held-out votes elsewhere: Dawid-Skene by both", () => {
    const withGold = chooseMethod(table, { seed: 1, gold });
    if ("undefinedBecause" in withGold) throw new Error(withGold.undefinedBecause);
    expect(withGold).toMatchObject({ method: "dawid-skene", by: "gold" });
    const accuracies = withGold.candidates.map(({ method, accuracy }) => [
      method,
      "value" in accuracy && accuracy.value,
    ]);
    expect(accuracies.slice(0, 4)).toEqual([
      ["majority", expect.closeTo(0.81425, 12)],
      ["wawa", expect.closeTo(0.888, 12)],
      ["one-coin", expect.closeTo(0.926, 12)],
      ["dawid-skene", expect.closeTo(0.952, 12)],
    ]);
    expect(chooseMethod(table, { seed: 1 })).toMatchObject({ method: "dawid-skene", by: "held-out votes" });
  });

  it("Wawa's skills", () => {
    const fit = wawa(table);
    if ("undefinedBecause" in fit) throw new Error(fit.undefinedBecause);
    sim.wawaSkill.forEach((value, a) => void expect(fit.skill[a]).toBeCloseTo(value, 12));
  });

  it("one-coin: log-likelihood and iterations", () => {
    const fit = oneCoin(table, STRICT);
    const [iterations, logLikelihood] = sim.fits.one_coin.toSorted((a, b) => b - a);
    expect(fit).toMatchObject({
      iterations,
      logLikelihood: expect.closeTo(logLikelihood as number, 6),
      isConverged: true,
    });
  });

  it.skipIf(!isGoldenHere)("every posterior, to the nine digits recorded", () => {
    const items = new Map(goldenRows("sim2000_gold.csv").map((row, i) => [row.split(",")[0], i]));
    const keys = {
      majority: ["majority", 3],
      wawa: ["wawa", 3],
      one_coin: ["one-coin", 3],
      dawid_skene: ["dawid-skene", 0],
      dawid_skene_pooled_lambda_3: ["dawid-skene", 3],
    } as const;
    const posteriors = new Map(
      Object.entries(keys).map(([key, [method, shrinkage]]) => {
        const fit = fitConsensus(table, method, { ...STRICT, shrinkage });
        if ("undefinedBecause" in fit) throw new Error(fit.undefinedBecause);
        return [key, fit.posterior];
      }),
    );
    let compared = 0;
    for (const row of goldenRows("sim2000_posteriors.csv")) {
      const [item, key, ...shares] = row.trim().split(",");
      const own = posteriors.get(key ?? "");
      if (!own) throw new Error(`no method ${key}`);
      const i = items.get(item) as number;
      for (const [k, share] of shares.entries())
        if (Math.abs((own[i * 4 + k] as number) - Number(share)) > 1e-8) throw new Error(`${row}: ${own[i * 4 + k]}`);
      compared++;
    }
    expect(compared).toBe(10_000);
  });
});

it("one-coin: the 1979 table", () => {
  const columns = {
    item: Int32Array.from(published.columns.item),
    annotator: Int32Array.from(published.columns.annotator),
    label: Int32Array.from(published.columns.label),
  };
  const fit = oneCoin(voteTable(columns, { items: 45, annotators: 5, classes: 4, areRepeatsCounted: true }), STRICT);
  if ("undefinedBecause" in fit) throw new Error(fit.undefinedBecause);
  expect(fit.logLikelihood).toBeCloseTo(-242.50598702, 8);
  expect(fit.iterations).toBe(9);
  published.oneCoin.prior.forEach((share, k) => void expect(fit.prior[k]).toBeCloseTo(share, 10));
  published.oneCoin.confusion.forEach(
    (matrix, a) => void expect(fit.skill[a]).toBeCloseTo(matrix[0]?.[0] as number, 10),
  );
  published.oneCoin.posterior.flat().forEach((share, cell) => void expect(fit.posterior[cell]).toBeCloseTo(share, 10));
});

describe.skipIf(!isGoldenHere)("real votes with gold", () => {
  it.each([
    ["cf", 0.8866666666666667, 0.88333, -1466.6819, 25],
    ["ms", 0.7957142857142857, 0.79286, -4886.2532, 435],
    ["sp_amt", 0.944, 0.946, -2901.7825, 14],
  ] as const)("%s: Wawa and one-coin", (name, byWawa, byOneCoin, logLikelihood, iterations) => {
    const { table, gold } = goldenVotes(name);
    const accuracy = (fit: ReturnType<typeof fitConsensus>) =>
      "undefinedBecause" in fit ? fit : consensusAccuracy(fit.posterior, gold, table.classes);
    expect(accuracy(fitConsensus(table, "wawa"))).toMatchObject({ value: expect.closeTo(byWawa, 12) });
    const coin = fitConsensus(table, "one-coin", STRICT);
    expect(accuracy(coin)).toMatchObject({ value: expect.closeTo(byOneCoin, 5) });
    expect(coin).toMatchObject({ iterations, logLikelihood: expect.closeTo(logLikelihood, 4) });
  });
});
