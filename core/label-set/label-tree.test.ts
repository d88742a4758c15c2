import fc from "fast-check";
import { expect, it } from "vitest";
import { labelPaths, parentProblems } from "./label-tree";

const label = (key: string, parent: string | null = null) => ({ key, name: key.toUpperCase(), parent });

it("finds parents that are no labels, and circles", () => {
  expect(parentProblems([label("a"), label("b", "a"), label("c", "b")])).toEqual([]);
  expect(parentProblems([label("a", "x")])).toEqual(['The label "A" stands under "x", which is no label.']);
  expect(parentProblems([label("a", "b"), label("b", "a"), label("c", "a")])).toEqual([
    'The label "A" stands under itself.',
    'The label "B" stands under itself.',
  ]);
  expect(parentProblems([label("a", "a")])).toHaveLength(1);
});

it("names the way down to a label", () => {
  expect(labelPaths([label("a"), label("b", "a"), label("c", "b")]).get("c")).toEqual(["A", "B"]);
});

it("ends on any tree, also on one that goes round", () => {
  const trees = fc.array(fc.option(fc.nat(5)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(trees, (parents) => {
      const labels = parents.map((parent, k) => label(`l${k}`, parent === null ? null : `l${parent}`));
      for (const path of labelPaths(labels).values()) expect(new Set(path).size).toBe(path.length);
      expect(parentProblems(labels).length).toBeLessThanOrEqual(labels.length);
    }),
  );
});
