import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerRule } from "../adjudication/answer-rule";
import { slotsAfterAnswers, windowSize } from "./claim-rules";

describe("slotsAfterAnswers", () => {
  it.each<[number, string[], number, boolean, boolean]>([
    [2, [], 2, false, false],
    [2, ["cat"], 2, false, false],
    [2, ["cat", "cat"], 2, true, false],
    [2, ["cat", "dog"], 3, false, false],
    [3, ["cat", "dog"], 3, false, false],
    [3, ["cat", "dog", "dog"], 3, true, true],
    [3, ["cat", "dog", "owl"], 3, true, true],
    [3, ["cat", "cat", "cat"], 3, true, false],
    [0, ["cat", "cat"], 2, true, false],
  ])("overlap 2 to 3, %i slots, answers %j", (slots, answers, after, done, inConflict) => {
    expect(slotsAfterAnswers({ overlapMin: 2, overlapMax: 3, slots, answers })).toEqual({
      slots: after,
      done,
      inConflict,
    });
  });

  it.each<[number, string[], number, boolean, boolean]>([
    [2, ["mid", "mid"], 2, true, false],
    [2, ["low", "mid"], 3, false, false],
    [2, ["low", "high"], 3, false, false],
    [3, ["low", "mid", "mid"], 3, true, false],
    [3, ["low", "mid", "high"], 3, true, true],
  ])("on a scale, overlap 2 to 3, %i slots, answers %j", (slots, answers, after, done, inConflict) => {
    const rule = answerRule("ordinal", ["low", "mid", "high"]);
    expect(slotsAfterAnswers({ overlapMin: 2, overlapMax: 3, slots, answers, rule })).toEqual({
      slots: after,
      done,
      inConflict,
    });
  });

  it("with a fixed overlap no further slot opens", () => {
    expect(slotsAfterAnswers({ overlapMin: 3, overlapMax: 3, slots: 3, answers: ["a", "b", "b"] })).toEqual({
      slots: 3,
      done: true,
      inConflict: true,
    });
  });

  it("answering slot after slot always ends, within the overlap, and never takes a slot away", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.nat(3),
        fc.array(fc.constantFrom("a", "b"), { minLength: 8, maxLength: 8 }),
        (overlapMin, more, people) => {
          const overlapMax = overlapMin + more;
          let state = slotsAfterAnswers({ overlapMin, overlapMax, slots: overlapMin, answers: [] });
          let answered = 0;
          while (!state.done) {
            answered++;
            const next = slotsAfterAnswers({
              overlapMin,
              overlapMax,
              slots: state.slots,
              answers: people.slice(0, answered),
            });
            expect(next.slots).toBeGreaterThanOrEqual(state.slots);
            expect(next.slots).toBeLessThanOrEqual(overlapMax);
            state = next;
          }
          expect(answered).toBe(state.slots);
          expect(state.inConflict).toBe(new Set(people.slice(0, answered)).size > 1);
          if (state.inConflict) expect(state.slots).toBe(overlapMax);
        },
      ),
    );
  });
});

describe("windowSize", () => {
  it.each([
    [null, 1000, 3, 8],
    [2000, 1000, 3, 15],
    [500, 1000, 3, 32],
    [20_000, 1000, 3, 8],
    [0, 1000, 3, 32],
    [2000, 30, 3, 10],
    [2000, 5, 3, 1],
    [2000, 2, 3, 1],
    [2000, 0, 3, 1],
    [2000, 12, 0, 12],
  ])("pace %s ms, %i free slots, %i people: %i", (medianMs, openSlots, people, expected) => {
    expect(windowSize({ medianMs, openSlots, people })).toBe(expected);
  });

  it("gives nobody more than their part by asking again, and somebody with nothing always one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 8 }), (slots, people) => {
        let free = slots;
        let held = 0;
        for (let asked = 0; asked < 40; asked++) {
          const given = Math.min(free, windowSize({ medianMs: 2000, openSlots: free, people, held }));
          free -= given;
          held += given;
        }
        expect(held).toBeGreaterThanOrEqual(1);
        expect(held).toBeLessThanOrEqual(Math.max(1, Math.floor(slots / people)));
      }),
    );
  });
});
