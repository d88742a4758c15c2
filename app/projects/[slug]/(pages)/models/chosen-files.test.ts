import { describe, expect, it } from "vitest";
import { readFoldMap, sortFiles } from "./chosen-files";

const file = (name: string, content = "x") => new File([content], name);
const names = (files: readonly File[]) => files.map(({ name }) => name);

describe("sortFiles", () => {
  it("takes a model with the files that describe it", () => {
    const sorted = sortFiles([file("config.json"), file("Model.ONNX"), file("tokenizer.json")]);
    expect(sorted.ok && names(sorted.files.models)).toEqual(["Model.ONNX"]);
    expect(sorted.ok && names(sorted.files.beside)).toEqual(["config.json", "tokenizer.json"]);
  });

  it("takes folds in the order of their numbers, with their map", () => {
    const sorted = sortFiles([file("fold-10.onnx"), file("folds.csv"), file("fold-2.onnx")]);
    expect(sorted.ok && names(sorted.files.models)).toEqual(["fold-2.onnx", "fold-10.onnx"]);
    expect(sorted.ok && sorted.files.foldMap?.name).toBe("folds.csv");
  });

  it.each([
    [["a.json"], "Choose an .onnx file"],
    [["a.onnx", "b.onnx"], "folds of one model"],
    [["a.onnx", "b.csv"], "one .onnx file per fold"],
    [["a.onnx", "b.onnx", "c.csv", "d.csv"], "one fold map only"],
    [["a.onnx", "weights.bin"], "weights.bin is neither"],
  ])("refuses %j", (chosen, message) => {
    const sorted = sortFiles(chosen.map((name) => file(name)));
    expect(sorted.ok ? "" : sorted.message).toContain(message);
  });
});

describe("readFoldMap", () => {
  it("reads items and folds, whatever the order of the columns", async () => {
    expect(await readFoldMap(file("f.csv", "fold,item\n0,a\n12,b\n"))).toEqual([
      ["a", 0],
      ["b", 12],
    ]);
  });

  it.each([
    ["id,fold\na,1\n", "f.csv, line 1: the columns item and fold"],
    ["item,fold\na,1\nb,x\n", "f.csv, line 3, column fold"],
    ["item,fold\na,1,2\n", "f.csv, line 2:"],
    ["item,fold\na,1\nb,0\na,0\n", 'f.csv, line 4: the item "a" stands in line 2 already'],
  ])("names the line of %j", async (content, message) => {
    await expect(readFoldMap(file("f.csv", content))).rejects.toThrow(message);
  });
});
