import fc from "fast-check";
import { expect, it } from "vitest";
import { gridOrder } from "./grid-order";

it("keeps every item once, groups together, order within a group", () => {
  expect(
    gridOrder(
      [
        [1, 0],
        [2, 1],
        [3, 0],
        [4, null],
        [5, 1],
      ] as const,
      ([, label]) => label,
    ).map(([id]) => id),
  ).toEqual([1, 3, 2, 5, 4]);
  const entries = fc.array(fc.tuple(fc.nat(), fc.option(fc.nat(3))));
  fc.assert(
    fc.property(entries, (given) => {
      const items = given.map(([, label], id) => ({ id, label }));
      const ordered = gridOrder(items, (item) => item.label);
      expect(ordered.map((item) => item.id).sort((a, b) => a - b)).toEqual(items.map((item) => item.id));
      const changes = ordered.filter((item, k) => k === 0 || item.label !== ordered[k - 1]?.label).length;
      expect(changes).toBe(new Set(items.map((item) => item.label)).size);
      for (const label of new Set(items.map((item) => item.label))) {
        const ids = ordered.filter((item) => item.label === label).map((item) => item.id);
        expect(ids).toEqual([...ids].sort((a, b) => a - b));
      }
    }),
  );
});
