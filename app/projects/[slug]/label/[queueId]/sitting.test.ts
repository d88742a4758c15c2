import { expect, test } from "vitest";
import type { DeskAnswer } from "./desk-state";
import { Sitting } from "./sitting";

const answer = (itemId: number, durationMs: number, change: Partial<DeskAnswer> = {}): DeskAnswer => ({
  clientKey: `${itemId}`,
  claimId: itemId,
  itemId,
  number: itemId,
  kind: "label",
  label: "cat",
  reason: null,
  note: null,
  certainty: "sure",
  durationMs,
  clientTime: 0,
  shown: null,
  ...change,
});

test("counts what stands; the time of what was taken back was worked all the same", () => {
  const sitting = new Sitting();
  expect(sitting.summary()).toEqual({ answers: 0, activeMs: 0, medianMs: null, unsure: 0, skipped: 0 });
  for (const one of [
    answer(1, 1_000),
    answer(2, 3_000, { certainty: "unsure" }),
    answer(3, 500, { kind: "skip", label: null }),
    answer(4, 9_000),
    answer(4, 0, { kind: "undo", label: null }),
    answer(4, 5_000),
    answer(5, 100, { kind: "flag", label: null }),
    answer(6, 7_000),
  ])
    sitting.take(one);
  expect(sitting.summary()).toEqual({ answers: 4, activeMs: 25_600, medianMs: 4_000, unsure: 1, skipped: 1 });
  // what an earlier page answered is no part of this sitting
  sitting.take(answer(99, 0, { kind: "undo" }));
  expect(sitting.summary().answers).toBe(4);
});

test("the pace is that of the last 20; each hundred is a chapter", () => {
  const sitting = new Sitting();
  expect(sitting.paceMs()).toBeNull();
  for (let n = 1; n <= 99; n++) sitting.take(answer(n, 10_000));
  expect(sitting.chapters()).toBe(0);
  for (let n = 100; n <= 109; n++) sitting.take(answer(n, 2_000));
  expect(sitting.chapters()).toBe(1);
  expect(sitting.paceMs()).toBe(6_000);
});
