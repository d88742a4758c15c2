import { describe, expect, it } from "vitest";
import {
  type ItemFacts,
  mayScore,
  maySuggest,
  type OutOfSample,
  outOfSampleFor,
  scoringRefusal,
  type TrainedOn,
} from "./out-of-sample";

describe("outOfSampleFor", () => {
  it.each<[TrainedOn, ItemFacts, OutOfSample]>([
    ["nothing", {}, "yes"],
    ["unknown", { split: "test" }, "unknown"],
    [{ snapshot: 3 }, { inSnapshot: true }, "no"],
    [{ snapshot: 3 }, { inSnapshot: false }, "yes"],
    [{ snapshot: 3 }, { split: "test" }, "unknown"],
    [{ splits: ["train", "val"] }, { split: "val" }, "no"],
    [{ splits: ["train", "val"] }, { split: "test" }, "yes"],
    [{ splits: ["train"] }, { split: null }, "unknown"],
    [{ splits: ["train"] }, {}, "unknown"],
    [{ foldMap: true }, { fold: 2, itemFold: 2 }, "yes"],
    [{ foldMap: true }, { fold: 0, itemFold: 0 }, "yes"],
    [{ foldMap: true }, { fold: 1, itemFold: 2 }, "no"],
    [{ foldMap: true }, { fold: null, itemFold: 2 }, "no"],
    [{ foldMap: true }, { fold: 1, itemFold: null }, "yes"],
    [{ foldMap: true }, { fold: 1 }, "unknown"],
    [{ foldMap: true }, { itemFold: 1 }, "unknown"],
  ])("trained on %j, item %j: %s", (trainedOn, facts, expected) => {
    expect(outOfSampleFor(trainedOn, facts)).toBe(expected);
  });
});

it("scoring refuses in-sample runs and warns on unknown ones; suggesting needs a yes", () => {
  const runs = (["yes", "no", "unknown"] as const).map((outOfSample) => ({ outOfSample }));
  expect(runs.map((run) => mayScore(run).isAllowed)).toEqual([true, false, true]);
  expect(runs.map((run) => mayScore(run).warning === null)).toEqual([true, false, false]);
  expect(runs.map(maySuggest)).toEqual([true, false, false]);
});

it("a browser run scores only when it is complete and out-of-sample", () => {
  const run = { outOfSample: "yes", source: "browser", passState: "done" } as const;
  expect(scoringRefusal(run)).toBeNull();
  expect(scoringRefusal({ ...run, passState: "running" })).toMatch(/not complete/);
  expect(scoringRefusal({ ...run, passState: null })).toMatch(/not checked/);
  expect(scoringRefusal({ ...run, outOfSample: "no" })).toMatch(/trained on these items/);
  expect(scoringRefusal({ ...run, source: "imported", passState: null })).toBeNull();
});
