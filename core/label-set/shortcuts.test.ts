import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignShortcuts, parseShortcut, SHORTCUT_KEYS, shortcutProblems } from "./shortcuts";

const none = { shortcut: null };

describe("SHORTCUT_KEYS", () => {
  it("leaves the command letters alone", () => {
    expect(SHORTCUT_KEYS.slice(0, 11)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "a"]);
    expect(SHORTCUT_KEYS.filter((key) => "sfcgh".includes(key))).toEqual([]);
    expect(SHORTCUT_KEYS).toHaveLength(31);
  });
});

describe("assignShortcuts", () => {
  it("fills gaps and keeps what is set", () => {
    expect(assignShortcuts([none, { shortcut: "1" }, { shortcut: "Q" }, none]).map((l) => l.shortcut)).toEqual([
      "2",
      "1",
      "q",
      "3",
    ]);
  });

  it("drops reserved and repeated keys, and gives retired labels none", () => {
    const labels = [{ shortcut: "s" }, { shortcut: "5" }, { shortcut: "5" }, { shortcut: "1", retired: true }];
    expect(assignShortcuts(labels).map((l) => l.shortcut)).toEqual(["1", "5", "2", null]);
  });

  it("always gives a valid set, in which only labels beyond the 31 keys go without", () => {
    const shortcut = fc.option(fc.constantFrom(...SHORTCUT_KEYS, "s", "H", "?", "constructor"));
    fc.assert(
      fc.property(fc.array(fc.record({ shortcut, retired: fc.boolean() }), { maxLength: 40 }), (labels) => {
        const assigned = assignShortcuts(labels);
        expect(shortcutProblems(assigned)).toEqual([]);
        const open = assigned.filter((l) => !l.retired);
        expect(open.filter((l) => l.shortcut !== null)).toHaveLength(Math.min(31, open.length));
      }),
    );
  });
});

describe("shortcutProblems", () => {
  it("names reserved and repeated keys", () => {
    expect(shortcutProblems([{ shortcut: "h" }, { shortcut: "2" }, { shortcut: "2" }])).toHaveLength(2);
    expect(parseShortcut("A")).toBe("a");
    expect(parseShortcut("C")).toBeNull();
  });
});
