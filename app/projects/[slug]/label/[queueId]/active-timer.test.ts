import { expect, test } from "vitest";
import { ActiveTimer } from "./active-timer";

test("hidden time does not count, and a pause counts for a minute at most", () => {
  const timer = new ActiveTimer();
  timer.start(0, true);
  timer.touch(5_000);
  timer.visible(6_000, false);
  timer.visible(50_000, true);
  expect(timer.elapsedMs(52_000)).toBe(8_000);
  expect(timer.elapsedMs(400_000)).toBe(68_000);
  timer.start(500_000, false);
  expect(timer.elapsedMs(600_000)).toBe(0);
});

test("a break does not count, whatever is shown or hidden meanwhile", () => {
  const timer = new ActiveTimer();
  timer.start(0, true);
  timer.onBreak(3_000, true);
  timer.touch(4_000);
  timer.visible(5_000, false);
  timer.visible(6_000, true);
  timer.onBreak(30_000, false);
  expect(timer.elapsedMs(31_000)).toBe(4_000);
});
