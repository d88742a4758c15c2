import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { armOf, blindShareNow, isBlindItem, plannedPairableItems } from "./arm";

const shares = { blindItemsShare: 0.15, blindShare: 0.2, mode: "mixed" as const };

describe("armOf", () => {
  it("gives the published share of blind pairs: 6,447 of 20,000", () => {
    let blind = 0;
    for (let itemId = 1; itemId <= 2000; itemId++)
      for (let annotatorId = 1; annotatorId <= 10; annotatorId++)
        if (armOf({ queueSeed: 1, itemId, annotatorId, ...shares }).arm === "blind") blind++;
    expect(blind).toBe(6447);
  });

  it("pair level alone: 3,975 of 20,000 below .2", () => {
    let blind = 0;
    for (let itemId = 1; itemId <= 2000; itemId++)
      for (let annotatorId = 1; annotatorId <= 10; annotatorId++)
        if (armOf({ queueSeed: 1, itemId, annotatorId, ...shares, blindItemsShare: 0 }).arm === "blind") blind++;
    expect(blind).toBe(3975);
  });

  it.each([
    [1, 310],
    [2, 301],
    [3, 285],
  ])("item level, seed %i: %i of 2,000 items below .15", (queueSeed, expected) => {
    let blind = 0;
    for (let itemId = 1; itemId <= 2000; itemId++)
      if (isBlindItem({ queueSeed, itemId, blindItemsShare: 0.15 })) blind++;
    expect(blind).toBe(expected);
  });

  it("puts the published hashes on the right side of a share", () => {
    // u = .0451844 for item 2 and .2194553 for item 3 (seed 1); u = .7976153 for item 1, annotator 2
    const at = (itemId: number, annotatorId: number, blindItemsShare: number, blindShare: number) =>
      armOf({ queueSeed: 1, itemId, annotatorId, blindItemsShare, blindShare, mode: "mixed" });
    expect(at(2, 1, 0.0452, 0)).toEqual({ arm: "blind", probability: 0.0452, isBlindForEverybody: true });
    expect(at(2, 1, 0.0451, 0)).toEqual({ arm: "assisted", probability: 1 - 0.0451, isBlindForEverybody: false });
    expect(at(1, 2, 0, 0.7977)).toMatchObject({ arm: "blind", isBlindForEverybody: false });
    expect(at(1, 2, 0, 0.7976)).toMatchObject({ arm: "assisted" });
  });

  it("has the design's probability of each arm", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (queueSeed, itemId, annotatorId) => {
        const { arm, probability } = armOf({ queueSeed, itemId, annotatorId, ...shares });
        expect(probability).toBeCloseTo(arm === "blind" ? 0.32 : 0.68, 12);
        expect(armOf({ queueSeed, itemId, annotatorId, ...shares, blindItemsShare: 1 })).toEqual({
          arm: "blind",
          probability: 1,
          isBlindForEverybody: true,
        });
      }),
    );
  });

  it("follows the mode of the queue with probability 1", () => {
    const ids = { queueSeed: 1, itemId: 2, annotatorId: 1 };
    expect(armOf({ ...ids, ...shares, mode: "assisted" })).toEqual({
      arm: "assisted",
      probability: 1,
      isBlindForEverybody: false,
    });
    expect(armOf({ ...ids, ...shares, mode: "blind" })).toEqual({
      arm: "blind",
      probability: 1,
      isBlindForEverybody: true,
    });
  });
});

it("the blind share falls after 300 judgements and is never 0", () => {
  expect([0, 299, 300, 1e6].map(blindShareNow)).toEqual([0.5, 0.5, 0.2, 0.2]);
});

describe("plannedPairableItems", () => {
  it.each([
    [2, 0.5, 362.5, 362.5],
    [2, 0.2, 184, 184],
    [3, 0.5, 575, 256.25],
    [3, 0.2, 238.4, 156.8],
  ])("%i answers, b = %d: the table of STATISTICS 7", (answersPerItem, blindShare, pairable, allBlind) => {
    const planned = plannedPairableItems({
      items: 1000,
      answersPerItem,
      blindItemsShare: 0.15,
      blindShare,
      mode: "mixed",
    });
    expect(planned.pairable).toBeCloseTo(pairable, 9);
    expect(planned.allBlind).toBeCloseTo(allBlind, 9);
    expect(planned.forEverybody).toBe(150);
  });

  it("one answer gives no pair; a blind queue gives all, an assisted one none", () => {
    const form = { items: 100, blindItemsShare: 0.15, blindShare: 0.5 };
    expect(plannedPairableItems({ ...form, answersPerItem: 1, mode: "mixed" }).pairable).toBe(0);
    expect(plannedPairableItems({ ...form, answersPerItem: 2, mode: "blind" }).pairable).toBe(100);
    expect(plannedPairableItems({ ...form, answersPerItem: 2, mode: "assisted" }).pairable).toBe(0);
  });
});
