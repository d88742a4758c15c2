import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softmax } from "../prediction/probabilities";
import { orderQueue, type QueueCandidate, type QueueEntry } from "./strategy";

const labelNames = ["Shirt", "Coat", "Bag"];
const options = { labelNames, seed: 1, randomShare: 0 };

function candidate(
  itemId: number,
  given: number | null,
  probs: number[] | null,
  contentHash: string | null = null,
): QueueCandidate {
  return { itemId, given, probs, contentHash };
}

const ids = (entries: QueueEntry[]) => entries.map((entry) => entry.itemId);

const items = [
  candidate(1, 0, [0.9, 0.08, 0.02]),
  candidate(2, 0, [0.02, 0.97, 0.01]),
  candidate(3, 1, [0.5, 0.4, 0.1]),
  candidate(4, null, [0.3, 0.3, 0.4]),
  candidate(5, 2, null),
  candidate(6, 2, [0.001, 0.001, 0.998]),
];

describe("orderQueue", () => {
  it("suspected label errors: rank-mean, worst first, with the reason for managers", () => {
    expect(orderQueue("suspected-label-errors", items, options)).toEqual([
      { itemId: 2, reason: "given Shirt, model says Coat 97 %" },
      { itemId: 3, reason: "given Coat, model says Shirt 50 %" },
      { itemId: 1, reason: "given Shirt, model says Shirt 90 %" },
      { itemId: 6, reason: "given Bag, model says Bag over 99 %" },
    ]);
  });

  it("misclassified: the most confident wrong prediction first", () => {
    expect(ids(orderQueue("misclassified", items, options))).toEqual([2, 3]);
  });

  it("low confidence: by each measure", () => {
    const unsure = [
      candidate(1, null, [0.5, 0.5, 0]),
      candidate(2, null, [0.45, 0.28, 0.27]),
      candidate(3, null, [0.8, 0.1, 0.1]),
    ];
    expect(orderQueue("low-confidence", unsure, options)[0]).toEqual({
      itemId: 1,
      reason: "model unsure: Shirt 50 %, Coat 50 %",
    });
    expect(ids(orderQueue("low-confidence", unsure, { ...options, measure: "entropy" }))).toEqual([2, 1, 3]);
    expect(ids(orderQueue("low-confidence", unsure, { ...options, measure: "least-confidence" }))).toEqual([2, 1, 3]);
    expect(ids(orderQueue("low-confidence", unsure, { ...options, measure: "margin" }))).toEqual([1, 2, 3]);
  });

  it("random and all take items without predictions too", () => {
    expect(ids(orderQueue("all", [...items].reverse(), { ...options, limit: 3 }))).toEqual([1, 2, 3]);
    expect(ids(orderQueue("random", items, options)).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(orderQueue("random", items, options)).toEqual(orderQueue("random", items, options));
    expect(orderQueue("random", items, { ...options, seed: 2 })).not.toEqual(orderQueue("random", items, options));
  });

  it("of exact duplicates the lowest item id stays", () => {
    const twins = [candidate(9, 0, [0, 1, 0], "x"), candidate(4, 0, [0.1, 0.9, 0], "x"), candidate(7, 0, [0, 1, 0])];
    expect(ids(orderQueue("misclassified", twins, options))).toEqual([7, 4]);
  });

  it("equal items keep item order", () => {
    const equal = [8, 3, 5].map((itemId) => candidate(itemId, 0, [0, 1, 0]));
    for (const strategy of ["suspected-label-errors", "misclassified", "low-confidence"] as const)
      expect(ids(orderQueue(strategy, equal, options))).toEqual([3, 5, 8]);
  });

  it("mixes in a share of random items from the rest, without changing the order of the chosen", () => {
    const many = Array.from({ length: 1000 }, (_, k) => candidate(k, 0, [...softmax([k / 100, 5, 0])]));
    const chosen = ids(orderQueue("suspected-label-errors", many, { ...options, limit: 90 }));
    const mixed = orderQueue("suspected-label-errors", many, { labelNames, seed: 4, limit: 100 });
    expect(mixed.length).toBe(100);
    expect(mixed.filter((entry) => entry.reason === "random, mixed in").length).toBe(10);
    expect(ids(mixed.filter((entry) => entry.reason !== "random, mixed in"))).toEqual(chosen);
    // a queue of all 450 errors gets 50 random ones: a tenth of it
    const wrong = Array.from({ length: 1000 }, (_, k) => candidate(k, 0, k < 450 ? [0, 1, 0] : [1, 0, 0]));
    expect(orderQueue("misclassified", wrong, { labelNames, seed: 4 }).length).toBe(500);
    expect(() => orderQueue("misclassified", wrong, { labelNames, seed: 4, randomShare: 1 })).toThrow(RangeError);
  });
});

it("no item twice, within the limit, whatever the order of the candidates", () => {
  const row = fc.record({
    given: fc.option(fc.nat(2)),
    logits: fc.option(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 })),
    hash: fc.option(fc.constantFrom("a", "b", "c")),
  });
  const strategy = fc.constantFrom("suspected-label-errors", "misclassified", "low-confidence", "random", "all");
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), strategy, fc.nat(20), fc.nat(), (rows, chosen, limit, seed) => {
      const candidates = rows.map(({ given, logits, hash }, k) =>
        candidate(k, given, logits && [...softmax(logits)], hash),
      );
      const entries = orderQueue(chosen, candidates, { labelNames, limit, seed });
      expect(new Set(ids(entries)).size).toBe(entries.length);
      expect(entries.length).toBeLessThanOrEqual(limit);
      expect(orderQueue(chosen, [...candidates].reverse(), { labelNames, limit, seed })).toEqual(entries);
    }),
  );
});
