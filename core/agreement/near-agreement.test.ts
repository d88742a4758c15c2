import fc from "fast-check";
import { expect, it } from "vitest";
import { isDefined } from "../statistics/estimate";
import golden from "./fixtures/golden-agreement.json";
import { anyVotes, changed, patternsOf, votesOfAnnotators, votesOfItems } from "./fixtures/published-votes";
import { meanAbsoluteDifference, nearAgreement } from "./near-agreement";
import { percentAgreement } from "./percent-agreement";

it("four observers: by hand, only item 6 (votes 1 2 3 4) has pairs more than one apart", () => {
  const votes = votesOfAnnotators(golden.alpha.find(({ name }) => name === "four_observers_missing")?.votes ?? []);
  // 3 of its 6 pairs are neighbours; all other items: 1
  expect(nearAgreement(patternsOf(votes, 5))).toMatchObject({ value: expect.closeTo((10 + 0.5) / 11, 14), n: 11 });
});

it("two votes 2 and 5, values given: difference 3; the default values are 1..K", () => {
  expect(meanAbsoluteDifference(patternsOf(votesOfItems([[0, 1]])), [2, 5])).toMatchObject({ value: 3, n: 1 });
  expect(meanAbsoluteDifference(patternsOf(votesOfItems([[0, 2, 2], [1]])))).toMatchObject({ value: 4 / 3, n: 1 });
  expect(nearAgreement(patternsOf(votesOfItems([[1]])))).toEqual({ undefinedBecause: "no overlap", n: 0 });
});

it("lies between exact agreement and 1; people and doubled items change nothing", () => {
  fc.assert(
    fc.property(anyVotes, (votes) => {
      const [near, exact] = [nearAgreement(patternsOf(votes)), percentAgreement(patternsOf(votes))];
      if (!isDefined(near) || !isDefined(exact)) {
        expect(near).toEqual(exact);
        return;
      }
      expect(near.value).toBeGreaterThanOrEqual(exact.value - 1e-12);
      expect(near.value).toBeLessThanOrEqual(1 + 1e-12);
      expect(nearAgreement(patternsOf([...changed.people(votes)].reverse()))).toEqual(near);
      const twice = nearAgreement(patternsOf(changed.twice(votes)));
      expect(twice).toMatchObject({ value: expect.closeTo(near.value, 12) });
      const difference = meanAbsoluteDifference(patternsOf(votes));
      if (isDefined(difference)) expect(difference.value <= 1e-12).toBe(exact.value > 1 - 1e-12);
    }),
  );
});
