import fc from "fast-check";
import { expect, it } from "vitest";
import { radixOrder } from "./radix-order";
import { ascendingOrder } from "./ranks";

const numbers = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -2, max: 2 })), { maxLength: 60 });

it("is a stable sort of any numbers", () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const byComparison = [...values.keys()].sort((a, b) => {
        const [x, y] = [values[a] ?? 0, values[b] ?? 0];
        return x < y ? -1 : x > y ? 1 : a - b;
      });
      expect([...radixOrder(values)]).toEqual(byComparison);
      expect([...ascendingOrder(values)]).toEqual(byComparison);
    }),
  );
  expect([...radixOrder([0, -0, -1, Number.NEGATIVE_INFINITY, 5e-324])]).toEqual([3, 2, 0, 1, 4]);
});

it("keeps the order that is handed in among equal numbers", () => {
  expect([...radixOrder([1, 0, 1, 1], Int32Array.of(3, 2, 1, 0))]).toEqual([1, 3, 2, 0]);
  expect([...ascendingOrder([1, 0, 1, 1], Int32Array.of(3, 2, 1, 0))]).toEqual([1, 3, 2, 0]);
});

it("long lists: as short ones", () => {
  const values = Float64Array.from({ length: 5000 }, (_, i) => Math.sin(i * i) * 10 ** (i % 7));
  const order = ascendingOrder(values);
  for (let at = 1; at < order.length; at++)
    expect((values[order[at] ?? 0] ?? 0) - (values[order[at - 1] ?? 0] ?? 0)).toBeGreaterThanOrEqual(0);
});
