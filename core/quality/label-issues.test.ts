import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softmax } from "../prediction/probabilities";
import { confidentJoint } from "./confident-joint";
import { goldenJson, goldenSet, isGoldenHere } from "./fixtures/golden-sets";
import { type IssueFilter, labelIssues, shareOfIssues } from "./label-issues";

const filters: IssueFilter[] = [
  "prune_by_noise_rate",
  "prune_by_class",
  "both",
  "confident_learning",
  "predicted_neq_given",
  "low_self_confidence",
  "low_normalized_margin",
];

it.each(filters)("%s finds the one planted error", (filter) => {
  const probs = Float64Array.of(0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.1, 0.9, 0.2, 0.8);
  expect([...labelIssues(probs, [0, 0, 0, 1, 1], 2, filter)]).toEqual([2]);
});

it("equal items: the earlier one is taken", () => {
  // ten times given 0; four identical items the model gives to 1; the quota of the cell is what the joint says
  const rows = [
    ...Array(6).fill([0.9, 0.1]),
    ...Array(4).fill([0.2, 0.8]),
    ...Array(6).fill([0.1, 0.9]),
  ].flat() as number[];
  const given = [...Array(10).fill(0), ...Array(6).fill(1)] as number[];
  const joint = { ...confidentJoint(Float64Array.from(rows), given, 2), calibrated: Float64Array.of(8, 2, 0, 6) };
  for (const filter of ["prune_by_noise_rate", "prune_by_class", "both"] as const)
    expect([...labelIssues(Float64Array.from(rows), given, 2, filter, joint)]).toEqual([6, 7]);
});

it("an empty diagonal is raised to 1 and the other cells of the row shrink, truncated", () => {
  const probs = Float64Array.from([0.1, 0.8, 0.1, 0.1, 0.7, 0.2, 0.2, 0.1, 0.7, 0.3, 0.3, 0.4].map(Number));
  const given = [0, 0, 0, 0];
  const joint = { ...confidentJoint(probs, given, 3), calibrated: Float64Array.of(0, 2, 2, 0, 0, 0, 0, 0, 0) };
  // 2 - 1/2 = 1.5, truncated to one each: the largest p_1 - p_0 and the largest p_2 - p_0
  expect([...labelIssues(probs, given, 3, "prune_by_noise_rate", joint)]).toEqual([0, 2]);
});

it("a share cuts the ranked list, rounding half to even", () => {
  expect(shareOfIssues([5, 3, 9], 0.5)).toEqual([5, 3]);
  expect(shareOfIssues([5], 0.5)).toEqual([]);
  expect(shareOfIssues([5, 3], 1)).toEqual([5, 3]);
});

it("finds ascending items that the model predicts otherwise, both within each; the joint may be handed in", () => {
  const items = fc.array(
    fc.record({
      logits: fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 3, maxLength: 3 }),
      given: fc.nat(2),
    }),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(items, (rows) => {
      const probs = Float64Array.from(rows.flatMap(({ logits }) => [...softmax(logits)]));
      const given = rows.map((item) => item.given);
      const found = new Map(filters.map((filter) => [filter, [...labelIssues(probs, given, 3, filter)]]));
      const other = found.get("predicted_neq_given") ?? [];
      for (const filter of ["prune_by_noise_rate", "prune_by_class", "both", "confident_learning"] as const) {
        const issues = found.get(filter) ?? [];
        expect(issues).toEqual([...issues].sort((a, b) => a - b));
        expect(issues.filter((i) => !other.includes(i))).toEqual([]);
        expect([...labelIssues(probs, given, 3, filter, confidentJoint(probs, given, 3))]).toEqual(issues);
      }
      const both = (found.get("prune_by_noise_rate") ?? []).filter((i) => found.get("prune_by_class")?.includes(i));
      expect(found.get("both")).toEqual(both);
      expect(found.get("low_self_confidence")?.length).toBe(found.get("confident_learning")?.length);
    }),
  );
});

interface Canonical {
  filters: Record<IssueFilter, { num_issues: number; indices: number[]; sha256_of_uint8_mask: string }>;
}

describe.skipIf(!isGoldenHere)("golden sets", () => {
  const sets = isGoldenHere ? (goldenJson("canonical-filters.json") as Record<string, Canonical>) : {};
  it.each((["mnist", "20news"] as const).flatMap((name) => filters.map((filter) => [name, filter] as const)))(
    "%s: %s",
    (name, filter) => {
      const { probs, given, classes } = goldenSet(name);
      const golden = sets[name]?.filters[filter];
      const issues = labelIssues(probs, given, classes, filter);
      const mask = new Uint8Array(given.length);
      for (const i of issues) mask[i] = 1;
      expect([...issues]).toEqual(golden?.indices);
      expect(createHash("sha256").update(mask).digest("hex")).toBe(golden?.sha256_of_uint8_mask);
    },
  );

  it.each([
    ["mnist", [15, 15, 15, 15, 87, 15, 15]],
    ["20news", [95, 96, 45, 55, 577, 55, 55]],
  ] as const)("%s: the printed sizes, and the same from float32", (name, sizes) => {
    const { probs, given, classes } = goldenSet(name);
    expect(filters.map((filter) => labelIssues(Float32Array.from(probs), given, classes, filter).length)).toEqual(
      sizes,
    );
  });
});
