import { describe, expect, it } from "vitest";
import { paceOf, timeLeft } from "./browser-run-pace";

describe("the pace of a run", () => {
  const at = (seconds: number, computed: number, state = "running", runId = 1) => ({
    runId,
    state,
    computed,
    at: seconds * 1_000,
  });
  it("is the speed of the last half minute", () => {
    const first = paceOf([], at(0, 0));
    expect(first.pace).toBeNull();
    const second = paceOf(first.seen, at(10, 100));
    expect(second.pace).toEqual({ perSecond: 10 });
    expect(paceOf(second.seen, at(35, 600)).pace).toEqual({ perSecond: 20 });
  });
  it("begins anew after a pause and with another run", () => {
    const { seen } = paceOf([], at(0, 0));
    expect(paceOf(seen, at(5, 50, "paused"))).toEqual({ seen: [], pace: null });
    expect(paceOf(seen, at(5, 50, "running", 2)).pace).toBeNull();
  });
  it("says how long the rest takes", () => {
    expect(timeLeft(50, { perSecond: 10 })).toBe("5 s");
    expect(timeLeft(1_200, { perSecond: 10 })).toBe("2 min");
    expect(timeLeft(72_000, { perSecond: 10 })).toBe("2.0 h");
    expect(timeLeft(0, { perSecond: 10 })).toBeNull();
  });
});
