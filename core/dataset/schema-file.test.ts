import { describe, expect, it } from "vitest";
import { parseSchemaFile, writeSchemaFile } from "./schema-file";

const file = (change: object) =>
  JSON.stringify({
    format: 1,
    project: "p",
    media: "text",
    task: "single-label",
    labels: [{ name: "a" }, { name: "b" }],
    ...change,
  });

describe("parseSchemaFile", () => {
  it("makes keys, shortcuts and colours where they are absent", () => {
    const { labelSet } = parseSchemaFile(
      file({ labels: [{ name: "pêche", hotkey: "2" }, { name: " B " }, { name: "Peche", retired: true }] }),
    );
    expect(labelSet.labels.map(({ key, name, shortcut, color }) => [key, name, shortcut, color])).toEqual([
      ["peche", "pêche", "2", 0],
      ["b", "B", "1", 1],
      ["peche-2", "Peche", null, 2],
    ]);
  });

  it("reads classes of other writers, and runs", () => {
    const runs = [{ model: "m", source: "imported", outOfSample: "yes", scale: "probability" }];
    const schema = parseSchemaFile(
      file({ labels: undefined, classes: [{ name: "a" }, { name: "b" }], runs, version: 4 }),
    );
    expect(schema.labelSet.labels).toHaveLength(2);
    expect(schema.runs).toEqual(runs);
    expect(parseSchemaFile(writeSchemaFile(schema))).toEqual(schema);
  });

  it.each([
    ["no JSON", "{", "not valid JSON"],
    ["a newer format", file({ format: 2 }), "newer version"],
    ["one label", file({ labels: [{ name: "a" }] }), "labels"],
    ["equal names", file({ labels: [{ name: "a" }, { name: "a " }] }), "twice"],
    ["an invisible name", file({ labels: [{ name: "a\u200b" }, { name: "b" }] }), "U+200B"],
    ["another task", file({ task: "poetry" }), "task"],
  ])("refuses %s", (_, text, part) => {
    expect(() => parseSchemaFile(text)).toThrow(part);
  });
});
