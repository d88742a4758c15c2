import fc from "fast-check";
import { expect, it } from "vitest";
import { votePatterns } from "../annotation/vote-patterns";
import { createRandom } from "../random";
import { isDefined } from "../statistics/estimate";
import { anyVotes } from "./fixtures/published-votes";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { percentAgreement } from "./percent-agreement";
import { weightedAgreement } from "./weighted-agreement";

const options = () => ({ classes: 4, blindItemsShare: 0.15, random: createRandom(2), resamples: 200 });

it("with one chance for all and two votes per item is alpha and percent agreement", () => {
  fc.assert(
    fc.property(anyVotes, (any) => {
      const seen = new Map<number, number>();
      const votes = any.filter(({ item }) => {
        seen.set(item, (seen.get(item) ?? 0) + 1);
        return (seen.get(item) ?? 0) <= 2;
      });
      const ours = weightedAgreement(
        votes.map((vote) => ({ ...vote, blindShare: 0.5 })),
        options(),
      );
      const patterns = votePatterns(votes, 4);
      for (const [weighted, plain] of [
        [ours.alpha, krippendorffAlpha(patterns)],
        [ours.percent, percentAgreement(patterns)],
      ] as const)
        if (isDefined(plain)) expect(weighted).toMatchObject({ value: expect.closeTo(plain.value, 12), n: plain.n });
        else expect(weighted).toEqual(plain);
    }),
  );
});

it("removes the excess of items that are blind for everybody", () => {
  // hard items (agreement .6) are blind for everybody, easy ones (agreement 1) by pair: 1/2 x 1/2 of their pairs are seen
  const s = 0.2;
  const random = createRandom(11);
  const votes = Array.from({ length: 20_000 }, (_, item) => {
    const isForAll = random() < s;
    const isEqual = random() < (item % 2 === 0 ? 0.6 : 1);
    const label = item % 4;
    return [0, 1]
      .filter(() => isForAll || random() < 0.5)
      .map((annotator) => ({
        item,
        annotator,
        label: annotator === 1 && !isEqual ? (label + 2) % 4 : label,
        blindShare: 0.5,
      }));
  }).flat();
  const { percent } = weightedAgreement(votes, { ...options(), blindItemsShare: s });
  if (!isDefined(percent) || percent.low === undefined || percent.high === undefined) throw new Error("no interval");
  expect(percent.low).toBeLessThan(0.8);
  expect(percent.high).toBeGreaterThan(0.8);
  expect(percent.method).toBe(
    "observed agreement, pairs weighted by 1 / chance to be blind; BCa interval over items, 200 resamples",
  );
});

it("gives a pair of the phase with fewer blind claims its larger weight; the last vote of a person counts", () => {
  const vote = (item: number, annotator: number, label: number, blindShare: number) => ({
    item,
    annotator,
    label,
    blindShare,
  });
  const votes = [vote(1, 1, 3, 0.5), vote(1, 1, 0, 0.5), vote(1, 2, 0, 0.5), vote(2, 1, 0, 0.2), vote(2, 2, 1, 0.2)];
  const [w, v] = [1 / (0.15 + 0.85 * 0.25), 1 / (0.15 + 0.85 * 0.04)];
  expect(weightedAgreement(votes, options()).percent).toMatchObject({ value: expect.closeTo(w / (w + v), 14), n: 2 });
  expect(weightedAgreement([], options()).alpha).toEqual({ undefinedBecause: "no overlap", n: 0 });
  expect(weightedAgreement(votes.slice(1, 3), options()).alpha).toEqual({ undefinedBecause: "no variation", n: 1 });
});
