import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Label, LabelKey, LabelSet, labelKey } from "./label-set";
import { SHORTCUT_KEYS } from "./shortcuts";

const label = (name: string, position: number, more: Partial<Label> = {}): Label => ({
  key: labelKey(name, new Set()),
  name,
  shortcut: SHORTCUT_KEYS[position] ?? null,
  color: position % 10,
  description: null,
  position,
  parent: null,
  retired: false,
  ...more,
});
const messages = (labels: Label[]) => {
  const parsed = LabelSet.safeParse({ task: "single-label", media: "image", labels });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
};

describe("LabelSet", () => {
  it("takes a plain set", () => {
    expect(messages([label("apple", 0), label("pêche", 1)])).toEqual([]);
  });

  it.each([
    ["one label only", [label("apple", 0)], "2"],
    ["a repeated key", [label("apple", 0), label("pear", 1, { key: "apple" })], 'key "apple"'],
    ["a repeated name", [label("apple", 0), label("apple", 1, { key: "other" })], 'label "apple"'],
    ["a repeated shortcut", [label("apple", 0), label("pear", 1, { shortcut: "1" })], 'shortcut "1"'],
    ["wrong positions", [label("apple", 1), label("pear", 0)], "Positions"],
    ["too few open labels", [label("apple", 0), label("pear", 1, { retired: true })], "open to choose"],
    ["a name with outer space", [label("apple", 0), label(" pear", 1)], "outer white space"],
  ])("refuses %s", (_, labels, part) => {
    expect(messages(labels).join(" ")).toContain(part);
  });

  it("refuses a reserved shortcut and a colour outside the palette", () => {
    expect(Label.safeParse({ ...label("a", 0), shortcut: "s" }).success).toBe(false);
    expect(Label.safeParse({ ...label("a", 0), color: 10 }).success).toBe(false);
  });
});

describe("labelKey", () => {
  it.each([
    ["pêche", "peche"],
    ["T-shirt/top", "t-shirt-top"],
    ["Ankle boot", "ankle-boot"],
    ["груша", "label"],
    ["constructor", "constructor"],
    ["__proto__", "proto"],
  ])("makes %s into %s", (name, key) => {
    expect(labelKey(name, new Set())).toBe(key);
  });

  it("is valid and new for any name", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 100 }), { maxLength: 30 }), (names) => {
        const taken = new Set<string>();
        for (const name of names) {
          const key = labelKey(name, taken);
          expect(taken.has(key)).toBe(false);
          expect(LabelKey.safeParse(key).success).toBe(true);
          taken.add(key);
        }
      }),
    );
  });
});
