import { describe, expect, it } from "vitest";
import { nextStep, type ProjectState } from "./next-step";

const queue = { id: 4, name: "Audit", state: "open" as const, total: 10, done: 4 };
const state: ProjectState = {
  items: 100,
  models: 1,
  isScored: true,
  takesOneLabel: true,
  trainsBaselines: true,
  suspected: 12,
  queues: [queue],
  conflicts: 0,
  reviewed: 4,
  snapshot: null,
  mayManage: true,
  mayDecide: true,
  mayLabel: true,
};
const path = (change: Partial<ProjectState>) => nextStep({ ...state, ...change })?.path;

describe("nextStep", () => {
  it("walks the loop", () => {
    expect(path({ items: 0 })).toBe("/data?import=1");
    expect(path({ models: 0, isScored: false, suspected: 0, queues: [] })).toBe("/models");
    expect(path({ isScored: false, suspected: 0, queues: [] })).toBe("/errors");
    expect(path({ queues: [] })).toBe("/queues/new?strategy=suspected-label-errors");
    expect(path({})).toBe("/label/4");
    expect(path({ conflicts: 31 })).toBe("/adjudicate");
    expect(path({ queues: [{ ...queue, done: 10 }], conflicts: 1 })).toBe("/adjudicate");
    expect(path({ queues: [{ ...queue, done: 10 }] })).toBe("/snapshots");
    expect(path({ queues: [{ ...queue, done: 10 }], snapshot: { number: 1 } })).toBeUndefined();
  });

  it("offers no baseline and no model where none can help", () => {
    const fresh = { models: 0, isScored: false, suspected: 0, queues: [] };
    expect(path({ ...fresh, trainsBaselines: false })).toBe("/models");
    expect(nextStep({ ...state, ...fresh, trainsBaselines: false })?.title).not.toContain("baseline");
    expect(path({ ...fresh, trainsBaselines: false, takesOneLabel: false })).toBe("/queues/new");
    expect(path({ ...fresh, models: 1, trainsBaselines: false, takesOneLabel: false })).toBe("/queues/new");
  });

  it("asks nobody for what their role may not do", () => {
    const viewer = { mayManage: false, mayDecide: false, mayLabel: false };
    expect(path({ ...viewer, items: 0 })).toBeUndefined();
    expect(path({ ...viewer, queues: [] })).toBeUndefined();
    expect(path({ ...viewer, conflicts: 31 })).toBeNull();
  });
});
