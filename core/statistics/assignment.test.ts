import fc from "fast-check";
import { expect, it } from "vitest";
import { bestPairs } from "./assignment";

/** Number of pairs and sum of scores of a pairing; throws where a column is taken twice or a pair is not admissible. */
function worth(scores: number[], columns: number, pairs: ArrayLike<number>): [number, number] {
  const taken = Array.from(pairs).flatMap((column, row) => (column < 0 ? [] : [[row, column] as const]));
  if (new Set(taken.map(([, column]) => column)).size < taken.length) throw new Error("a column is taken twice");
  const values = taken.map(([row, column]) => scores[row * columns + column] ?? Number.NaN);
  if (values.some(Number.isNaN)) throw new Error("not admissible");
  return [values.length, values.reduce((sum, value) => sum + value, 0)];
}

function everyPairing(rows: number, columns: number, row = 0, used: number[] = []): number[][] {
  if (row === rows) return [used];
  const free = [-1, ...Array.from({ length: columns }, (_, k) => k).filter((k) => !used.includes(k))];
  return free.flatMap((column) => everyPairing(rows, columns, row + 1, [...used, column]));
}

it("takes two pairs before the best single one", () => {
  expect([...bestPairs([0.6, 0.5, 0.9, Number.NaN], 2, 2)]).toEqual([1, 0]);
  expect([...bestPairs([Number.NaN, Number.NaN], 2, 1)]).toEqual([-1, -1]);
  expect([...bestPairs([], 0, 3)]).toEqual([]);
  expect([...bestPairs([0.5, 0.7], 2, 1)]).toEqual([-1, 0]);
});

it("finds what trying every pairing finds", () => {
  const cell = fc.oneof(fc.constant(Number.NaN), fc.double({ min: 0, max: 1, noNaN: true }));
  const matrix = fc
    .tuple(fc.nat(4), fc.nat(4))
    .chain(([rows, columns]) =>
      fc.tuple(
        fc.constant(rows),
        fc.constant(columns),
        fc.array(cell, { minLength: rows * columns, maxLength: rows * columns }),
      ),
    );
  fc.assert(
    fc.property(matrix, ([rows, columns, scores]) => {
      const [pairs, sum] = worth(scores, columns, bestPairs(scores, rows, columns));
      for (const pairing of everyPairing(rows, columns)) {
        const isAllowed = pairing.every((column, row) => column < 0 || !Number.isNaN(scores[row * columns + column]));
        if (!isAllowed) continue;
        const [otherPairs, otherSum] = worth(scores, columns, pairing);
        expect(otherPairs).toBeLessThanOrEqual(pairs);
        if (otherPairs === pairs) expect(otherSum).toBeLessThanOrEqual(sum + 1e-9);
      }
    }),
  );
});
