import { describe, expect, it } from "vitest";
import { addLabel, draftLabels, labelProblems, possibleParents, toggleRetired } from "./label-draft";

const label = (key: string, shortcut: string, position: number) => ({
  key,
  name: key,
  shortcut,
  color: position,
  description: null,
  parent: null,
  position,
  retiredAt: null,
});
const labels = draftLabels([label("cat", "1", 0), label("dog", "2", 1), label("cow", "3", 2)]);

describe("the draft of a label set", () => {
  it("gives a new label the next free key and colour", () => {
    expect(addLabel(labels, "n").at(-1)).toMatchObject({ key: null, shortcut: "4", color: 3 });
  });

  it("frees the key of a retired label and finds one when it comes back", () => {
    const retired = toggleRetired(labels, "cat");
    expect(retired[0]).toMatchObject({ retired: true, shortcut: null });
    expect(addLabel(retired, "n").at(-1)?.shortcut).toBe("1");
    expect(toggleRetired(addLabel(retired, "n"), "cat")[0]?.shortcut).toBe("4");
  });

  it("offers as a parent only what makes no circle", () => {
    const tree = labels.map((one) => ({ ...one, parent: one.id === "dog" ? "cat" : one.id === "cow" ? "dog" : null }));
    const parents = (id: string) => possibleParents(tree, id).map((one) => one.id);
    expect(parents("cat")).toEqual([]);
    expect(parents("cow")).toEqual(["cat", "dog"]);
    expect(possibleParents(addLabel(toggleRetired(tree, "cat"), "n"), "n").map((one) => one.id)).toEqual([
      "dog",
      "cow",
    ]);
    expect(labelProblems(tree)).toEqual([]);
    expect(labelProblems(tree.map((one) => (one.id === "cat" ? { ...one, parent: "cow" } : one)))[0]).toContain(
      "itself",
    );
  });

  it("names what is wrong", () => {
    expect(labelProblems(labels)).toEqual([]);
    expect(labelProblems(addLabel(labels, "n"))).toEqual(["Every label needs a name."]);
    expect(labelProblems(labels.map((one) => ({ ...one, name: "cat" })))[0]).toContain("twice");
    expect(labelProblems(toggleRetired(toggleRetired(labels, "cat"), "dog"))[0]).toContain("At least two");
  });
});
