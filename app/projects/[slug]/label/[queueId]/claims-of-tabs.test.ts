import fc from "fast-check";
import { expect, test } from "vitest";
import { type ClaimsMessage, ClaimsOfTabs } from "./claims-of-tabs";

/** Tabs on one channel, each with the claims that it shows. */
function channel() {
  type Tab = { tab: ClaimsOfTabs; held: number[] };
  const open = new Map<string, Tab>();
  const add = (name: string, held: number[]) => {
    const tell = (message: ClaimsMessage) => {
      for (const [other, { tab }] of open) if (other !== name) tab.hear(message);
    };
    const one: Tab = { tab: new ClaimsOfTabs(name, () => one.held, tell), held };
    open.set(name, one);
    one.tab.start();
    return one;
  };
  return { open, add };
}

test("a tab that goes gives back what it alone shows; the last one gives back everything", () => {
  const { open, add } = channel();
  const first = add("a", [1, 2, 3]);
  const second = add("b", [2, 3]);
  second.held = [2, 3, 4];
  second.tab.changed();
  open.delete("a");
  expect(first.tab.leave()).toEqual([1]);
  open.delete("b");
  expect(second.tab.leave()).toEqual([2, 3, 4]);
});

test("a page that comes back from the browser's cache is heard of again", () => {
  const { add } = channel();
  const first = add("a", [1]);
  const second = add("b", [1]);
  expect(first.tab.leave()).toEqual([]);
  first.tab.start();
  expect(second.tab.leave()).toEqual([]);
});

test("whatever comes and goes: a claim that a tab shows is never given back, and none is kept that nobody shows", () => {
  const step = fc.record({
    tab: fc.constantFrom("a", "b", "c"),
    does: fc.constantFrom<"open" | "load" | "leave">("open", "load", "leave"),
    claims: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { open, add } = channel();
      for (const { tab: name, does, claims } of steps) {
        const one = open.get(name);
        if (does === "open" && !one) add(name, claims);
        else if (does === "load" && one) {
          one.held = [...new Set([...one.held, ...claims])];
          one.tab.changed();
        } else if (does === "leave" && one) {
          open.delete(name);
          const shown = new Set([...open.values()].flatMap(({ held }) => held));
          expect(one.tab.leave()).toEqual(one.held.filter((id) => !shown.has(id)));
        }
      }
    }),
  );
});
