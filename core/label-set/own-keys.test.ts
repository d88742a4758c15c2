import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KeyTarget, keyConflict, keysInForce, ORDINARY_KEYS, OWN_KEYS, ownKeyOf, withOwnKey } from "./own-keys";

const targets: KeyTarget[] = [
  { id: "command:skip", name: "Skip", key: "s" },
  { id: "command:flag", name: "Flag", key: "f" },
  { id: "label:cat", name: "cat", key: "1" },
  { id: "label:dog", name: "dog", key: "2" },
  { id: "label:eel", name: "eel", key: null },
];
const target = (id: string) => targets.find((one) => one.id === id) ?? targets[0] ?? { id, name: "", key: null };

describe("keysInForce", () => {
  test("without own keys each target has its ordinary one", () => {
    expect([...keysInForce(targets, ORDINARY_KEYS).values()]).toEqual(["s", "f", "1", "2", null]);
  });

  test("an own key wins over the ordinary key of another, which then has none", () => {
    const keys = keysInForce(targets, withOwnKey(ORDINARY_KEYS, target("label:eel"), "1"));
    expect(keys.get("label:eel")).toBe("1");
    expect(keys.get("label:cat")).toBeNull();
  });

  test("no key means two things, an own key of one target alone is always in force, and only known keys are", () => {
    const own = fc.array(fc.record({ k: fc.nat(4), key: fc.constantFrom(...OWN_KEYS) }), { maxLength: 8 });
    fc.assert(
      fc.property(own, (changes) => {
        const state = changes.reduce(
          (keys, { k, key }) => withOwnKey(keys, targets[k] ?? target(""), key),
          ORDINARY_KEYS,
        );
        const keys = keysInForce(targets, state);
        const used = [...keys.values()].filter((key) => key !== null);
        expect(new Set(used).size).toBe(used.length);
        const chosen = [...Object.values(state.commands), ...Object.values(state.labels)];
        for (const key of chosen) expect(used).toContain(key);
      }),
    );
  });
});

describe("changing a key", () => {
  test("names who has it already; one's own key is no conflict, and a freed one neither", () => {
    expect(keyConflict(targets, ORDINARY_KEYS, { id: "command:skip", key: "2" })?.name).toBe("dog");
    expect(keyConflict(targets, ORDINARY_KEYS, { id: "label:dog", key: "2" })).toBeNull();
    const moved = withOwnKey(ORDINARY_KEYS, target("label:dog"), "d");
    expect(keyConflict(targets, moved, { id: "command:skip", key: "2" })).toBeNull();
    expect(keyConflict(targets, moved, { id: "command:skip", key: "d" })?.name).toBe("dog");
  });

  test("back to the ordinary key leaves nothing behind", () => {
    const moved = withOwnKey(ORDINARY_KEYS, target("command:skip"), "x");
    expect(moved.commands).toEqual({ skip: "x" });
    expect(withOwnKey(moved, target("command:skip"), "s")).toEqual(ORDINARY_KEYS);
  });

  test("a pressed key is named by its place for digits and by what it writes for letters", () => {
    expect(ownKeyOf({ code: "Digit1", key: "&" })).toBe("1");
    expect(ownKeyOf({ code: "Numpad7", key: "Home" })).toBe("7");
    expect(ownKeyOf({ code: "KeyQ", key: "A" })).toBe("a");
    expect(ownKeyOf({ code: "Space", key: " " })).toBe("Space");
    for (const key of ["Tab", "Enter", "Escape", "ä", "Shift"]) expect(ownKeyOf({ code: key, key })).toBeNull();
  });
});
